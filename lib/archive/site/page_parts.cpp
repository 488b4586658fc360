#include "detail/page_parts.hpp"

#include "render/html/detail/pages.hpp"

#include <lectern/core/text.hpp>
#include <lectern/render/math.hpp>

#include <fmt/format.h>

namespace lectern::site {

namespace bj = boost::json;

Sums sums_of(std::vector<DayFacts> const& days) {
    Sums sums;
    for (DayFacts const& day : days) {
        ++sums.days;
        sums.shown += day.shown;
        sums.read += day.read;
        sums.judged += day.judged;
        sums.tokens += day.tokens;
        sums.dollars += day.dollars;
    }
    return sums;
}

std::string kicker(Sums const& sums) {
    std::string line = text::counted(sums.days, "day");
    if (sums.tokens > 0)
        line += fmt::format(" · {} tokens", text::grouped(static_cast<std::size_t>(sums.tokens)));
    if (sums.dollars > 0) line += fmt::format(" · ${:.2f}", sums.dollars);
    return line;
}

bj::object list_item(PaperOfDay const& one, std::string_view root) {
    return {{"score", one.paper->grades},
            {"href", fmt::format("{}{}/index.html#{}", root, day_path(one.day), one.paper->anchor)},
            {"title_html", html::title_html(one.paper->title)},
            {"authors", one.paper->authors},
            {"gist_html", math::to_html(one.paper->gist)},
            {"day", fmt::format("{} {}", short_date(one.day), static_cast<int>(one.day.year()))}};
}

bj::object page_link(std::string_view root, std::string const& path, std::string const& label) {
    return {{"href", fmt::format("{}{}/index.html", root, path)}, {"label", label}};
}

}  // namespace lectern::site
