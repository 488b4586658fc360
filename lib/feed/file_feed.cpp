#include <lectern/core/text.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/net/inflate.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace lectern {
namespace {

class FileFeed final : public Feed {
public:
    explicit FileFeed(std::vector<std::filesystem::path> files) : files_(std::move(files)) {}

    net::awaitable<Result<FetchReport>> fetch(Window window, FetchContext&) override {
        co_return read(window);
    }

private:
    Result<FetchReport> read(Window const& window) const {
        FetchReport report;
        for (auto const& file : files_) {
            auto feed = read_feed_file(file);
            if (!feed) return feed.error();
            add(std::move(*feed), file, report);
        }
        if (auto const chosen = choose_day(window, report); !chosen) return chosen.error();
        return report;
    }

    static void add(ParsedFeed feed, std::filesystem::path const& file, FetchReport& report) {
        SourceReport source;
        source.name = file.string();
        source.items = feed.items;
        source.parsed = feed.papers.size();
        report.sources.push_back(std::move(source));
        report.incomplete = report.incomplete || feed.papers.size() < feed.items;
        if (!report.day) report.day = feed.day;
        for (Error const& warning : feed.warnings)
            report.warnings.push_back(warning.with_context(file.string()));
        std::ranges::move(feed.papers, std::back_inserter(report.papers));
    }

    static Result<void> choose_day(Window const& window, FetchReport& report) {
        std::set<Date> days;
        for (Paper const& paper : report.papers) {
            if (paper.announced) days.insert(*paper.announced);
        }
        if (!window.day && days.size() > 1) {
            return Error(errc::wrong_day,
                         fmt::format("the papers are of {} days, {} to {}; choose one with --date",
                                     days.size(), format_date(*days.begin()), format_date(*days.rbegin())));
        }
        if (!window.day) {
            if (!days.empty()) report.day = *days.begin();
            return {};
        }
        bool const known = days.empty() || days.contains(*window.day);
        if (!known && !report.papers.empty()) {
            return Error(errc::wrong_day,
                         fmt::format("no paper is of {}; the files hold {} to {}", format_date(*window.day),
                                     format_date(*days.begin()), format_date(*days.rbegin())));
        }
        std::size_t const others = std::erase_if(report.papers, [&](Paper const& paper) {
            return paper.announced && *paper.announced != *window.day;
        });
        if (others > 0)
            report.warnings.emplace_back(errc::wrong_day,
                                         fmt::format("{} papers of other days were left out", others));
        report.day = window.day;
        return {};
    }

    std::vector<std::filesystem::path> files_;
};

}  // namespace

Result<ParsedFeed> read_feed_file(std::filesystem::path const& path) {
    ParseLimits limits;
    limits.max_bytes = std::size_t{1} << 30;
    limits.max_items = 5'000'000;
    auto const bytes = net::read_plain_or_gzip(path, limits.max_bytes);
    if (!bytes) return bytes.error();
    auto feed = parse_feed(*bytes, limits);
    if (!feed) return feed.error().with_context(path.string());
    return feed;
}

std::unique_ptr<Feed> make_file_feed(std::vector<std::filesystem::path> files) {
    return std::make_unique<FileFeed>(std::move(files));
}

}  // namespace lectern
