#pragma once

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/error.hpp>
#include <lectern/feed/arxiv_api.hpp>
#include <lectern/marks/reading_list.hpp>
#include <lectern/net/awaitable.hpp>
#include <lectern/store/mark_store.hpp>
#include <lectern/store/paper_store.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace lectern {

/// What marking did.
struct MarkReport {
    std::size_t changed = 0;                ///< New marks, and marks that say otherwise now.
    std::size_t unchanged = 0;              ///< Marks that were there already.
    std::size_t looked_up = 0;              ///< Papers whose metadata was fetched for it.
    std::vector<ReadingListEntry> unknown;  ///< Entries whose paper arXiv does not know; they have no mark.
};

/// Marks papers in the store. Papers the store does not hold are looked up at arXiv first and kept. Marking
/// twice changes nothing.
/// \param entries a mark without a time is made now
/// \param source who marks, for the record
/// \param papers, marks of one store
/// \param options where arXiv is
/// \param context clock and log; the HTTP client is needed only for papers the store does not hold
/// \par Errors the store's; look_up()'s, after the papers the store holds were marked
/// \par Cancellation terminal; ends with errc::cancelled
/// \par Lifetimes papers, marks and context must outlive the returned coroutine
net::awaitable<Result<MarkReport>> mark_papers(std::vector<ReadingListEntry> entries, std::string source,
                                               PaperStore& papers, MarkStore& marks, ArxivApiOptions options,
                                               FetchContext& context);

}  // namespace lectern
