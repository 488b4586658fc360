#include "feed/detail/day_check.hpp"
#include "pipeline/detail/redact.hpp"

#include <lectern/archive/output.hpp>
#include <lectern/daily/daily.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace lectern {
namespace {

DayState state_of(DigestState state) {
    switch (state) {
        case DigestState::complete:
            return DayState::ok;
        case DigestState::partial:
            return DayState::partial;
        case DigestState::stale:
            return DayState::stale;
        case DigestState::no_announcement:
            return DayState::no_announcement;
    }
    return DayState::failed;
}

/// Whether a source that failed like this, after all retries, will fail the next request of the run too.
bool is_refusal(Error const& error) {
    constexpr std::array codes{errc::rate_limited, errc::http_status, errc::connect_failed, errc::timeout,
                               errc::tls_failed};
    return std::ranges::any_of(codes, [&](errc code) { return error == code; });
}

/// The announcement day so many announcements before `day`.
Date announcements_before(AnnouncementCalendar const& calendar, Date day, int count) {
    for (int i = 0; i < count; ++i) day = calendar.previous_feed_day(day);
    return day;
}

/// The papers of a day as the store has them.
class StoredFeed final : public Feed {
public:
    StoredFeed(Store const& store, Date day) : store_(store), day_(day) {}

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
    Store const& store_;
    Date day_;
};

std::string first_warning(Digest const& digest) {
    return digest.warnings.empty() ? std::string() : digest.warnings.front();
}

}  // namespace

Daily::Daily(Config const& config, Registry const& registry, Store& store, Services& services)
    : config_(config), registry_(registry), store_(store), services_(services) {
    services_.store = &store_;
}

Result<std::vector<Date>> Daily::open_days(Date day) const {
    std::vector<Date> open;
    auto const start = store_.series_start();
    if (!start) return start.error();
    if (!*start) return open;
    Date const oldest =
        std::max(**start, announcements_before(services_.calendar, day, config_.store.catch_up_days));
    auto const records = store_.days(oldest, add_days(day, -1));
    if (!records) return records.error();
    std::set<Date> settled;
    for (DayRecord const& record : *records)
        if (is_settled(record.state)) settled.insert(record.day);
    for (Date candidate = oldest; candidate < day; candidate = add_days(candidate, 1))
        if (!settled.contains(candidate)) open.push_back(candidate);
    return open;
}

Result<std::shared_ptr<Scorer>> Daily::scorer() {
    if (!scorer_) {
        auto made = registry_.make_scorer(config_);
        if (!made) return made.error();
        scorer_ = std::move(*made);
    }
    return scorer_;
}

net::awaitable<Result<ScoreEstimate>> Daily::estimate(std::optional<Date> day,
                                                      std::vector<std::filesystem::path> papers) {
    auto feed = make_feed(config_, registry_, std::move(papers));
    if (!feed) co_return feed.error();
    auto pipeline = make_pipeline(config_, registry_, std::move(*feed));
    if (!pipeline) co_return pipeline.error();
    Window window;
    window.day = day;
    co_return co_await pipeline->estimate(window, services_);
}

Daily::Outcome Daily::finish(Digest digest, std::string source, std::string reason) {
    redact(digest, services_.redactor);
    reason = services_.redactor.redact(std::move(reason));
    auto files = write_digest(digest, registry_.formats, config_.output.formats, config_.output.dir);
    if (!files) return files.error();
    DayResult result;
    DayRecord& record = result.record;
    record.day = digest.date;
    record.expected = services_.calendar.announcement(digest.date).has_value();
    record.state = state_of(digest.state);
    record.reason = reason.empty() ? first_warning(digest) : std::move(reason);
    record.source = std::move(source);
    record.updated = services_.clock.now();
    if (!digest.coverage.empty()) record.total = digest.coverage.front();
    if (digest.coverage.size() > 1)
        record.categories.assign(digest.coverage.begin() + 1, digest.coverage.end());
    record.scores_missing = digest.state == DigestState::partial && digest.all_announced;
    record.remedial = digest.remedial.has_value();
    // Last, so that a day counts as done only when its pages are there.
    if (auto const saved = store_.put_digest(digest, record); !saved) return saved.error();
    result.files = std::move(*files);
    result.digest = std::move(digest);
    return result;
}

