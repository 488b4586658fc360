#include "detail/page_parts.hpp"
#include "detail/site_pages.hpp"
#include "render/detail/day_words.hpp"
#include "render/html/detail/charts.hpp"
#include "render/html/detail/pages.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <map>
#include <set>

namespace lectern::site {
namespace {

namespace bj = boost::json;

bj::array months_of(Months const& months, std::chrono::year year, std::string_view root, bool all) {
    bj::array list;
    for (unsigned number = 1; number <= 12; ++number) {
        Month const month = year / std::chrono::month(number);
        auto const found = months.find(month);
        bj::object cell{{"name", render::month_name(month.month())}};
        if (found != months.end()) {
            Sums const sums = sums_of(found->second);
            cell["href"] = fmt::format("{}{}/index.html", root, month_path(month));
            cell["counts"] =
                fmt::format("{} · {}", text::counted(sums.days, "day"), text::counted(sums.shown, "paper"));
        }
        if (all || found != months.end()) list.push_back(std::move(cell));
    }
    return list;
}

std::string heat_map_of(Months const& months, std::chrono::year year) {
    std::map<std::chrono::sys_days, DayFacts const*> made;
    for (auto const& [month, days] : months) {
        for (DayFacts const& day : days) made.emplace(day.day, &day);
    }
    std::vector<html::HeatDay> cells;
    std::chrono::sys_days const first = year / std::chrono::January / 1;
    std::chrono::sys_days const end = (year + std::chrono::years(1)) / std::chrono::January / 1;
    unsigned const lead = std::chrono::weekday(first).c_encoding();
    for (auto at = first; at < end; at += std::chrono::days(1)) {
        Date const day = at;
        auto const passed = static_cast<unsigned>((at - first).count());
        html::HeatDay cell{(passed + lead) / 7, (passed + lead) % 7, {}, {}, 0, {}};
        if (unsigned(day.day()) == 1) cell.month = render::month_name(day.month()).substr(0, 3);
        if (auto const found = made.find(at); found != made.end()) {
            DayFacts const& facts = *found->second;
            cell.href = fmt::format("../../{}/index.html", day_path(day));
            cell.label = fmt::format("{}: {} shown of {} read", short_date(day), facts.shown, facts.read);
            cell.value = facts.shown;
        }
        cells.push_back(std::move(cell));
    }
    return html::heat_map(fmt::format("Papers shown on each day of {}", static_cast<int>(year)), cells);
}

}  // namespace

std::set<std::chrono::year> years_of(Months const& months) {
    std::set<std::chrono::year> years;
    for (auto const& [month, days] : months) years.insert(month.year());
    return years;
}

bj::object year_data(Months const& months, std::chrono::year year) {
    constexpr std::string_view root = "../../";
    std::string const name = std::to_string(static_cast<int>(year));
    std::map<std::chrono::year, bool> years;
    for (auto const one : years_of(months)) years[one] = true;
    bj::object page{{"page", "year"},
                    {"heading", name},
                    {"heat_map_html", heat_map_of(months, year)},
                    {"months", months_of(months, year, root, true)}};
    add_neighbors(page, years, year, root, year_path,
                  [](std::chrono::year one) { return std::to_string(static_cast<int>(one)); });
    page["up"] = page_link(root, "archive", "All days");
    return page;
}

bj::object archive_data(Months const& months, std::string_view root) {
    std::set<std::chrono::year> const years = years_of(months);
    bj::array list;
    for (auto year = years.rbegin(); year != years.rend(); ++year)
        list.push_back(bj::object{{"year", static_cast<int>(*year)},
                                  {"href", fmt::format("{}{}/index.html", root, year_path(*year))},
                                  {"months", months_of(months, *year, root, false)}});
    return {{"page", "archive"}, {"years", std::move(list)}};
}

}  // namespace lectern::site
