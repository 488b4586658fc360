#pragma once

#include <lectern/core/category.hpp>
#include <lectern/feed/feed.hpp>
#include <lectern/feed/parse.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// Options of what harvests arXiv's OAI-PMH interface.
struct ArxivOaiOptions {
    std::vector<Category> categories;                   ///< At least one, for the feed.
    std::string base_url = "https://oaipmh.arxiv.org";  ///< `/oai` is appended.
    std::size_t most_pages = 300;                       ///< Of one fetch; what is left then is missing.
    ParseLimits limits{};                               ///< Of one answer.
};

/// A past announcement, reconstructed from OAI-PMH (https://info.arxiv.org/help/oa/): records of the
/// categories' sets that were changed since the announcement and whose first version was submitted in the
/// day's window. Tail days work as with make_arxiv_api_feed(). Slower than the query API, but exact about
/// versions and withdrawals, and it knows licences.
/// \par Errors unsupported without an HTTP client, wrong_day for a day still to come, the client's errors,
/// parse_oai()'s errors
std::unique_ptr<Feed> make_arxiv_oai_feed(ArxivOaiOptions options);

/// One record. Source: https://oaipmh.arxiv.org/OAI/arXiv.xsd, …/OAI/arXivRaw.xsd
struct OaiRecord {
    Paper paper;           ///< The id has a version in the arXivRaw format only.
    Date datestamp{};      ///< Day of the last change, UTC.
    bool deleted = false;  ///< Only the id is there then.
    /// Whether it is a later version of an older paper: by its version list, or by the month in its id where
    /// there is none.
    bool revised = false;
};

/// One page of a list.
struct OaiPage {
    std::vector<OaiRecord> records;  ///< In the answer's order; may be empty.
    std::string token;               ///< Asks for the next page; empty on the last.
    WarningList unreadable;          ///< Records left out.
    WarningList warnings;            ///< Everything else doubtful.
};

/// Reads an answer to ListRecords or GetRecord in the formats arXiv and arXivRaw. A list of no records is an
/// empty page. Fields are cut as by parse_feed(). \par Errors not_a_feed, feed_limit, feed_error with arXiv's
/// own code and message
Result<OaiPage> parse_oai(std::string_view bytes, ParseLimits const& limits = {});

/// What to harvest.
struct OaiQuery {
    std::string prefix = "arXivRaw";  ///< arXiv or arXivRaw.
    std::string set;                  ///< `cs:cs:LG`; empty for everything.
    std::optional<Date> from;         ///< First day of change, UTC.
    std::optional<Date> until;        ///< Last day of change, UTC.
    std::size_t most_pages = 5000;    ///< Requests of one call; the next call goes on if there is a memory.
    ParseLimits limits{};             ///< Of one page; the papers kept may take twice its memory.
};

/// What a harvest brought.
struct OaiHarvest {
    std::vector<Paper> papers;  ///< Those kept, each once, in the order received.
    WarningList unreadable;     ///< Records that could not be read, on the pages fetched by this call.
    WarningList warnings;       ///< Everything else doubtful on these pages.
    std::size_t pages = 0;      ///< Requests of this call.
    /// Why the list was not followed to its end, feed_incomplete or feed_limit: its tokens repeat or expire
    /// again and again, its pages bring nothing new, or it is too long.
    std::optional<Error> cut_short;
};

/// Harvests a list page by page, following resumption tokens. With FetchContext::memory each page is saved,
/// so that an interrupted harvest goes on after the last complete page; a token that has expired meanwhile is
/// replaced by a query from the last day delivered.
/// \param query what to harvest
/// \param base_url where, without `/oai`
/// \param context services; with a memory the harvest can be interrupted
/// \param keep tells which records to keep; all that are not deleted if empty
/// \par Errors the client's, parse_oai()'s, the memory's, cancelled
/// \par Lifetimes context must outlive the returned coroutine
net::awaitable<Result<OaiHarvest>> harvest(OaiQuery query, std::string base_url, FetchContext& context,
                                           std::function<bool(OaiRecord const&)> keep = {});

/// The set of a category or archive, `cs:cs:LG`.
std::string oai_set(Category const& category);

}  // namespace lectern
