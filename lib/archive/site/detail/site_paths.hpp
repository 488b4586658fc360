#pragma once

#include <lectern/core/date.hpp>

#include <chrono>
#include <string>
#include <string_view>

/// Where the pages of a site are, from its root, and how days and months are named in links.
namespace lectern::site {

using Month = std::chrono::year_month;

inline Month month_of(Date day) {
    return day.year() / day.month();
}
std::string year_path(std::chrono::year year);  ///< archive/2025
std::string month_path(Month month);            ///< archive/2025-08
std::string summary_path(Month month);          ///< archive/2025-08/summary
std::string day_path(Date day);                 ///< archive/2025-08/11
std::string topic_path(std::string_view topic);  ///< topic/model-compression
std::string author_path(std::string_view name);  ///< author/ada-lovelace
std::string month_name(Month month);            ///< August 2025
std::string short_date(Date day);               ///< Mon 11 Aug

}  // namespace lectern::site
