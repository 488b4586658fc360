#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/evaluate/labels.hpp>
#include <lectern/store/day_ledger.hpp>
#include <lectern/store/mark_store.hpp>
#include <lectern/store/paper_store.hpp>

#include <vector>

namespace lectern {

/// A reader's past, as rank_days() takes it.
struct History {
    std::vector<Paper> papers;  ///< Each paper that a label names, and those listed on the days.
    std::vector<Label> labels;  ///< Of scored papers first, then of marks.
};

/// What the store knows of the days so far: each paper that was scored is part of its day's pool. It counts
/// as selected if the reader liked it, or if a scorer with an absolute scale selected it and the reader did
/// not object. Marks are learned from the day after they were made on.
/// \par Errors the store's
Result<History> read_history(PaperStore const& papers, DayLedger const& ledger, MarkStore const& marks);

}  // namespace lectern
