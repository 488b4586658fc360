#pragma once

#include <lectern/config/config.hpp>
#include <lectern/core/coverage.hpp>
#include <lectern/core/digest.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/pipeline/pipeline.hpp>
#include <lectern/store/store.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lectern {

namespace policy {
struct Rules;
struct Known;
struct Step;
}  // namespace policy

/// What making up for a day means.
struct DayPlan {
    Date day{};                          ///< The missed day.
    std::optional<AnnouncementDay> due;  ///< Nothing if arXiv announced nothing that day.
    DayState state = DayState::not_run;  ///< As the ledger has it.
    std::string source;                  ///< Feed that will be asked.
    std::size_t papers = 0;              ///< Estimate, from the last days in the ledger; 0 if there are none.
    std::size_t requests = 0;            ///< Estimate, to arXiv.
    std::optional<double> cost{};  ///< Dollars, estimate from the last days; nothing if they tell nothing.
};

/// What came of a day.
struct DayResult {
    DayRecord record;              ///< As the ledger has it now.
    std::optional<Digest> digest;  ///< Nothing if no page was made.
    std::vector<std::filesystem::path>
        files;  ///< Written for the day, in the formats' order; empty if no page was made.
};

/// Keeps a series of daily digests without gaps: makes the current one and those of missed days, and
/// records the state of each in the store.
///
///     Daily daily(config, registry, store, services);
///     auto days = runtime.run(daily.run({}));
///
/// \par Lifetimes
/// Everything handed in must outlive this object and its coroutines.
class Daily {
public:
    /// `services.store` is set to `store`.
    Daily(Config const& config, Registry const& registry, Store& store, Services& services);

    /// Makes the digest of a day, after those of the announcement days before it that the ledger has gaps at
    /// (`store.catch_up_days`; days before the series began are no gaps), and asks again for late papers of
    /// recent days. When the source fails or still shows an earlier announcement, the fallback feed takes its
    /// place and the day stays open. A day that lacks nothing but scores is scored again from the store. A past day that the source has no more is made up for as by remedy().
    /// \param day the day; nothing for the current one. The series of days whose gaps are filled begins with the first
    /// run that names none; a run that names a day makes only this day.
    /// \param papers files to read in place of the feed; then only this day is made, and nothing is made up for
    /// \return the result of each day, the wanted one last
    /// \par Errors invalid_argument for a day in the future; those of configuration, output and store; cancelled. A source that fails is a result.
    net::awaitable<Result<std::vector<DayResult>>> run(std::optional<Date> day,
                                                       std::vector<std::filesystem::path> papers = {});

    /// Makes up for the days, each with a remedial notice, oldest first. A day that fails does not keep the
    /// others from being done.
    net::awaitable<Result<std::vector<DayResult>>> remedy(std::vector<Date> days);

    /// What scoring the papers of run()'s day would take. Days that were missed are not looked at; nothing is
    /// recorded.
    /// \par Errors those of configuration, feed and store; cancelled
    net::awaitable<Result<ScoreEstimate>> estimate(std::optional<Date> day,
                                                   std::vector<std::filesystem::path> papers = {});

    /// What remedy() would do.
    Result<std::vector<DayPlan>> plan(std::vector<Date> const& days) const;

    /// Days of the last `store.catch_up_days` announcements before `day` that are not settled.
    Result<std::vector<Date>> open_days(Date day) const;

private:
    using Outcome = Result<DayResult>;
    /// What is said of an announcement when its digest is made.
    struct Origin {
        std::string source;  ///< The feed.
        std::string reason;  ///< Why the day stays open; may be empty.
        std::optional<Remedial> remedial;
    };

    /// \name What the policy goes by
    /// @{
    Date today() const;
    policy::Rules rules() const;
    Result<policy::Known> known(Date from, Date to) const;
    Result<policy::Known> known_before(Date day) const;
    /// @}

    /// \name Steps
    /// @{
    net::awaitable<Outcome> perform(policy::Step step, bool named);
    net::awaitable<Outcome> fetch(Date day, bool named);
    net::awaitable<Outcome> after_failure(Date day, Error error);
    net::awaitable<Outcome> use_fallback(Date day, DayState state, std::string reason);
    net::awaitable<Outcome> make_missed(Date day);
    net::awaitable<Outcome> backfill(Date day);
    net::awaitable<Outcome> score_again(Date day);
    net::awaitable<Outcome> read_files(std::optional<Date> day, std::vector<std::filesystem::path> papers);
    net::awaitable<Result<void>> recheck(Date earlier, int age, Date day);
    /// @}

    net::awaitable<Result<Announcement>> gather_past(Date day);
    /// Edits, writes the files, records the day.
    net::awaitable<Outcome> make(Announcement announcement, Origin origin);
    Outcome record_failure(Date day, DayState state, std::string reason);
    /// The run's editor; its scorer is made once, so that limits and caps hold for all days together.
    Result<Editor> editor();
    std::optional<Remedial> remedial(Date day) const;
    Result<void> warn_about_quiet_days(Date day);
    Result<void> check_not_future(Date day) const;
    /// What each day's digest has taken, all stages together.
    Result<std::map<Date, StageUsage>> usage_of(std::vector<DayRecord> const& records) const;

    Config const& config_;
    Registry const& registry_;
    Store& store_;
    Services& services_;
    /// Why the fallback refused us in this run; it is not asked again then.
    std::optional<Error> refused_;
    std::shared_ptr<Scorer> scorer_;
    std::shared_ptr<AuthorDirectory>
        authors_;  ///< One for all days: a service that failed is not asked again.
};

/// The worst of the days: what an exit code should say. ok if there is none.
DayState worst(std::vector<DayResult> const& days);

}  // namespace lectern
