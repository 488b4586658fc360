#include "detail/policy.hpp"
#include "feed/detail/day_check.hpp"

#include <lectern/archive/output.hpp>
#include <lectern/daily/daily.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lectern {
namespace {

/// Whether a source that failed like this, after all retries, will fail the next request of the run too.
bool is_refusal(Error const& error) {
    constexpr std::array codes{errc::rate_limited, errc::http_status, errc::connect_failed, errc::timeout,
                               errc::tls_failed};
    return std::ranges::any_of(codes, [&](errc code) { return error == code; });
}

/// The papers of a day as the store has them.
class StoredFeed final : public Feed {
public:
    StoredFeed(PaperStore const& store, Date day) : store_(store), day_(day) {}

    net::awaitable<Result<FetchReport>> fetch(Window, FetchContext&) override {
        auto papers = store_.papers_of(day_);
        if (!papers) co_return papers.error();
        FetchReport report;
        report.day = day_;
        SourceReport source;
        source.name = "store";
        source.items = source.parsed = papers->size();
        report.sources.push_back(std::move(source));
        report.papers = std::move(*papers);
        co_return std::move(report);
    }

private:
    PaperStore const& store_;
    Date day_;
};

std::string first_of(std::vector<std::string> const& warnings) {
    return warnings.empty() ? std::string() : warnings.front();
}

/// The ledger's line of a digest.
DayRecord record_of(Digest const& digest, std::string source, std::string reason) {
    DayRecord record;
    record.day = digest.date;
    record.state = digest.state;
    record.reason = reason.empty() ? first_of(digest.warnings) : std::move(reason);
    record.source = std::move(source);
    record.scores_missing = digest.state == DayState::partial && digest.all_announced;
    record.remedial = digest.remedial.has_value();
    if (digest.coverage.empty()) return record;
    record.total = digest.coverage.front();
    record.categories.assign(digest.coverage.begin() + 1, digest.coverage.end());
    return record;
}

}  // namespace

Daily::Daily(Config const& config, Registry const& registry, Store& store, Services& services)
    : config_(config), registry_(registry), store_(store), services_(services) {
    services_.store = &store_;
}

Date Daily::today() const {
    return AnnouncementCalendar::eastern_date(services_.clock.now());
}

policy::Rules Daily::rules() const {
    policy::Rules rules;
    rules.catch_up_days = config_.store.catch_up_days;
    rules.recheck = config_.store.recheck;
    rules.has_fallback = config_.feed.fallback != "none" && services_.http;
    rules.fallback_differs = config_.feed.fallback != config_.feed.source;
    return rules;
}

Result<policy::Known> Daily::known(Date from, Date to) const {
    policy::Known known;
    auto const start = store_.series_start();
    if (!start) return start.error();
    known.series_start = *start;
    auto records = store_.days(from, to);
    if (!records) return records.error();
    for (DayRecord& record : *records) {
        for (int const age : policy::recheck_ages(rules())) {
            auto const rechecked = store_.was_rechecked(record.day, age);
            if (!rechecked) return rechecked.error();
            if (*rechecked) known.rechecked.emplace(record.day, age);
        }
        known.records.emplace(record.day, std::move(record));
    }
    return known;
}

Result<policy::Known> Daily::known_before(Date day) const {
    int const reach = std::max(1, config_.store.catch_up_days);
    return known(policy::announcements_before(services_.calendar, day, reach), day);
}

Result<std::vector<Date>> Daily::open_days(Date day) const {
    auto const ledger = known_before(day);
    if (!ledger) return ledger.error();
    return policy::open_days(day, services_.calendar, *ledger, rules());
}

Result<Editor> Daily::editor() {
    if (!scorer_) {
        auto made = registry_.make_scorer(config_);
        if (!made) return made.error();
        scorer_ = std::move(*made);
    }
    if (!authors_) {
        auto made = make_author_directory(config_);
        if (!made) return made.error();
        authors_ = std::move(*made);
    }
    return make_editor(config_, registry_, scorer_, authors_);
}

net::awaitable<Result<ScoreEstimate>> Daily::estimate(std::optional<Date> day,
                                                      std::vector<std::filesystem::path> papers) {
    if (auto const past = check_not_future(day.value_or(today())); !past) co_return past.error();
    auto feed = make_feed(config_, registry_, std::move(papers));
    if (!feed) co_return feed.error();
    auto pipeline = make_pipeline(config_, registry_, std::move(*feed));
    if (!pipeline) co_return pipeline.error();
    Window window;
    window.day = day;
    co_return co_await pipeline->estimate(window, services_);
}

