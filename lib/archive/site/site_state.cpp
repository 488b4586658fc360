#include "detail/site_files.hpp"
#include "detail/site_state.hpp"

#include <lectern/core/file.hpp>

#include <iterator>
#include <system_error>

namespace lectern::site {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kDirectory = ".lectern";

std::string file_name(Month month) {
    return month_path(month).substr(std::string_view("archive/").size()) + ".json";
}

}  // namespace

DigestStamp stamp_of(fs::path const& file) {
    std::error_code failure;
    auto const size = fs::file_size(file, failure);
    if (failure) return {};
    auto const modified = fs::last_write_time(file, failure);
    if (failure) return {};
    return {static_cast<std::int64_t>(size), static_cast<std::int64_t>(modified.time_since_epoch().count())};
}

SiteState SiteState::read(fs::path const& site, std::string const& look) {
    SiteState state;
    fs::path const directory = site / kDirectory;
    auto const known = read_file(directory / "look");
    if (!known || *known != look) return state;
    std::error_code ignored;  // what cannot be listed is not known
    for (fs::directory_entry const& file : fs::directory_iterator(directory, ignored)) {
        if (file.path().extension() != ".json") continue;
        auto const text = read_file(file.path());
        if (!text) continue;
        auto days = read_facts(*text);
        if (!days) continue;
        for (DayFacts& day : *days) {
            Date const date = day.day;
            state.days_.emplace(date, std::move(day));
        }
    }
    return state;
}

Result<void> SiteState::write(fs::path const& site, std::string const& look, Months const& months) {
    SiteFiles files(site);
    for (auto const& [month, days] : months) {
        if (auto const done = files.put(fs::path(kDirectory) / file_name(month), write_facts(days)); !done) return done;
    }
    if (auto const done = files.put(fs::path(kDirectory) / "look", look); !done) return done;
    auto const removed = files.remove_others(kDirectory);
    return removed ? Result<void>() : removed.error();
}

DayFacts const* SiteState::find(Date day) const {
    auto const found = days_.find(day);
    return found == days_.end() ? nullptr : &found->second;
}

std::pair<std::optional<Date>, std::optional<Date>> SiteState::neighbors(Date day) const {
    auto const here = days_.find(day);
    std::pair<std::optional<Date>, std::optional<Date>> around;
    if (here == days_.end()) return around;
    if (here != days_.begin()) around.first = std::prev(here)->first;
    if (std::next(here) != days_.end()) around.second = std::next(here)->first;
    return around;
}

}  // namespace lectern::site
