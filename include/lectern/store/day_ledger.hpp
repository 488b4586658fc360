#pragma once

#include <lectern/core/coverage.hpp>
#include <lectern/core/date.hpp>
#include <lectern/core/digest.hpp>
#include <lectern/core/error.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// The row of a paper in a day's trace.
struct TracedDecision {
    Date day;           ///< Of the digest.
    Decision decision;  ///< That about the paper on that day.
};

/// Whether a paper that was scored on a day was shown.
struct Judgment {
    Date day;                ///< Of the digest.
    ArxivId id;              ///< Without a version.
    bool shown = false;      ///< False: it fell below the cutoff.
    bool estimated = false;  ///< The scorer has no absolute scale: it only compared the day's papers.
    std::optional<double> relevance;  ///< 1–10.
};

/// A paper that a digest read and did not show.
struct UnshownPaper {
    ArxivId id;  ///< Without version.
    Date day{};  ///< The last digest that read it.
};

/// What the digests of other days made of a paper.
struct PastDecision {
    Date judged{};              ///< The first of them on which it was shown or fell below the cutoff.
    bool shown_before = false;  ///< Whether it was in the digest of an earlier day.
};

/// By ArxivId::base(); papers that no digest judged are left out.
using PastDecisions = std::map<std::string, PastDecision, std::less<>>;

/// What came of each day for the reader: the record of the day, and the decision about each of its papers.
///
/// Each function is one transaction. Of the days, not of the papers: those are in the PaperStore.
/// \par Errors store
/// \par Thread safety one thread at a time
class DayLedger {
public:
    virtual ~DayLedger() = default;

    /// Replaces the ledger's record of a day.
    virtual Result<void> put_day(DayRecord const& record) = 0;
    /// Records a finished digest: its decisions and scores replace those of the day, together with the
    /// record.
    virtual Result<void> put_digest(Digest const& digest, DayRecord const& record) = 0;
    /// The record of a day; nothing if it has none.
    virtual Result<std::optional<DayRecord>> find_day(Date day) const = 0;
    /// Records from `from` to `to`, both included, oldest first.
    virtual Result<std::vector<DayRecord>> days(Date from, Date to) const = 0;
    /// The first day of the series of digests, whose gaps later runs fill. Nothing if no series was started.
    virtual Result<std::optional<Date>> series_start() const = 0;
    /// Begins the series with a day, unless it has begun.
    virtual Result<void> start_series(Date day) = 0;
    /// Takes a day back: its record, its decisions, its listings, and the papers that are nowhere else listed, judged
    /// or marked. \return whether there was anything of it
    virtual Result<bool> drop_day(Date day) = 0;
    /// Every day's decision about a paper, oldest first.
    virtual Result<std::vector<TracedDecision>> decisions_about(ArxivId const& id) const = 0;
    /// The decisions of a day, by place.
    virtual Result<std::vector<Decision>> decisions_of(Date day) const = 0;
    /// What the digests of other days than `day` made of these papers. One query, however many papers there
    /// are.
    virtual Result<PastDecisions> past_decisions(std::span<Paper const> papers, Date day) const = 0;
    /// Papers of the digests from `from` to the day before `before` that no digest showed, but perhaps that of `before`;
    /// newest day first.
    virtual Result<std::vector<UnshownPaper>> unshown_papers(Date from, Date before) const = 0;
    /// The last days before `day`, `most` at most, newest first, whose papers were scored on an absolute
    /// scale.
    virtual Result<std::vector<Date>> judged_days(Date day, std::size_t most) const = 0;
    /// Every paper that was scored, day by day, in the days' order.
    virtual Result<std::vector<Judgment>> judgments() const = 0;
    /// What scorers with an absolute scale selected and did not select, as JSON Lines
    /// `{"date","id","selected"}`, oldest day first: labels for learning.
    virtual Result<void> write_labels(std::function<void(std::string_view line)> const& write) const = 0;
    /// Records that a day was searched for late papers when it was `age` announcements old.
    virtual Result<void> set_rechecked(Date day, int age, Time now) = 0;
    /// Whether set_rechecked() was called for the day at this age.
    virtual Result<bool> was_rechecked(Date day, int age) const = 0;
    /// Records how many papers of a day, the best by the local ranking, the cascade gave to its second
    /// scorer.
    virtual Result<void> set_cascade_cut(Date day, std::size_t papers) = 0;
    /// That number; nothing if no cascade scored the day.
    virtual Result<std::optional<std::size_t>> cascade_cut(Date day) const = 0;
};

}  // namespace lectern