Daily::Outcome Daily::note(Date day, DayState state, std::string reason) {
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

net::awaitable<Result<Digest>> Daily::digest_from(std::string source, Date day) {
    auto feed = registry_.make_feed(config_, source);
    if (!feed) co_return feed.error();
    co_return co_await digest_from(std::move(*feed), day);
}

net::awaitable<Result<Digest>> Daily::digest_from(std::unique_ptr<Feed> feed, Date day) {
    auto const shared = scorer();
    if (!shared) co_return shared.error();
    auto pipeline = make_pipeline(config_, registry_, std::move(feed), *shared);
    if (!pipeline) co_return pipeline.error();
    Window window;
    window.day = day;
    window.tail_days = config_.store.catch_up_days;
    co_return co_await pipeline->run(window, services_);
}

/// Another source takes the place of one that failed. The day stays open, for the announcement itself may
/// still be had.
net::awaitable<Daily::Outcome> Daily::instead(Date day, DayState state, std::string reason) {
    auto const earlier = store_.find_day(day);
    if (!earlier) co_return earlier.error();
    bool const done = *earlier && is_settled((*earlier)->state);
    if (done || !has_fallback() || refused_ || config_.feed.fallback == config_.feed.source)
        co_return note(day, state, std::move(reason));
    services_.log.info(fmt::format("{}: asking {} instead", reason, config_.feed.fallback));
    auto digest = co_await digest_from(config_.feed.fallback, day);
    bool const hopeless = !digest && (digest.error() == errc::cancelled || digest.error() == errc::store);
    if (hopeless) co_return digest.error();
    if (!digest) {
        if (is_refusal(digest.error())) refused_ = digest.error();
        co_return note(
            day, state,
            fmt::format("{}; {} failed too: {}", reason, config_.feed.fallback, digest.error().message()));
    }
    if (digest->totals.announced == 0) co_return note(day, state, std::move(reason));
    digest->state = DigestState::partial;
    digest->all_announced = false;
    digest->warnings.insert(
        digest->warnings.begin(),
        fmt::format("{}; the papers are from {}, by submission time, which may differ from the "
                    "announcement. The next run looks again.",
                    reason, config_.feed.fallback));
    co_return finish(std::move(*digest), config_.feed.fallback, std::move(reason));
}

net::awaitable<Daily::Outcome> Daily::current(Date day, bool wanted,
                                              std::vector<std::filesystem::path> papers) {
    bool const from_files = !papers.empty();
    std::string const source = from_files ? "file" : config_.feed.source;
    auto feed = make_feed(config_, registry_, std::move(papers));
    if (!feed) co_return feed.error();
    auto const shared = scorer();
    if (!shared) co_return shared.error();
    auto pipeline = make_pipeline(config_, registry_, std::move(*feed), *shared);
    if (!pipeline) co_return pipeline.error();
    Window window;
    if (wanted) window.day = day;
    auto digest = co_await pipeline->run(window, services_);
    bool const due = services_.calendar.announcement(day).has_value();
    if (!digest) {
        Error const error = digest.error();
        bool const own_fault =
            error.code() == make_error_condition(error_kind::user) && error != errc::wrong_day;
        if (error == errc::cancelled || error == errc::store || own_fault || from_files) co_return error;
        if (!due) co_return note(day, DayState::failed, error.message());
        bool const past = day < AnnouncementCalendar::eastern_date(services_.clock.now());
        if (past && error == errc::wrong_day && has_fallback()) co_return co_await make_up(day);
        co_return co_await instead(day, DayState::failed,
                                   fmt::format("{} failed: {}", source, error.message()));
    }
    if (from_files) co_return finish(std::move(*digest), source, {});
    if (digest->state == DigestState::stale)
        co_return co_await instead(day, DayState::stale, first_warning(*digest));
    if (digest->date == day || !due) co_return finish(std::move(*digest), source, {});
    // The feed is of another day. Its papers are not lost: if that day is open, this settles it.
    std::string_view const when = digest->date < day ? "still" : "already";
    std::string reason = fmt::format("{} {} showed {}", source, when, format_date(digest->date));
    auto const earlier = store_.find_day(digest->date);
    if (!earlier) co_return earlier.error();
    bool const settled = *earlier && is_settled((*earlier)->state);
    if (!settled) {
        auto const done = finish(std::move(*digest), source, {});
        if (!done) co_return done.error();
    }
    co_return co_await instead(day, DayState::stale, std::move(reason));
}

/// The announcement is there, scores are missing: arXiv need not be asked again.
net::awaitable<Daily::Outcome> Daily::score_again(Date day, bool remedial) {
    auto const earlier = store_.find_day(day);
    if (!earlier) co_return earlier.error();
    std::string source = *earlier ? (*earlier)->source : std::string();
    auto digest = co_await digest_from(std::make_unique<StoredFeed>(store_, day), day);
    if (!digest) co_return digest.error();
    if (remedial) mark_remedial(*digest);
    co_return finish(std::move(*digest), std::move(source), {});
}

void Daily::mark_remedial(Digest& digest) const {
    auto const due = services_.calendar.announcement(digest.date);
    if (!due) return;
    digest.remedial = Remedial{AnnouncementCalendar::eastern_date(due->submitted.from),
                               AnnouncementCalendar::eastern_date(due->submitted.to),
                               AnnouncementCalendar::eastern_date(services_.clock.now())};
}

net::awaitable<Daily::Outcome> Daily::make_up(Date day) {
    auto const known = store_.find_day(day);
    if (!known) co_return known.error();
    if (*known && (*known)->scores_missing) co_return co_await score_again(day, (*known)->remedial);
    auto const due = services_.calendar.announcement(day);
    if (!due) {
        co_return note(
            day, DayState::no_announcement,
            fmt::format("arXiv announced nothing on {} ({})", format_date(day), weekday_name(day)));
    }
    if (!has_fallback())
        co_return note(day, DayState::failed, "no feed reaches into the past (feed.fallback)");
    if (refused_) co_return note(day, DayState::failed, "not asked: " + refused_->message());
    auto digest = co_await digest_from(config_.feed.fallback, day);
    if (!digest) {
        Error const error = digest.error();
        if (error == errc::cancelled || error == errc::store) co_return error;
        if (is_refusal(error)) refused_ = error;
        co_return note(day, DayState::failed,
                       fmt::format("{} failed: {}", config_.feed.fallback, error.message()));
    }
    mark_remedial(*digest);
    co_return finish(std::move(*digest), config_.feed.fallback, {});
}

/// Looks at two days once more, yesterday's and the one about to leave the tail: id ranges have been missing
/// for a night, and papers come late. What is new is listed with `day`.
net::awaitable<Result<void>> Daily::look_for_late_papers(Date day) {
    std::array<int, 2> const ages{1, config_.store.catch_up_days};
    for (int const age : ages) {
        if (refused_ || age < 1) co_return Result<void>();
        Date const earlier = announcements_before(services_.calendar, day, age);
        auto const record = store_.find_day(earlier);
        if (!record) co_return record.error();
        auto const done = store_.was_rechecked(earlier, age);
        if (!done) co_return done.error();
        bool const wanted = *record && is_settled((*record)->state) && !*done;
        if (!wanted) continue;
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
            continue;
        }
        feed::drop_future_dates(fetched->papers, earlier, services_.clock.now(), fetched->warnings);
        for (Error const& warning : fetched->warnings.lines()) services_.log.warning(warning.message());
        std::vector<Paper> late;
        for (Paper& paper : fetched->papers) {
            auto const known = store_.find_paper(paper.id);
            if (!known) co_return known.error();
            if (!*known) late.push_back(std::move(paper));
        }
        if (!late.empty())
            services_.log.info(fmt::format("{} papers of {} came late", late.size(), format_date(earlier)));
        auto const added = store_.add_listed(day, late);
        if (!added) co_return added.error();
        if (fetched->incomplete) continue;
        auto const noted = store_.set_rechecked(earlier, age, services_.clock.now());
        if (!noted) co_return noted.error();
    }
    co_return Result<void>();
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
    Date const target = day.value_or(AnnouncementCalendar::eastern_date(services_.clock.now()));
    bool const alone = !papers.empty();
    if (!alone) {
        auto const open = open_days(target);
        if (!open) co_return open.error();
        for (Date const gap : *open) {
            auto made_up = co_await make_up(gap);
            if (!made_up) co_return made_up.error();
            results.push_back(std::move(*made_up));
        }
    }
    bool const today = target == AnnouncementCalendar::eastern_date(services_.clock.now()) &&
                       services_.calendar.announcement(target).has_value();
    if (!alone && today && config_.store.recheck && has_fallback()) {
        auto const looked = co_await look_for_late_papers(target);
        if (!looked) co_return looked.error();
    }
    auto result = co_await current(target, day.has_value(), std::move(papers));
    if (!result) co_return result.error();
    results.push_back(std::move(*result));
    if (auto const warned = warn_about_quiet_days(target); !warned) co_return warned.error();
    co_return std::move(results);
}

