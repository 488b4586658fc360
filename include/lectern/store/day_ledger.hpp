#pragma once

#include <lectern/core/coverage.hpp>
#include <lectern/core/date.hpp>
#include <lectern/core/digest.hpp>
#include <lectern/core/error.hpp>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace lectern {

/// The row of a paper in a day's trace.
struct TracedDecision {
    Date day;
    Decision decision;
};

/// What became of a paper that was scored on a day.
struct Judgement {
    Date day;
    ArxivId id;
    bool shown = false;
    bool estimated = false;  ///< The scorer has no absolute scale: it only compared the day's papers.
    std::optional<double> relevance;  ///< 1–10.
};

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
    /// Records a finished digest: its decisions and scores replace those of the day, together with the record.
    virtual Result<void> put_digest(Digest const& digest, DayRecord const& record) = 0;
    virtual Result<std::optional<DayRecord>> find_day(Date day) const = 0;
    /// Records from `from` to `to`, both included, oldest first.
    virtual Result<std::vector<DayRecord>> days(Date from, Date to) const = 0;
    /// The first day of the series of digests: the earliest record that does not come from files named by
    /// hand. Nothing if there is none.
    virtual Result<std::optional<Date>> series_start() const = 0;
    /// Every day's decision about a paper, oldest first.
    virtual Result<std::vector<TracedDecision>> decisions_about(ArxivId const& id) const = 0;
    /// The decisions of a day, by place.
    virtual Result<std::vector<Decision>> decisions_of(Date day) const = 0;
    /// The day other than `day` on which the paper was shown or fell below the cutoff; nothing if it was never
    /// judged.
    virtual Result<std::optional<Date>> judged_elsewhere(ArxivId const& id, Date day) const = 0;
    /// Whether the paper was in the digest of a day before `day`.
    virtual Result<bool> shown_before(ArxivId const& id, Date day) const = 0;
    /// The last days before `day`, `most` at most, newest first, whose papers were scored on an absolute scale.
    virtual Result<std::vector<Date>> judged_days(Date day, std::size_t most) const = 0;
    /// Every paper that was scored, day by day, in the days' order.
    virtual Result<std::vector<Judgement>> judgements() const = 0;
    /// What scorers with an absolute scale selected and did not select, as JSON Lines
    /// `{"date","id","selected"}`, oldest day first: labels for learning.
    virtual Result<void> write_labels(std::function<void(std::string_view line)> const& write) const = 0;
};

}  // namespace lectern
