#include "detail/ask.hpp"
#include "detail/limits.hpp"
#include "detail/past_day.hpp"

#include <lectern/feed/arxiv_api.hpp>
#include <lectern/feed/parse.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace lectern {
namespace {

using feed::Question;

constexpr std::size_t kIdsPerRequest = 100;  // the request line may have 4094 bytes
constexpr int kMostIdleSearchPages = 2;      // pages in a row without a new paper

/// `20260313180000` without the seconds, GMT.
std::string compact_time(Time time) {
    std::string const iso = format_time(time);
    return iso.substr(0, 4) + iso.substr(5, 2) + iso.substr(8, 2) + iso.substr(11, 2) + iso.substr(14, 2);
}

std::string category_query(std::vector<Category> const& categories) {
    std::string query;
    for (Category const& category : categories) {
        if (!query.empty()) query += " OR ";
        bool const archive = category.code().find('.') == std::string::npos && !category.info();
        query += "cat:" + category.code() + (archive ? ".*" : "");
    }
    return "(" + query + ")";
}

Question<ParsedFeed> page_question(ArxivApiOptions const& options, Interval const& submitted,
                                   std::size_t start) {
    // Both ends are inclusive and of a minute's resolution: neighboring windows overlap, ids tell twins.
    std::string const query =
        fmt::format("{} AND submittedDate:[{} TO {}]", category_query(options.categories),
                    compact_time(submitted.from), compact_time(submitted.to));
    return {fmt::format("{}/api/query?search_query={}&start={}&max_results={}&sortBy=submittedDate&sortOrder="
                        "ascending",
                        options.base_url, net::percent_encode(query), start, options.page_size),
            fmt::format("api-{}-{}", compact_time(submitted.from), start),
            [limits = options.limits](std::string_view body) { return parse_feed(body, limits); }};
}

/// What a fetch has so far.
struct Found {
    explicit Found(ArxivApiOptions const& options) : allowance(options.limits) {}

    std::vector<Paper> papers;
    std::size_t declared = 0;
    std::size_t unreadable = 0;  ///< Entries that gave no paper; the warnings name them.
    std::size_t requests = 0;
    feed::Allowance allowance;
    WarningList warnings;
    std::optional<Error> failure;  ///< Why the search ended early.
};

/// The pages of one window: whether they lead anywhere.
class SearchProgress {
public:
    /// Takes the papers of a page that the pages before did not have.
    void take(ParsedFeed page, Found& found) {
        bool news = false;
        found.unreadable += page.items - page.papers.size();
        found.warnings.append(page.warnings);
        for (Paper& paper : page.papers) {
            if (!ids_.insert(paper.id.base()).second) continue;
            news = true;
            if (found.failure) continue;
            if (found.allowance.take(paper))
                found.papers.push_back(std::move(paper));
            else
                found.failure = feed::no_room();
        }
        idle_ = news ? 0 : idle_ + 1;
        if (idle_ >= kMostIdleSearchPages && !found.failure)
            found.failure =
                Error(errc::feed_incomplete,
                      fmt::format("{} pages in a row have no new paper; not asked further", idle_));
    }

private:
    std::set<std::string, std::less<>> ids_;
    int idle_ = 0;
};

net::awaitable<void> search(ArxivApiOptions const& options, Interval submitted, FetchContext& context,
                            Found& found);

/// Searches both halves of a window that has more results than the server gives.
net::awaitable<void> search_halves(ArxivApiOptions const& options, Interval submitted, FetchContext& context,
                                   Found& found) {
    auto const half = (submitted.to - submitted.from) / 2;
    Interval const first{submitted.from, submitted.from + half};
    Interval const second{submitted.from + half, submitted.to};
    co_await search(options, first, context, found);
    if (!found.failure) co_await search(options, second, context, found);
}

/// One request, if the fetch may still send one.
net::awaitable<Result<ParsedFeed>> ask_page(ArxivApiOptions const& options, Interval submitted,
                                            std::size_t start, FetchContext& context, Found& found) {
    if (found.requests >= options.most_requests) {
        co_return Error(errc::feed_incomplete,
                        fmt::format("no end after {} requests, the most of one fetch", found.requests));
    }
    ++found.requests;
    Question<ParsedFeed> question = page_question(options, submitted, start);
    co_return co_await feed::ask(std::move(question), context);
}

/// Adds the papers of a window page by page.
net::awaitable<void> search(ArxivApiOptions const& options, Interval submitted, FetchContext& context,
                            Found& found) {
    SearchProgress progress;
    std::size_t received = 0;
    for (bool first = true; !found.failure; first = false) {
        auto answer = co_await ask_page(options, submitted, received, context, found);
        bool const nothing = answer.has_value() && answer->items == 0;
        // The index is known to answer "nothing" now and then; a second look costs little.
        if (nothing && first) answer = co_await ask_page(options, submitted, received, context, found);
        if (!answer) {
            found.failure = answer.error();
            co_return;
        }
        std::size_t const total = answer->total_results.value_or(answer->items);
        bool const divisible = submitted.to - submitted.from > std::chrono::hours(1);
        if (first && total > options.most_results && divisible) {
            co_await search_halves(options, submitted, context, found);
            co_return;
        }
        if (first) found.declared += total;
        received += answer->items;
        bool const last = answer->items == 0 || received >= total;
        if (answer->items > 0) progress.take(std::move(*answer), found);
        if (last) co_return;
    }
}

class ArxivApiFeed final : public Feed {
public:
    explicit ArxivApiFeed(ArxivApiOptions options) : options_(std::move(options)) {}

