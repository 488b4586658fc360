#include "detail/site_files.hpp"
#include "render/detail/day_words.hpp"
#include "render/html/detail/pages.hpp"
#include "render/html/detail/templates.hpp"

#include <lectern/archive/layout.hpp>
#include <lectern/archive/site.hpp>
#include <lectern/core/escape.hpp>
#include <lectern/core/file.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace lectern {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;

using Month = std::chrono::year_month;

constexpr std::size_t kBest = 12;  // papers of the month's list

/// A paper in the lists of months.
struct Highlight {
    double order_key;
    std::string score;
    std::string title_html;
    std::string authors;
    Date day;
    std::string anchor;
};

/// What months and years show of a day.
struct DayNumbers {
    Date day;
    std::size_t shown = 0;
    std::size_t read = 0;
    std::int64_t tokens = 0;
};

std::string month_name(Month month) {
    return fmt::format("{} {}", render::month_name(month.month()), static_cast<int>(month.year()));
}
std::string month_path(Month month) {
    return fmt::format("archive/{:04}-{:02}", static_cast<int>(month.year()),
                       static_cast<unsigned>(month.month()));
}
std::string year_path(std::chrono::year year) {
    return fmt::format("archive/{:04}", static_cast<int>(year));
}
std::string day_path(Date day) {
    return fmt::format("{}/{:02}", month_path(day.year() / day.month()), static_cast<unsigned>(day.day()));
}
/// "Mon 11 Aug".
std::string short_date(Date day) {
    return fmt::format("{} {} {}", weekday_name(day), static_cast<unsigned>(day.day()),
                       render::month_name(day.month()).substr(0, 3));
}

/// FNV-1a: names a version of a file.
std::string hash_of(std::string_view content) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (char const c : content) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return fmt::format("{:016x}", hash).substr(0, 12);
}

/// From a page so many directories deep to the root.
std::string root_from(int depth) {
    std::string root;
    for (int i = 0; i < depth; ++i) root += "../";
    return root;
}

/// A link of the bar, from a page so many directories deep.
bj::object link(std::string_view root, std::string const& path, std::string const& label) {
    return {{"href", fmt::format("{}{}/index.html", root, path)}, {"label", label}};
}

class SiteMaker {
public:
    SiteMaker(fs::path const& directory, SiteOptions const& options, html::Templates templates)
        : directory_(directory),
          options_(options),
          templates_(std::move(templates)),
          files_(directory / "site") {}

    Result<SiteReport> make() {
        days_ = digest_days(directory_);
        if (auto const done = put_assets(); !done) return done.error();
        for (std::size_t i = 0; i < days_.size(); ++i) {
            if (auto const done = put_day(i); !done) return done.error();
        }
        std::set<std::chrono::year> years;
        for (auto const& [month, days] : months_) {
            years.insert(month.year());
            if (auto const done = put_month(month, days); !done) return done.error();
        }
        for (auto const year : years) {
            if (auto const done = put_year(year); !done) return done.error();
        }
        if (auto const done = put_archive(years); !done) return done.error();
        if (auto const done = put_about(); !done) return done.error();
        if (auto const done = put_root(); !done) return done.error();
        auto const pages = files_.remove_others("archive");
        if (!pages) return pages.error();
        auto const assets = files_.remove_others("assets");
        if (!assets) return assets.error();
        report_.removed = *pages + *assets;
        report_.written = files_.written();
        return std::move(report_);
    }

private:
    Result<void> put_assets() {
        auto const put = [&](std::string_view name, std::string_view ending,
                             std::string_view content) -> Result<std::string> {
            std::string file = fmt::format("{}.{}.{}", name, hash_of(content), ending);
            if (auto const done = files_.put(fs::path("assets") / file, content); !done) return done.error();
            return file;
        };
        auto css = put("lectern", "css", html::builtin_file("lectern.css"));
        if (!css) return css.error();
        css_ = std::move(*css);
        auto js = put("lectern", "js", html::builtin_file("lectern.js"));
        if (!js) return js.error();
        js_ = std::move(*js);
        if (options_.style.empty()) return {};
        auto const content = read_file(options_.style);
        if (!content) return content.error();
        auto style = put("own", "css", *content);
        if (!style) return style.error();
        style_ = std::move(*style);
        return {};
    }