net::awaitable<Result<std::vector<DayResult>>> Daily::remedy(std::vector<Date> days) {
    std::ranges::sort(days);
    days.erase(std::ranges::unique(days).begin(), days.end());
    std::vector<DayResult> results;
    for (Date const day : days) {
        auto made_up = co_await make_up(day);
        if (!made_up) co_return made_up.error();
        results.push_back(std::move(*made_up));
    }
    co_return std::move(results);
}

Result<std::map<Date, StageUsage>> Daily::usage_of(std::vector<DayRecord> const& records) const {
    std::map<Date, StageUsage> taken;
    for (DayRecord const& record : records) {
        auto const stages = store_.usage_of(record.day);
        if (!stages) return stages.error();
        StageUsage& sum = taken[record.day];
        for (StageUsage const& stage : *stages) sum += stage;
    }
    return taken;
}

Result<std::vector<DayPlan>> Daily::plan(std::vector<Date> const& days) const {
    constexpr std::size_t page = 200;
    constexpr int known_days = 14;
    std::vector<DayPlan> plans;
    if (days.empty()) return plans;
    auto const [first, last] = std::ranges::minmax(days);
    auto const records = store_.days(add_days(first, -known_days), add_days(last, known_days));
    if (!records) return records.error();
    auto const taken = usage_of(*records);
    if (!taken) return taken.error();
    for (Date const day : days) {
        DayPlan plan;
        plan.day = day;
        plan.due = services_.calendar.announcement(day);
        plan.source = config_.feed.fallback;
        auto const record = std::ranges::lower_bound(*records, day, {}, &DayRecord::day);
        if (record != records->end() && record->day == day) plan.state = record->state;
        auto const from = std::ranges::lower_bound(*records, add_days(day, -known_days), {}, &DayRecord::day);
        auto const to = std::ranges::upper_bound(*records, add_days(day, known_days), {}, &DayRecord::day);
        std::size_t sum = 0;
        std::size_t counted = 0;
        StageUsage usage;
        for (DayRecord const& other : std::ranges::subrange(from, to)) {
            if (other.state != DayState::ok) continue;
            sum += other.total.parsed;
            ++counted;
            usage += taken->at(other.day);
        }
        if (plan.due && counted > 0) plan.papers = sum / counted;
        if (plan.due && usage.requests > 0 && usage.cost)
            plan.cost = usage.cost->total() / static_cast<double>(counted);
        if (plan.due) plan.requests = plan.papers / page + 1;
        plans.push_back(std::move(plan));
    }
    return plans;
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
