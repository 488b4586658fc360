#include "detail/scoring_session.hpp"

#include <lectern/net/timer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

/// Several processes with one store: only one of them asks a stage's questions at a time.
namespace lectern::llm {

bool ScoringSession::is_answered(Stage stage) const {
    return std::ranges::all_of(papers_for(stage), [&](Paper const* paper) { return is_done(stage, *paper); });
}

void ScoringSession::leave_to_other(Stage stage) {
    Error const reason(errc::pending,
                       "another process is asking about these papers; the next run takes its answers");
    for (Paper const* paper : papers_for(stage))
        if (!is_done(stage, *paper)) state(*paper).not_asked = reason;
}

net::awaitable<Result<Claim>> ScoringSession::claim(Stage stage, ModelServices const& services) {
    constexpr std::chrono::milliseconds poll(200);
    // An open batch has to be settled, even if its answers are known.
    bool const nothing_to_ask = is_answered(stage) && !options_.batch_mode;
    if (!context_.answers || nothing_to_ask) co_return Claim();
    auto const until = std::chrono::steady_clock::now() + options_.claim_wait + options_.batch_wait;
    auto taken = context_.answers->claim(key(stage));
    if (taken && !*taken)
        services.log.warning(fmt::format(
            "another process asks {} the same questions with this database; waiting for its answers",
            options_.model));
    while (taken && !*taken && std::chrono::steady_clock::now() < until) {
        auto const slept = co_await net::sleep_for(poll);
        if (!slept) co_return slept.error();
        taken = context_.answers->claim(key(stage));
    }
    if (!taken) co_return taken.error();
    if (auto const recalled = recall(); !recalled) co_return recalled.error();
    report_progress();
    if (*taken) co_return std::move(**taken);
    leave_to_other(stage);
    co_return Claim();
}

}  // namespace lectern::llm