net::awaitable<Daily::Outcome> Daily::make(Announcement announcement, Origin origin) {
    auto const made = editor();
    if (!made) co_return made.error();
    auto digest = co_await made->edit(std::move(announcement), services_, origin.remedial);
    if (!digest) co_return digest.error();
    auto files =
        write_digest(*digest, registry_.make_formats(config_), config_.output.formats, config_.output.dir);
    if (!files) co_return files.error();
    DayResult result;
    result.record =
        record_of(*digest, std::move(origin.source), services_.redactor.redact(std::move(origin.reason)));
    result.record.expected = services_.calendar.announcement(digest->date).has_value();
    result.record.updated = services_.clock.now();
    // Last, so that a day counts as done only when its pages are there.
    if (auto const saved = store_.put_digest(*digest, result.record); !saved) co_return saved.error();
    result.files = std::move(*files);
    result.digest = std::move(*digest);
    co_return std::move(result);
}

Daily::Outcome Daily::record_failure(Date day, DayState state, std::string reason) {
    DayResult result;
    auto const earlier = store_.find_day(day);
    if (!earlier) return earlier.error();
    if (*earlier) result.record = **earlier;  // numbers of an earlier try stay
    bool const done = *earlier && is_settled((*earlier)->state);
    result.record.day = day;
    result.record.expected = services_.calendar.announcement(day).has_value();
    result.record.state = state;
    result.record.reason = services_.redactor.redact(std::move(reason));
    result.record.updated = services_.clock.now();
    // A later failure takes nothing back of a day that is done.
    if (done && !is_settled(state)) {
        result.record.reason += "; the digest made before stays";
        return result;
    }
    if (auto const saved = store_.put_day(result.record); !saved) return saved.error();
    return result;
}

net::awaitable<Result<Announcement>> Daily::gather_past(Date day) {
    auto feed = registry_.make_feed(config_, config_.feed.fallback);
    if (!feed) co_return feed.error();
    Window window;
    window.day = day;
    window.tail_days = config_.store.catch_up_days;
    auto announcement = co_await gather(**feed, window, services_);
    if (!announcement && is_refusal(announcement.error())) refused_ = announcement.error();
    co_return std::move(announcement);
}

/// Another feed takes the place of one that did not have the day. The day stays open, for the announcement itself may
/// still be had.
net::awaitable<Daily::Outcome> Daily::use_fallback(Date day, DayState state, std::string reason) {
    auto const ledger = known(day, day);
    if (!ledger) co_return ledger.error();
    bool const asked = policy::may_use_fallback(day, *ledger, rules()) && !refused_;
    if (!asked) co_return record_failure(day, state, std::move(reason));
    services_.log.info(fmt::format("{}: asking {} instead", reason, config_.feed.fallback));
    auto announcement = co_await gather_past(day);
    if (!announcement) {
        Error const error = announcement.error();
        if (error == errc::cancelled || error == errc::store) co_return error;
        co_return record_failure(
            day, state, fmt::format("{}; {} failed too: {}", reason, config_.feed.fallback, error.message()));
    }
    if (announcement->papers.empty()) co_return record_failure(day, state, std::move(reason));
    announcement->state = DayState::partial;
    announcement->warnings.insert(
        announcement->warnings.begin(),
        fmt::format("{}; the papers are from {}, by submission time, which may differ from the "
                    "announcement. The next run looks again.",
                    reason, config_.feed.fallback));
    Origin origin;
    origin.source = config_.feed.fallback;
    origin.reason = std::move(reason);
    co_return co_await make(std::move(*announcement), std::move(origin));
}

std::optional<Remedial> Daily::remedial(Date day) const {
    auto const due = services_.calendar.announcement(day);
    if (!due) return std::nullopt;
    return Remedial{AnnouncementCalendar::eastern_date(due->submitted.from),
                    AnnouncementCalendar::eastern_date(due->submitted.to), today()};
}

net::awaitable<Daily::Outcome> Daily::backfill(Date day) {
    if (refused_) co_return record_failure(day, DayState::failed, "not asked: " + refused_->message());
    auto announcement = co_await gather_past(day);
    Origin origin;
    origin.source = config_.feed.fallback;
    origin.remedial = remedial(day);
    if (announcement) co_return co_await make(std::move(*announcement), std::move(origin));
    Error const error = announcement.error();
    if (error == errc::cancelled || error == errc::store) co_return error;
    co_return record_failure(day, DayState::failed,
                             fmt::format("{} failed: {}", config_.feed.fallback, error.message()));
}