    /// What every page has. \param depth directories between the page and the root
    void add_frame(bj::object& page, std::string_view title, int depth) const {
        page["root"] = root_from(depth);
        page["site_title"] = options_.title;
        page["page_title"] = fmt::format("{} · {}", title, options_.title);
        if (!page.contains("description")) page["description"] = title;
        page["css"] = css_;
        page["js"] = js_;
        if (!style_.empty()) page["style"] = style_;
    }

    Result<void> put(fs::path const& path, std::string_view name, bj::object const& page) {
        auto const text = templates_.render(name, page);
        if (!text) return text.error();
        return files_.put(path / "index.html", *text);
    }

    /// Leaves the abstracts out, or opens them.
    void add_abstracts(bj::object& page) const {
        if (options_.abstracts == SiteAbstracts::folded) return;
        bool const open = options_.abstracts == SiteAbstracts::open;
        if (open) page["density"] = "3";
        for (bj::value& card : page["papers"].as_array()) {
            if (open)
                card.as_object()["open"] = true;
            else
                card.as_object()["abstract_html"] = false;
        }
    }

    bj::object day_page(Digest const& digest, std::size_t place, int depth) const {
        bj::object page = html::day_data(digest);
        Date const day = digest.date;
        std::string const root = root_from(depth);
        page["page"] = "day";
        page["date"] = format_date(day);
        add_abstracts(page);
        // The root shows the newest day, whose own page is the one to cite.
        if (!options_.url.empty()) page["canonical"] = fmt::format("{}/{}/", options_.url, day_path(day));
        page["description"] = render::headline(digest.totals);
        if (place > 0) page["prev"] = link(root, day_path(days_[place - 1]), short_date(days_[place - 1]));
        if (place + 1 < days_.size())
            page["next"] = link(root, day_path(days_[place + 1]), short_date(days_[place + 1]));
        Month const month = day.year() / day.month();
        page["up"] = link(root, month_path(month), month_name(month));
        add_frame(page, render::long_date(day), depth);
        return page;
    }

    Result<void> put_day(std::size_t place) {
        Date const day = days_[place];
        auto digest = read_day(directory_, day);
        if (!digest || !*digest) {
            // Its neighbors still name the day: a page says what is wrong.
            report_.warnings.push_back(digest ? format_date(day) + ": the digest file is gone"
                                              : digest.error().message());
            Digest unreadable;
            unreadable.date = day;
            unreadable.state = DayState::failed;
            unreadable.warnings.emplace_back("The digest file of this day cannot be read.");
            digest = std::optional<Digest>(std::move(unreadable));
        }
        remember(**digest);
        ++report_.days;
        constexpr int depth = 3;
        auto const done = put(day_path(day), "day.html", day_page(**digest, place, depth));
        if (place + 1 == days_.size()) newest_ = std::move(*digest);
        return done;
    }

    void remember(Digest const& digest) {
        DayNumbers numbers{digest.date, digest.totals.relevant, digest.totals.scanned,
                           digest.usage.total_tokens()};
        Month const month = digest.date.year() / digest.date.month();
        months_[month].push_back(std::move(numbers));
        auto& best = best_[month];
        for (DigestEntry const& entry : digest.entries) {
            if (entry.score && !entry.score->topics.empty()) ++topics_[month][entry.score->topics.front()];
            best.push_back({entry.order_key, html::short_grades(entry), html::title_html(entry.paper.title),
                            render::short_authors(entry.paper), digest.date,
                            html::anchor_of(entry.paper.id)});
        }
        std::ranges::stable_sort(best, std::greater{}, &Highlight::order_key);
        if (best.size() > kBest) best.resize(kBest);
    }

