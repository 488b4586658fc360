#include "detail/site_paths.hpp"

#include "render/detail/day_words.hpp"
#include "render/html/detail/pages.hpp"

#include <fmt/format.h>

namespace lectern::site {

std::string year_path(std::chrono::year year) {
    return fmt::format("archive/{:04}", static_cast<int>(year));
}

std::string month_path(Month month) {
    return fmt::format("{}-{:02}", year_path(month.year()), static_cast<unsigned>(month.month()));
}

std::string summary_path(Month month) {
    return month_path(month) + "/summary";
}

std::string day_path(Date day) {
    return fmt::format("{}/{:02}", month_path(month_of(day)), static_cast<unsigned>(day.day()));
}

std::string topic_path(std::string_view topic) {
    return "topic/" + html::slug_of(topic);
}

std::string author_path(std::string_view name) {
    return "author/" + html::slug_of(name);
}

std::string month_name(Month month) {
    return fmt::format("{} {}", render::month_name(month.month()), static_cast<int>(month.year()));
}

std::string short_date(Date day) {
    return fmt::format("{} {} {}", weekday_name(day), static_cast<unsigned>(day.day()),
                       render::month_name(day.month()).substr(0, 3));
}

}  // namespace lectern::site