/// The announcement is there, scores are missing: arXiv need not be asked again.
net::awaitable<Daily::Outcome> Daily::score_again(Date day) {
    auto const record = store_.find_day(day);
    if (!record) co_return record.error();
    DayRecord const earlier = record->value_or(DayRecord());
    StoredFeed feed(store_, day);
    Window window;
    window.day = day;
    auto announcement = co_await gather(feed, window, services_);
    if (!announcement) co_return announcement.error();
    Origin origin;
    origin.source = earlier.source;
    if (earlier.remedial) origin.remedial = remedial(day);
    co_return co_await make(std::move(*announcement), std::move(origin));
}

net::awaitable<Daily::Outcome> Daily::fetch(Date day, bool named) {
    Origin origin;
    origin.source = config_.feed.source;
    auto feed = registry_.make_feed(config_);
    if (!feed) co_return feed.error();
    Window window;
    if (named) window.day = day;
    auto announcement = co_await gather(**feed, window, services_);
    if (!announcement) co_return co_await after_failure(day, announcement.error());
    auto const ledger = known(std::min(day, announcement->day), std::max(day, announcement->day));
    if (!ledger) co_return ledger.error();
    auto const turn = policy::turn_after(*announcement, day, services_.calendar, *ledger);
    if (turn == policy::Turn::make) co_return co_await make(std::move(*announcement), std::move(origin));
    std::string reason = first_of(announcement->warnings);
    if (announcement->state != DayState::stale) {
        std::string_view const when = announcement->day < day ? "still" : "already";
        reason = fmt::format("{} {} showed {}", origin.source, when, format_date(announcement->day));
    }
    if (turn == policy::Turn::make_other) {
        // Its papers are not lost: they settle the day that is open.
        auto const other = co_await make(std::move(*announcement), std::move(origin));
        if (!other) co_return other.error();
    }
    co_return co_await use_fallback(day, DayState::stale, std::move(reason));
}

net::awaitable<Daily::Outcome> Daily::after_failure(Date day, Error error) {
    auto const turn = policy::turn_after_failure(error, day, today(), services_.calendar, rules());
    if (turn == policy::Turn::give_up) co_return error;
    if (turn == policy::Turn::record) co_return record_failure(day, DayState::failed, error.message());
    policy::Step const nothing_due{policy::Step::Kind::record_no_announcement, day};
    if (turn == policy::Turn::record_no_announcement) co_return co_await perform(nothing_due, true);
    if (turn == policy::Turn::backfill) co_return co_await make_missed(day);
    std::string reason = fmt::format("{} failed: {}", config_.feed.source, error.message());
    co_return co_await use_fallback(day, DayState::failed, std::move(reason));
}

net::awaitable<Daily::Outcome> Daily::read_files(std::optional<Date> day,
                                                 std::vector<std::filesystem::path> papers) {
    auto feed = make_feed(config_, registry_, std::move(papers));
    if (!feed) co_return feed.error();
    Window window;
    window.day = day;
    auto announcement = co_await gather(**feed, window, services_);
    if (!announcement) co_return announcement.error();
    Origin origin;
    origin.source = "file";
    co_return co_await make(std::move(*announcement), std::move(origin));
}

net::awaitable<Daily::Outcome> Daily::make_missed(Date day) {
    auto const ledger = known(day, day);
    if (!ledger) co_return ledger.error();
    policy::Step const step = policy::step_for_missed(day, services_.calendar, *ledger, rules());
    co_return co_await perform(step, false);
}

net::awaitable<Daily::Outcome> Daily::perform(policy::Step step, bool named) {
    using Kind = policy::Step::Kind;
    Date const day = step.day;
    if (step.kind == Kind::fetch) co_return co_await fetch(day, named);
    if (step.kind == Kind::backfill) co_return co_await backfill(day);
    if (step.kind == Kind::score_again) co_return co_await score_again(day);
    if (step.kind == Kind::record_no_source)
        co_return record_failure(day, DayState::failed, "no feed reaches into the past (feed.fallback)");
    co_return record_failure(
        day, DayState::no_announcement,
        fmt::format("arXiv announced nothing on {} ({})", format_date(day), weekday_name(day)));
}

