#include "detail/scoring_session.hpp"
#include "net/detail/event.hpp"

#include <lectern/net/when_all.hpp>

#include <boost/asio/this_coro.hpp>

/// Scoring by requests of our own: as many at a time as the configuration says, until the queue is empty.
namespace lectern::llm {

net::awaitable<Result<void>> ScoringSession::run_directly(Queue& queue, ModelServices const& services) {
    auto const executor = co_await boost::asio::this_coro::executor;
    net::Event answered(executor);
    std::vector<net::awaitable<Result<void>>> workers;
    for (int i = 0; i < options_.concurrency; ++i) workers.push_back(work(queue, answered, services));
    co_return co_await net::when_all(std::move(workers));
}

net::awaitable<Result<void>> ScoringSession::work(Queue& queue, net::Event& answered,
                                                  ModelServices const& services) {
    while (true) {
        refill(queue);
        if (queue.next < queue.batches.size()) {
            auto const asked = co_await ask_next(queue, services);
            answered.notify_all();
            if (!asked) co_return asked.error();
        } else if (queue.in_flight > 0) {
            // What is being asked may fail, and then be asked again in parts.
            auto const woken = co_await answered.wait();
            if (!woken) co_return woken.error();
        } else {
            co_return Result<void>();
        }
    }
}

net::awaitable<Result<void>> ScoringSession::ask_next(Queue& queue, ModelServices const& services) {
    PaperBatch const batch = queue.batches[queue.next++];
    if (queue.stage == Stage::title && client_.hopeless_titles()) {
        for (Paper const* paper : batch.papers) give_up(queue.stage, *paper, *client_.hopeless_titles());
        co_return Result<void>();
    }
    auto request = request_for(queue.stage, batch);
    ++queue.in_flight;
    auto answered = co_await client_.ask(std::move(request), batch.papers.size(), services);
    --queue.in_flight;
    if (!answered && answered.error() == errc::cancelled) co_return answered.error();
    take(std::move(answered), batch, queue);
    report_progress();
    co_return Result<void>();
}

void ScoringSession::refill(Queue& queue) const {
    if (queue.next < queue.batches.size()) return;
    queue.batches = std::move(queue.again);
    queue.again.clear();
    queue.next = 0;
    // Papers that answers left out are asked about among themselves, in smaller batches.
    for (auto const& [tries, papers] : queue.missing) {
        for (PaperBatch& batch : plan(queue.stage, papers, tries)) queue.batches.push_back(std::move(batch));
    }
    queue.missing.clear();
}

}  // namespace lectern::llm
