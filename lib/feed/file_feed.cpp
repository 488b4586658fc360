#include "detail/day_check.hpp"
#include "detail/limits.hpp"

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
    FileFeed(std::vector<std::filesystem::path> files, ParseLimits limits)
        : files_(std::move(files)), limits_(limits) {}

    net::awaitable<Result<FetchReport>> fetch(Window window, FetchContext& context) override {
        auto report = read(window, context.clock.now());
        bool const undated = report && !report->day && !window.day && !report->papers.empty();
        if (undated)
            context.log.warning(
                fmt::format("the papers carry no date: taken as {} (today); --date sets it",
                            format_date(AnnouncementCalendar::eastern_date(context.clock.now()))));
        co_return std::move(report);
    }

private:
    Result<FetchReport> read(Window const& window, Time now) const {
        FetchReport report;
        feed::Allowance allowance(limits_);
        for (auto const& file : files_) {
            auto feed = read_feed_file(file, limits_);
            if (!feed) return feed.error();
            for (Paper const& paper : feed->papers) {
                if (!allowance.take(paper))
                    return Error(errc::file,
                                 file.string() + ": the files are too large together; give fewer at a time");
            }
            add(std::move(*feed), file, report);
        }
        if (auto const believed = check_dates(window, now, report); !believed) return believed.error();
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
        report.warnings.append(feed.warnings, file.string());
        std::ranges::move(feed.papers, std::back_inserter(report.papers));
    }

    /// Files wholly of a day to come are refused unless that day is asked for; single papers only lose the date.
    static Result<void> check_dates(Window const& window, Time now, FetchReport& report) {
        Date const last = feed::last_believable_day(now);
        std::optional<Date> earliest;
        for (Paper const& paper : report.papers) {
            if (paper.announced) earliest = std::min(earliest.value_or(*paper.announced), *paper.announced);
        }
        if (!window.day && earliest && *earliest > last)
            return feed::check_announcement_day(*earliest, {}, now);
        feed::drop_future_dates(report.papers, window.day, now, report.warnings);
        return {};
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
            report.warnings.add(
                Error(errc::wrong_day, fmt::format("{} papers of other days were left out", others)));
        report.day = window.day;
        return {};
    }

    std::vector<std::filesystem::path> files_;
    ParseLimits limits_;
};

}  // namespace

Result<ParsedFeed> read_feed_file(std::filesystem::path const& path, ParseLimits const& limits) {
    auto const bytes = net::read_plain_or_gzip(path, limits.max_bytes);
    if (!bytes) {
        bool const large = bytes.error() == errc::too_large;
        std::string const hint =
            large ? fmt::format("; at most {} MB are read ({})", limits.max_bytes >> 20, limits.key) : "";
        return Error(errc::file, bytes.error().detail() + hint);
    }
    auto feed = parse_feed(*bytes, limits);
    // The same fault that a server would be blamed for is the user's in a file.
    if (!feed) return Error(errc::file, fmt::format("{}: {}", path.string(), feed.error().message()));
    return feed;
}

std::unique_ptr<Feed> make_file_feed(std::vector<std::filesystem::path> files, ParseLimits limits) {
    return std::make_unique<FileFeed>(std::move(files), limits);
}

}  // namespace lectern
