#include "core/detail/taxonomy.hpp"
#include "detail/ask.hpp"
#include "detail/day_check.hpp"
#include "detail/limits.hpp"
#include "detail/past_day.hpp"

#include <lectern/core/text.hpp>
#include <lectern/feed/arxiv_oai.hpp>

#include <boost/unordered/unordered_flat_set.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

namespace lectern {
namespace {

using feed::Question;

constexpr int kMostIdleListPages = 5;  // in a row without a record that was not there before
constexpr int kMostRestarts = 3;
constexpr std::size_t kMostRecords = 4'000'000;  // more than arXiv has
constexpr std::string_view kExpired = "badResumptionToken";

std::string parameter(std::string_view name, std::string_view value) {
    return value.empty() ? std::string() : fmt::format("&{}={}", name, net::percent_encode(value));
}

std::string date_text(std::optional<Date> const& date) {
    return date ? format_date(*date) : std::string();
}

std::string first_url(std::string const& base, OaiQuery const& query) {
    return base + "/oai?verb=ListRecords" + parameter("metadataPrefix", query.prefix) +
           parameter("set", query.set) + parameter("from", date_text(query.from)) +
           parameter("until", date_text(query.until));
}

/// The token looks percent-encoded but is opaque: it is encoded like any other value.
std::string next_url(std::string const& base, std::string const& token) {
    return base + "/oai?verb=ListRecords" + parameter("resumptionToken", token);
}

/// Where a harvest stands. Saved as `token newline day`.
class Cursor {
public:
    static Cursor read(std::string const& saved) {
        Cursor cursor;
        auto const parts = text::split(saved, '\n');
        cursor.token = parts.front();
        if (parts.size() > 1) {
            if (auto const day = parse_date(parts[1])) cursor.last_day = *day;
        }
        return cursor;
    }
    std::string to_string() const { return token + '\n' + date_text(last_day); }

    std::string token;             ///< Empty: from the start.
    std::optional<Date> last_day;  ///< The last datestamp delivered.
};

/// Tells whether a list leads anywhere: tokens that were there before lead in a circle, and pages must bring records
/// that were not there before.
class ListProgress {
public:
    /// \param token the page's, for the next one
    /// \return why the list is not followed further
    std::optional<Error> check(std::vector<OaiRecord> const& records, std::string const& token) {
        bool news = false;
        for (OaiRecord const& record : records)
            news = known_.insert(std::hash<std::string>()(record.paper.id.base())).second || news;
        idle_ = news ? 0 : idle_ + 1;
        if (token.empty()) return std::nullopt;
        if (!tokens_.insert(token).second)
            return Error(errc::feed_incomplete,
                         "the server repeats a resumption token; what came before is kept");
        if (idle_ >= kMostIdleListPages)
            return Error(errc::feed_incomplete, fmt::format("{} pages in a row bring no new record", idle_));
        if (known_.size() > kMostRecords)
            return Error(errc::feed_incomplete, fmt::format("more than {} records", kMostRecords));
        return std::nullopt;
    }

    /// A new query may meet the tokens of the old one again. \return why there is none
    std::optional<Error> restart() {
        tokens_.clear();
        if (++restarts_ <= kMostRestarts) return std::nullopt;
        return Error(errc::feed_incomplete, "resumption tokens expire again and again");
    }

private:
    boost::unordered_flat_set<std::size_t> known_;  // hashes: a list may have millions
    std::set<std::string, std::less<>> tokens_;
    int idle_ = 0;
    int restarts_ = 0;
};

class Harvester {
public:
    Harvester(OaiQuery query, std::string base_url, FetchContext& context,
              std::function<bool(OaiRecord const&)> keep)
        : query_(std::move(query)),
          base_url_(std::move(base_url)),
          context_(context),
          keep_(std::move(keep)),
          name_(fmt::format("oai {} {} {} {}", query_.prefix, query_.set, date_text(query_.from),
                            date_text(query_.until))),
          allowance_(query_.limits) {}

    net::awaitable<Result<OaiHarvest>> run() {
        if (auto const resumed = resume(); !resumed) co_return resumed.error();
        for (; harvest_.pages < query_.most_pages; ++harvest_.pages) {
            Question<OaiPage> question = next_question();
            auto answer = co_await feed::ask(std::move(question), context_);
            if (!answer && expired(answer.error())) {
                restart();
                if (harvest_.cut_short) co_return finish();
                continue;
            }
            if (!answer) co_return answer.error();
            if (auto const taken = take(*answer); !taken) co_return taken.error();
            if (cursor_.token.empty() || harvest_.cut_short) {
                ++harvest_.pages;
                co_return finish();
            }
        }
        // The memory stays: the next call goes on from here.
        harvest_.cut_short =
            Error(errc::feed_incomplete,
                  fmt::format("no end after {} pages, the most of one fetch", harvest_.pages));
        co_return std::move(harvest_);
    }

private:
    Question<OaiPage> next_question() const {
        return {url(), "oai",
                [limits = query_.limits](std::string_view body) { return parse_oai(body, limits); }};
    }

    std::string url() const {
        return cursor_.token.empty() ? first_url(base_url_, query_) : next_url(base_url_, cursor_.token);
    }

    Result<void> resume() {
        if (!context_.memory) return {};
        auto saved = context_.memory->harvest(name_);
        if (!saved) return saved.error();
        if (!*saved) return {};
        cursor_ = Cursor::read((*saved)->cursor);
        harvest_.papers = std::move((*saved)->papers);
        for (Paper const& paper : harvest_.papers) {
            seen_.insert(paper.id.base());
            (void)allowance_.take(paper);
        }
        context_.log.info(
            fmt::format("an interrupted harvest goes on with {} papers there", harvest_.papers.size()));
        return {};
    }

