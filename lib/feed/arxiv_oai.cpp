#include "core/detail/taxonomy.hpp"
#include "detail/ask.hpp"
#include "detail/past_day.hpp"

#include <lectern/core/text.hpp>
#include <lectern/feed/arxiv_oai.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace lectern {
namespace {

using feed::Question;

constexpr std::size_t kMostPages = 5000;
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

class Harvester {
public:
    Harvester(OaiQuery query, std::string base_url, FetchContext& context,
              std::function<bool(OaiRecord const&)> keep)
        : query_(std::move(query)),
          base_url_(std::move(base_url)),
          context_(context),
          keep_(std::move(keep)),
          name_(fmt::format("oai {} {} {} {}", query_.prefix, query_.set, date_text(query_.from),
                            date_text(query_.until))) {}

    net::awaitable<Result<OaiHarvest>> run() {
        if (auto const resumed = resume(); !resumed) co_return resumed.error();
        for (std::size_t page = 0; page < kMostPages; ++page) {
            Question<OaiPage> question{url(), "oai", parse_oai};
            auto answer = co_await feed::ask(std::move(question), context_);
            if (!answer && expired(answer.error())) {
                restart();
                continue;
            }
            if (!answer) co_return answer.error();
            if (auto const taken = take(*answer); !taken) co_return taken.error();
            if (cursor_.token.empty()) co_return finish();
        }
        co_return Error(errc::feed_incomplete, fmt::format("no end after {} pages", kMostPages));
    }

private:
    std::string url() const {
        return cursor_.token.empty() ? first_url(base_url_, query_) : next_url(base_url_, cursor_.token);
    }

    Result<void> resume() {
        if (!context_.memory) return {};
        auto saved = context_.memory->harvest(name_);
        if (!saved) return saved.error();
        if (!*saved) return {};
        cursor_ = Cursor::read((*saved)->cursor);
        papers_ = std::move((*saved)->papers);
        for (Paper const& paper : papers_) seen_.insert(paper.id.base());
        context_.log.info(fmt::format("an interrupted harvest goes on with {} papers there", papers_.size()));
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
    }

    Result<void> take(OaiPage& page) {
        std::vector<Paper> added;
        for (OaiRecord& record : page.records) {
            cursor_.last_day = std::max(cursor_.last_day.value_or(record.datestamp), record.datestamp);
            bool const wanted = !record.deleted && (!keep_ || keep_(record));
            if (wanted && seen_.insert(record.paper.id.base()).second)
                added.push_back(std::move(record.paper));
        }
        std::ranges::move(page.warnings, std::back_inserter(unreadable_));
        cursor_.token = page.token;
        if (context_.memory) {
            auto const saved = context_.memory->save_harvest(name_, cursor_.to_string(), added);
            if (!saved) return saved.error();
        }
        std::ranges::move(added, std::back_inserter(papers_));
        return {};
    }

    Result<OaiHarvest> finish() {
        if (context_.memory) {
            if (auto const dropped = context_.memory->drop_harvest(name_); !dropped) return dropped.error();
        }
        return OaiHarvest{std::move(papers_), std::move(unreadable_)};
    }

    OaiQuery query_;
    std::string base_url_;
    FetchContext& context_;
    std::function<bool(OaiRecord const&)> keep_;
    std::string name_;
    Cursor cursor_;
    std::vector<Paper> papers_;
    std::vector<Error> unreadable_;
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
        for (Category const& category : options_.categories) {
            OaiQuery query;
            query.set = oai_set(category);
            // Records change when they are announced, the evening before in arXiv's time zone.
            query.from = (*past)->first;
            auto harvested = co_await harvest(std::move(query), options_.base_url, context, keep);
            if (!harvested) co_return harvested.error().with_context(category.code());
            take_over(std::move(*harvested), category, (*past)->due, context, report);
        }
        co_return std::move(report);
    }

private:
    void take_over(OaiHarvest harvested, Category const& category, AnnouncementDay const& due,
                   FetchContext const& context, FetchReport& report) const {
        SourceReport source;
        source.name = category.code();
        source.parsed = harvested.papers.size();
        source.items = source.parsed + harvested.unreadable.size();
        report.sources.push_back(std::move(source));
        report.incomplete = report.incomplete || !harvested.unreadable.empty();
        for (Error& error : harvested.unreadable) report.warnings.push_back(std::move(error));
        for (Paper& paper : harvested.papers)
            feed::place_in_day(std::move(paper), options_.categories, due, context, report);
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