    net::awaitable<Result<FetchReport>> fetch(Window window, FetchContext& context) override;

private:
    void add_papers(Found found, AnnouncementDay const& due, FetchContext const& context,
                    FetchReport& report) const;

    ArxivApiOptions options_;
};

void ArxivApiFeed::add_papers(Found found, AnnouncementDay const& due, FetchContext const& context,
                              FetchReport& report) const {
    std::size_t const received = found.papers.size();
    for (Paper& paper : found.papers)
        feed::place_in_day(std::move(paper), options_.categories, due, context, report);
    // Known papers of the tail do not count: nothing new was expected of them.
    SourceReport source;
    source.name = "query API";
    source.parsed = report.papers.size();
    source.items = source.parsed + found.unreadable;
    report.incomplete = found.unreadable > 0;
    source.declared = found.declared - std::min(found.declared, received - report.papers.size());
    report.sources.push_back(std::move(source));
    report.warnings.append(found.warnings);
    if (found.failure) {
        report.incomplete = true;
        report.warnings.add(found.failure->with_context("the query API ended early"));
    }
}

net::awaitable<Result<FetchReport>> ArxivApiFeed::fetch(Window window, FetchContext& context) {
    FetchReport report;
    auto const past = feed::past_day(window, options_.categories, context, report);
    if (!past) co_return past.error();
    if (!*past) co_return std::move(report);
    Found found(options_);
    co_await search(options_, (*past)->submitted, context, found);
    if (found.failure && (found.papers.empty() || *found.failure == errc::cancelled))
        co_return *found.failure;
    add_papers(std::move(found), (*past)->due, context, report);
    co_return std::move(report);
}

std::string id_list(std::vector<ArxivId> const& ids) {
    std::string list;
    for (ArxivId const& id : ids) {
        if (!list.empty()) list += ',';
        list += id.to_string();
    }
    return list;
}

Question<ParsedFeed> id_question(ArxivApiOptions const& options, std::vector<ArxivId> const& ids) {
    return {fmt::format("{}/api/query?id_list={}&max_results={}", options.base_url, id_list(ids), ids.size()),
            "api-ids", [limits = options.limits](std::string_view body) { return parse_feed(body, limits); }};
}

/// Asks for a batch. When arXiv refuses it for the sake of one id, halves are asked until that id is alone.
net::awaitable<Result<void>> look_up_batch(std::vector<ArxivId> ids, ArxivApiOptions const& options,
                                           FetchContext& context, std::map<std::string, Paper>& found) {
    Question<ParsedFeed> question = id_question(options, ids);
    auto answer = co_await feed::ask(std::move(question), context);
    bool const refused = !answer && answer.error() == errc::feed_error;
    if (!answer && !refused) co_return answer.error();
    if (refused) {
        context.log.warning("arXiv refuses a lookup: " + answer.error().message());
        std::size_t const half = ids.size() / 2;
        if (half == 0) co_return Result<void>();
        std::vector<ArxivId> first(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(half));
        std::vector<ArxivId> second(ids.begin() + static_cast<std::ptrdiff_t>(half), ids.end());
        auto const one = co_await look_up_batch(std::move(first), options, context, found);
        if (!one) co_return one.error();
        co_return co_await look_up_batch(std::move(second), options, context, found);
    }
    for (Paper& paper : answer->papers) found.insert_or_assign(paper.id.base(), std::move(paper));
    co_return Result<void>();
}

}  // namespace

std::unique_ptr<Feed> make_arxiv_api_feed(ArxivApiOptions options) {
    return std::make_unique<ArxivApiFeed>(std::move(options));
}

net::awaitable<Result<Lookup>> look_up(std::vector<ArxivId> ids, ArxivApiOptions options,
                                       FetchContext& context) {
    if (!context.http) co_return Error(errc::unsupported, "a lookup needs a network client");
    std::map<std::string, Paper> found;
    for (std::size_t start = 0; start < ids.size(); start += kIdsPerRequest) {
        std::size_t const end = std::min(ids.size(), start + kIdsPerRequest);
        std::vector<ArxivId> batch(ids.begin() + static_cast<std::ptrdiff_t>(start),
                                   ids.begin() + static_cast<std::ptrdiff_t>(end));
        auto const done = co_await look_up_batch(std::move(batch), options, context, found);
        if (!done) co_return done.error();
    }
    Lookup lookup;
    for (ArxivId const& id : ids) {
        auto const paper = found.find(id.base());
        if (paper == found.end())
            lookup.missing.push_back(id);
        else
            lookup.papers.push_back(paper->second);
    }
    co_return std::move(lookup);
}

}  // namespace lectern
