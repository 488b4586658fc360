#include "core/detail/json.hpp"
#include "detail/scoring_session.hpp"

#include <lectern/net/timer.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <chrono>

/// Scoring through a provider's batches: the questions of the queue are submitted together, and their answers may come in
/// a later run.
namespace lectern::llm {
namespace {

namespace bj = boost::json;

/// A batch that was submitted: its id and the papers behind each of its questions.
struct OpenBatch {
    std::string id;
    struct Question {
        int tries = 0;
        std::vector<std::string> ids;
    };
    std::map<std::string, Question> questions;
};

std::string to_json(OpenBatch const& batch) {
    bj::object object;
    object["id"] = batch.id;
    bj::object& questions = object["questions"].emplace_object();
    for (auto const& [name, question] : batch.questions) {
        bj::object& entry = questions[name].emplace_object();
        entry["tries"] = question.tries;
        entry["ids"] = json::to_text(question.ids);
    }
    return bj::serialize(object);
}

Result<OpenBatch> parse_open_batch(std::string const& text) {
    Error const unreadable(errc::store, "what is kept of an open batch cannot be read");
    auto const value = json::parse(text);
    if (!value || !value->is_object()) return unreadable;
    auto id = json::string_member(value->get_object(), "id");
    bj::value const* questions = value->get_object().if_contains("questions");
    if (!id || id->empty() || !questions || !questions->is_object()) return unreadable;
    OpenBatch batch;
    batch.id = std::move(*id);
    for (auto const& item : questions->get_object()) {
        if (!item.value().is_object()) return unreadable;
        bj::object const& entry = item.value().get_object();
        auto const tries = json::number_member(entry, "tries");
        auto const list = json::string_member(entry, "ids");
        auto ids = list ? json::strings_from_text(*list) : Result<std::vector<std::string>>(list.error());
        if (!tries || !ids) return unreadable;
        batch.questions.emplace(item.key(),
                                OpenBatch::Question{static_cast<int>(tries->value_or(0)), std::move(*ids)});
    }
    return batch;
}

std::string question_name(std::size_t index) {
    return fmt::format("q{}", index);
}

}  // namespace

net::awaitable<Result<void>> ScoringSession::run_as_batch(Queue& queue, ModelServices const& services) {
    std::vector<BatchItem> items;
    std::vector<Budget::Amount> estimates;
    OpenBatch open;
    for (PaperBatch const& batch : queue.batches) {
        ChatRequest const request = request_for(queue.stage, batch);
        std::string const name = question_name(items.size());
        items.push_back({name, client_.provider().body(request)});
        estimates.push_back(client_.estimate(request));
        open.questions[name].tries = batch.tries;
        for (Paper const* paper : batch.papers) open.questions[name].ids.push_back(paper->id.base());
    }
    auto const submitted = co_await client_.submit(std::move(items), std::move(estimates), services);
    if (!submitted && submitted.error() == errc::cancelled) co_return submitted.error();
    std::size_t const asked = submitted ? submitted->items : 0;
    Error const reason = !submitted ? submitted.error() : client_.stopped().value_or(Error());
    for (std::size_t i = asked; i < queue.batches.size(); ++i) {
        for (Paper const* paper : queue.batches[i].papers) state(*paper).not_asked = reason;
        open.questions.erase(question_name(i));
    }
    if (!submitted) co_return Result<void>();
    open.id = submitted->id;
    services.log.info(fmt::format("batch {} with {} questions was submitted", open.id, asked));
    std::string note = to_json(open);
    if (context_.answers) {
        auto const noted =
            context_.answers->put_open_batch(context_.day, to_string(queue.stage), key(queue.stage), note);
        if (!noted)
            warnings_.push_back(noted.error().with_context("batch " + open.id + " could not be noted"));
    }
    co_return co_await collect(queue.stage, std::move(note), queue, services);
}

net::awaitable<Result<void>> ScoringSession::collect_earlier(Stage stage, ModelServices const& services) {
    if (!context_.answers) co_return Result<void>();
    auto note = context_.answers->open_batch(context_.day, to_string(stage), key(stage));
    if (!note) co_return note.error();
    if (!*note) co_return Result<void>();
    // What it leaves open is planned anew with the other papers.
    Queue queue{stage, {}};
    co_return co_await collect(stage, std::move(**note), queue, services);
}

net::awaitable<Result<void>> ScoringSession::collect(Stage stage, std::string note, Queue& queue,
                                                     ModelServices const& services) {
    auto const open = parse_open_batch(note);
    if (!open) co_return open.error();
    auto const until = std::chrono::steady_clock::now() + options_.batch_wait;
    auto answers = co_await client_.collect(open->id, services);
    while (!answers && answers.error() == errc::pending && std::chrono::steady_clock::now() < until) {
        services.log.debug(answers.error().message());
        auto const slept = co_await net::sleep_for(options_.batch_poll);
        if (!slept) co_return slept.error();
        answers = co_await client_.collect(open->id, services);
    }
    if (!answers && answers.error() == errc::cancelled) co_return answers.error();
    std::map<std::string, BatchAnswer> by_name;
    if (answers) {
        for (BatchAnswer& answer : *answers) by_name.emplace(answer.id, std::move(answer));
    }
    std::map<std::string, Paper const*> papers;
    for (Paper const& paper : papers_) papers.emplace(paper.id.base(), &paper);
    for (auto const& [name, question] : open->questions) {
        PaperBatch batch;
        batch.tries = question.tries;
        for (std::string const& id : question.ids) {
            auto const paper = papers.find(id);
            // Known already: an earlier run was interrupted before it had taken everything.
            if (paper != papers.end() && !is_done(stage, *paper->second))
                batch.papers.push_back(paper->second);
        }
        if (batch.papers.empty()) continue;
        auto const answer = by_name.find(name);
        if (!answers) {
            for (Paper const* paper : batch.papers) state(*paper).not_asked = answers.error();
        } else if (answer == by_name.end()) {
            take_failure(Error(errc::bad_answer, "the batch has no answer to this question"), batch, queue);
        } else {
            take(client_.read(answer->second, stage, Batch(question.ids.begin(), question.ids.end()),
                              services),
                 batch, queue);
        }
    }
    report_progress();
    // A batch that is not done, or could not be asked about, is looked at again by the next run.
    bool const over = answers.has_value() || answers.error() == errc::request_refused;
    if (!over || !context_.answers) co_return Result<void>();
    co_return context_.answers->drop_open_batch(context_.day, to_string(stage), key(stage));
}

}  // namespace lectern::llm