/// Searches a day once more. What is new is listed with `day`.
net::awaitable<Result<void>> Daily::recheck(Date earlier, int age, Date day) {
    // Also of a day that this run has just made.
    auto const ledger = known(earlier, earlier);
    if (!ledger) co_return ledger.error();
    if (refused_ || !ledger->is_settled(earlier)) co_return Result<void>();
    auto feed = registry_.make_feed(config_, config_.feed.fallback);
    if (!feed) co_return feed.error();
    FetchContext context = fetch_context(services_);
    Window window;
    window.day = earlier;
    auto fetched = co_await (*feed)->fetch(window, context);
    if (!fetched) {
        if (fetched.error() == errc::cancelled) co_return fetched.error();
        if (is_refusal(fetched.error())) refused_ = fetched.error();
        services_.log.warning("late papers could not be looked for: " + fetched.error().message());
        co_return Result<void>();
    }
    feed::drop_future_dates(fetched->papers, earlier, services_.clock.now(), fetched->warnings);
    for (Error const& warning : fetched->warnings.lines()) services_.log.warning(warning.message());
    std::vector<Paper> late;
    for (Paper& paper : fetched->papers) {
        auto const stored = store_.find_paper(paper.id);
        if (!stored) co_return stored.error();
        if (!*stored) late.push_back(std::move(paper));
    }
    if (!late.empty())
        services_.log.info(fmt::format("{} papers of {} came late", late.size(), format_date(earlier)));
    auto const added = store_.add_listed(day, late);
    if (!added) co_return added.error();
    if (fetched->incomplete) co_return Result<void>();
    co_return store_.set_rechecked(earlier, age, services_.clock.now());
}

Result<void> Daily::check_not_future(Date day) const {
    if (day <= today()) return {};
    return Error(errc::invalid_argument,
                 fmt::format("{} is in the future: at arXiv (US Eastern time) it is {}", format_date(day),
                             format_date(today())));
}

Result<void> Daily::warn_about_quiet_days(Date day) {
    if (config_.store.quiet_days == 0) return {};
    Date candidate = day;
    for (int i = 0; i < config_.store.quiet_days; ++i) {
        auto const record = store_.find_day(candidate);
        if (!record) return record.error();
        if (!*record || (*record)->total.parsed > 0) return {};
        candidate = services_.calendar.previous_feed_day(candidate);
    }
    services_.log.warning(
        fmt::format("no papers on the last {} announcement days: check feed.categories and "
                    "`lectern status`",
                    config_.store.quiet_days));
    return {};
}

net::awaitable<Result<std::vector<DayResult>>> Daily::run(std::optional<Date> day,
                                                          std::vector<std::filesystem::path> papers) {
    std::vector<DayResult> results;
    Date const target = day.value_or(today());
    if (auto const past = check_not_future(target); !past) co_return past.error();
    if (!papers.empty()) {
        auto made = co_await read_files(day, std::move(papers));
        if (!made) co_return made.error();
        results.push_back(std::move(*made));
    } else if (day) {
        policy::Step const step{policy::Step::Kind::fetch, target};
        auto made = co_await perform(step, true);
        if (!made) co_return made.error();
        results.push_back(std::move(*made));
    } else {
        if (auto const started = store_.start_series(target); !started) co_return started.error();
        auto const ledger = known_before(target);
        if (!ledger) co_return ledger.error();
        auto const steps = policy::steps_of_run(target, today(), services_.calendar, *ledger, rules());
        for (policy::Step const& step : steps) {
            if (step.kind == policy::Step::Kind::recheck) {
                auto const searched = co_await recheck(step.day, step.age, target);
                if (!searched) co_return searched.error();
                continue;
            }
            auto made = co_await perform(step, false);
            if (!made) co_return made.error();
            results.push_back(std::move(*made));
        }
    }
    if (auto const warned = warn_about_quiet_days(target); !warned) co_return warned.error();
    co_return std::move(results);
}

net::awaitable<Result<std::vector<DayResult>>> Daily::remedy(std::vector<Date> days) {
    std::ranges::sort(days);
    days.erase(std::ranges::unique(days).begin(), days.end());
    std::vector<DayResult> results;
    for (Date const day : days) {
        auto made = co_await make_missed(day);
        if (!made) co_return made.error();
        results.push_back(std::move(*made));
    }
    co_return std::move(results);
}

DayState worst(std::vector<DayResult> const& days) {
    constexpr std::array order{DayState::failed, DayState::partial, DayState::stale, DayState::not_run};
    for (DayState const state : order) {
        bool const there =
            std::ranges::any_of(days, [state](DayResult const& day) { return day.record.state == state; });
        if (there) return state;
    }
    return DayState::ok;
}

}  // namespace lectern
