#pragma once

#include <lectern/core/category.hpp>
#include <lectern/feed/feed.hpp>
#include <lectern/feed/parse.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace lectern {

/// Options of what asks arXiv's query API.
struct ArxivApiOptions {
    std::vector<Category> categories;                   ///< At least one; a lookup by id needs none.
    std::string base_url = "https://export.arxiv.org";  ///< `/api/query` is appended.
    std::size_t page_size = 200;                        ///< Results a request, 1–2000.
    /// The server fails beyond this many results; longer windows are split.
    std::size_t most_results = 10'000;
    /// Requests of one fetch; what is left then is missing.
    std::size_t most_requests = 300;
    ParseLimits limits{};  ///< Of one answer.
};

/// A past announcement, reconstructed from the query API
/// (https://info.arxiv.org/help/api/user-manual.html): the papers whose first version was submitted in the
/// day's window of the announcement calendar. Close to the announcement but not the same: moderation holds
/// papers back, and replacements and later cross-lists have no trace here.
///
/// With Window::tail_days, the windows before are searched too; of their papers those are delivered that
/// FetchContext::announced_before does not know: they came late.
/// \par Errors unsupported without an HTTP client, wrong_day for a day still to come, the client's errors,
/// parse_feed()'s errors. When a later page fails, when pages repeat, or when there is no end to them, what came before
/// is delivered as incomplete.
std::unique_ptr<Feed> make_arxiv_api_feed(ArxivApiOptions options);

/// What a lookup by id found.
struct Lookup {
    std::vector<Paper> papers;     ///< In the order of the ids.
    std::vector<ArxivId> missing;  ///< Ids arXiv does not know.
};

/// Looks papers up by id, in requests of at most 100 ids: the current version, or that of the id.
/// \par Errors as the feed's; an id that arXiv refuses is missing, not an error
/// \par Lifetimes context must outlive the returned coroutine
net::awaitable<Result<Lookup>> look_up(std::vector<ArxivId> ids, ArxivApiOptions options,
                                       FetchContext& context);

}  // namespace lectern