    static bj::array calendar(Month month, std::vector<DayNumbers> const& days) {
        std::map<unsigned, DayNumbers const*> by_day;
        std::size_t most = 1;
        for (DayNumbers const& one : days) {
            by_day[static_cast<unsigned>(one.day.day())] = &one;
            most = std::max(most, one.shown);
        }
        auto const last = static_cast<unsigned>((month / std::chrono::last).day());
        bj::array weeks;
        bj::array week;
        unsigned const lead = std::chrono::weekday(std::chrono::sys_days(month / 1)).c_encoding();
        for (unsigned i = 0; i < lead; ++i) week.push_back(bj::object{});
        for (unsigned day = 1; day <= last; ++day) {
            bj::object cell{{"day", day}};
            if (auto const found = by_day.find(day); found != by_day.end()) {
                std::size_t const shown = found->second->shown;
                cell["href"] = fmt::format("{:02}/index.html", day);
                cell["shown"] = shown;
                cell["read"] = found->second->read;
                cell["class"] = fmt::format("h{}", shown == 0 ? 0 : 1 + 3 * shown / most);
            }
            week.push_back(std::move(cell));
            if (week.size() == 7) weeks.push_back(bj::object{{"days", std::exchange(week, {})}});
        }
        while (!week.empty() && week.size() < 7) week.push_back(bj::object{});
        if (!week.empty()) weeks.push_back(bj::object{{"days", std::move(week)}});
        return weeks;
    }

    /// The ten topics with the most papers.
    static std::string topics_table(std::map<std::string, std::size_t> const& topics) {
        std::vector<std::pair<std::string, std::size_t>> sorted(topics.begin(), topics.end());
        std::ranges::stable_sort(sorted, std::greater{}, &std::pair<std::string, std::size_t>::second);
        if (sorted.size() > 10) sorted.resize(10);
        std::string rows;
        for (auto const& [name, count] : sorted)
            rows += fmt::format("<tr><td>{}</td><td>{}</td></tr>", text::escape_html(name), count);
        return "<table><tbody>" + rows + "</tbody></table>";
    }

    /// Two bars a day: read, and shown on top of it in the stronger color; the numbers are in the calendar.
    static std::string days_chart(std::vector<DayNumbers> const& days) {
        std::size_t most = 1;
        for (DayNumbers const& one : days) most = std::max(most, one.read);
        std::string bars;
        std::size_t x = 4;
        for (DayNumbers const& one : days) {
            auto const height = [&](std::size_t count) {
                return count == 0 ? 0 : std::max<std::size_t>(1, 96 * count / most);
            };
            bars += fmt::format(
                "<rect class=\"bar-b\" x=\"{0}\" y=\"{1}\" width=\"9\" height=\"{2}\" rx=\"2\"/>"
                "<rect class=\"bar-a\" x=\"{0}\" y=\"{3}\" width=\"9\" height=\"{4}\" rx=\"2\"/>",
                x, 100 - height(one.read), height(one.read), 100 - height(one.shown), height(one.shown));
            x += 13;
        }
        return fmt::format(
            "<svg class=\"chart\" viewBox=\"0 0 320 104\" role=\"img\" aria-label=\"Papers read and shown, "
            "day by day\">{}<line class=\"axis\" x1=\"0\" x2=\"320\" y1=\"100.5\" y2=\"100.5\"/></svg>",
            bars);
    }