    bool expired(Error const& error) const {
        return !cursor_.token.empty() && error == errc::feed_error && error.detail().starts_with(kExpired);
    }

    /// Asks anew from the last day delivered; what is there already is recognised by its id.
    void restart() {
        context_.log.info("the resumption token has expired; going on by date");
        cursor_.token.clear();
        if (cursor_.last_day) query_.from = cursor_.last_day;
        harvest_.cut_short = progress_.restart();
    }

    /// The day to go on from when a token expires. A datestamp in the future would skip everything before it.
    void note_day(Date day) {
        if (!day.ok() || day > feed::last_believable_day(context_.clock.now())) return;
        cursor_.last_day = std::max(cursor_.last_day.value_or(day), day);
    }

    Result<void> take(OaiPage& page) {
        harvest_.cut_short = progress_.check(page.records, page.token);
        std::vector<Paper> added;
        for (OaiRecord& record : page.records) {
            note_day(record.datestamp);
            bool const wanted = !record.deleted && (!keep_ || keep_(record));
            if (!wanted || !seen_.insert(record.paper.id.base()).second) continue;
            if (allowance_.take(record.paper))
                added.push_back(std::move(record.paper));
            else
                harvest_.cut_short = feed::no_room();
        }
        harvest_.unreadable.append(page.unreadable);
        harvest_.warnings.append(page.warnings);
        cursor_.token = page.token;
        if (context_.memory) {
            auto const saved = context_.memory->save_harvest(name_, cursor_.to_string(), added);
            if (!saved) return saved.error();
        }
        std::ranges::move(added, std::back_inserter(harvest_.papers));
        return {};
    }

    /// Forgets the harvest; where the server leads in circles, a later one must not go on from there.
    Result<OaiHarvest> finish() {
        if (context_.memory) {
            if (auto const dropped = context_.memory->drop_harvest(name_); !dropped) return dropped.error();
        }
        return std::move(harvest_);
    }

    OaiQuery query_;
    std::string base_url_;
    FetchContext& context_;
    std::function<bool(OaiRecord const&)> keep_;
    std::string name_;
    Cursor cursor_;
    ListProgress progress_;
    feed::Allowance allowance_;
    OaiHarvest harvest_;
    std::set<std::string, std::less<>> seen_;
};

class ArxivOaiFeed final : public Feed {
public:
    explicit ArxivOaiFeed(ArxivOaiOptions options) : options_(std::move(options)) {}

    net::awaitable<Result<FetchReport>> fetch(Window window, FetchContext& context) override {
        FetchReport report;
        auto const past = feed::past_day(window, options_.categories, context, report);
        if (!past) co_return past.error();
        if (!*past) co_return std::move(report);
        std::function<bool(OaiRecord const&)> const keep = [submitted =
                                                                (*past)->submitted](OaiRecord const& record) {
            auto const& time = record.paper.submitted;
            return time && *time >= submitted.from && *time < submitted.to;
        };
        feed::Allowance allowance(options_.limits);
        std::size_t pages_left = options_.most_pages;
        for (Category const& category : options_.categories) {
            OaiQuery query;
            query.set = oai_set(category);
            query.most_pages = pages_left;
            query.limits = options_.limits;
            // Records change when they are announced, the evening before in arXiv's time zone.
            query.from = (*past)->first;
            auto harvested = co_await harvest(std::move(query), options_.base_url, context, keep);
            if (!harvested) co_return harvested.error().with_context(category.code());
            pages_left -= std::min(pages_left, harvested->pages);
            add_papers(std::move(*harvested), category, (*past)->due, allowance, context, report);
        }
        co_return std::move(report);
    }

private:
    void add_papers(OaiHarvest harvested, Category const& category, AnnouncementDay const& due,
                    feed::Allowance& allowance, FetchContext const& context, FetchReport& report) const {
        SourceReport source;
        source.name = category.code();
        source.parsed = harvested.papers.size();
        source.items = source.parsed + harvested.unreadable.count();
        report.sources.push_back(std::move(source));
        report.warnings.append(harvested.unreadable);
        report.warnings.append(harvested.warnings);
        std::optional<Error> missing = std::move(harvested.cut_short);
        for (Paper& paper : harvested.papers) {
            if (allowance.take(paper))
                feed::place_in_day(std::move(paper), options_.categories, due, context, report);
            else
                missing = feed::no_room();
        }
        if (missing)
            report.warnings.add(missing->with_context(category.code()), "categories that were cut short");
        report.incomplete = report.incomplete || missing || !harvested.unreadable.empty();
    }

    ArxivOaiOptions options_;
};

}  // namespace

std::string oai_set(Category const& category) {
    std::string_view const archive = category.archive();
    std::string_view group = archive;
    for (CategoryInfo const& info : taxonomy::categories()) {
        if (Category(std::string(info.code)).archive() == archive) group = info.group;
    }
    std::string set = fmt::format("{}:{}", group, archive);
    std::string_view const code = category.code();
    if (code.size() > archive.size()) set += ":" + std::string(code.substr(archive.size() + 1));
    return set;
}

std::unique_ptr<Feed> make_arxiv_oai_feed(ArxivOaiOptions options) {
    return std::make_unique<ArxivOaiFeed>(std::move(options));
}

net::awaitable<Result<OaiHarvest>> harvest(OaiQuery query, std::string base_url, FetchContext& context,
                                           std::function<bool(OaiRecord const&)> keep) {
    if (!context.http) co_return Error(errc::unsupported, "a harvest needs a network client");
    Harvester harvester(std::move(query), std::move(base_url), context, std::move(keep));
    co_return co_await harvester.run();
}

}  // namespace lectern