    Result<void> put_month(Month month, std::vector<DayNumbers> const& days) {
        std::size_t shown = 0;
        std::size_t read = 0;
        std::int64_t tokens = 0;
        for (DayNumbers const& one : days) {
            shown += one.shown;
            read += one.read;
            tokens += one.tokens;
        }
        bj::object page{
            {"page", "month"},
            {"heading", month_name(month)},
            {"kicker", fmt::format("{} day{}{}", days.size(), days.size() == 1 ? "" : "s",
                                   tokens > 0 ? fmt::format(" · {} tokens",
                                                            html::grouped(static_cast<std::size_t>(tokens)))
                                              : std::string())},
            {"shown", html::grouped(shown)},
            {"lead", fmt::format("papers of {} read.", html::grouped(read))},
            {"weeks", calendar(month, days)},
            {"days_chart", days_chart(days)}};
        bj::array best;
        for (Highlight const& one : best_[month]) {
            best.push_back(bj::object{{"score", one.score},
                                      {"href", fmt::format("{:02}/index.html#{}",
                                                           static_cast<unsigned>(one.day.day()), one.anchor)},
                                      {"title_html", one.title_html},
                                      {"authors", one.authors},
                                      {"day", short_date(one.day)}});
        }
        page["best"] = std::move(best);
        if (!topics_[month].empty()) page["topics"] = bj::object{{"chart", topics_table(topics_[month])}};
        constexpr std::string_view root = "../../";
        auto const here = months_.find(month);
        if (here != months_.begin()) {
            Month const before = std::prev(here)->first;
            page["prev"] = link(root, month_path(before), month_name(before));
        }
        if (std::next(here) != months_.end()) {
            Month const after = std::next(here)->first;
            page["next"] = link(root, month_path(after), month_name(after));
        }
        page["up"] = link(root, year_path(month.year()), std::to_string(static_cast<int>(month.year())));
        add_frame(page, month_name(month), 2);
        return put(month_path(month), "month.html", page);
    }

    bj::array months_of(std::chrono::year year, std::string_view root, bool all) const {
        bj::array list;
        for (unsigned number = 1; number <= 12; ++number) {
            Month const month = year / std::chrono::month(number);
            auto const found = months_.find(month);
            bj::object cell{{"name", render::month_name(month.month())}};
            if (found != months_.end()) {
                std::size_t shown = 0;
                for (DayNumbers const& one : found->second) shown += one.shown;
                cell["href"] = fmt::format("{}{}/index.html", root, month_path(month));
                cell["days"] = found->second.size();
                cell["shown"] = html::grouped(shown);
            }
            if (all || found != months_.end()) list.push_back(std::move(cell));
        }
        return list;
    }

    Result<void> put_year(std::chrono::year year) {
        std::string const name = std::to_string(static_cast<int>(year));
        bj::object page{{"page", "year"}, {"heading", name}, {"months", months_of(year, "../../", true)}};
        page["up"] = bj::object{{"href", "../../archive/index.html"}, {"label", "All days"}};
        add_frame(page, name, 2);
        return put(year_path(year), "year.html", page);
    }

    Result<void> put_archive(std::set<std::chrono::year> const& years) {
        bj::array list;
        for (auto year = years.rbegin(); year != years.rend(); ++year)
            list.push_back(bj::object{{"year", static_cast<int>(*year)},
                                      {"href", fmt::format("../{}/index.html", year_path(*year))},
                                      {"months", months_of(*year, "../", false)}});
        bj::object page{{"page", "archive"}, {"years", std::move(list)}};
        add_frame(page, "All days", 1);
        return put("archive", "archive.html", page);
    }

    Result<void> put_about() {
        bj::object page{{"page", "about"}, {"days", days_.size()}};
        page["first"] = days_.empty() ? "-" : format_date(days_.front());
        page["last"] = days_.empty() ? "-" : format_date(days_.back());
        add_frame(page, "About", 1);
        return put("about", "about.html", page);
    }

    Result<void> put_root() {
        if (newest_) return put("", "day.html", day_page(*newest_, days_.size() - 1, 0));
        bj::object page{{"page", "archive"}, {"years", bj::array()}};
        add_frame(page, "No digest yet", 0);
        return put("", "archive.html", page);
    }

    fs::path const& directory_;
    SiteOptions const& options_;
    html::Templates templates_;
    SiteFiles files_;
    SiteReport report_;
    std::vector<Date> days_;
    std::optional<Digest> newest_;
    std::map<Month, std::vector<DayNumbers>> months_;
    std::map<Month, std::vector<Highlight>> best_;
    std::map<Month, std::map<std::string, std::size_t>> topics_;
    std::string css_;
    std::string js_;
    std::string style_;
};

}  // namespace

Result<SiteReport> make_site(fs::path const& directory, SiteOptions const& options) {
    auto templates = html::Templates::load(options.templates);
    if (!templates) return templates.error();
    return SiteMaker(directory, options, std::move(*templates)).make();
}

}  // namespace lectern
