#include <lectern/core/warnings.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace lectern {
namespace {

/// 49997 as "49,997".
std::string with_commas(std::size_t number) {
    constexpr std::size_t group = 3;
    std::string digits = std::to_string(number);
    for (std::size_t end = digits.size(); end > group; end -= group) digits.insert(end - group, 1, ',');
    return digits;
}

}  // namespace

WarningList::Group& WarningList::group(boost::system::error_code code, std::string_view what) {
    auto const known = std::ranges::find_if(
        groups_, [&](Group const& group) { return group.code == code && group.what == what; });
    if (known != groups_.end()) return *known;
    return groups_.emplace_back(Group{code, std::string(what), {}, 0});
}

void WarningList::add(Error warning, std::string_view what) {
    Group& kind = group(warning.code(), what);
    if (++kind.count <= shown) kind.first.push_back(std::move(warning));
}

void WarningList::append(WarningList const& other, std::string_view context) {
    for (Group const& from : other.groups_) {
        Group& kind = group(from.code, from.what);
        for (Error const& warning : from.first) {
            if (kind.first.size() >= shown) break;
            kind.first.push_back(context.empty() ? warning : warning.with_context(context));
        }
        kind.count += from.count;
    }
}

std::size_t WarningList::count() const noexcept {
    return std::accumulate(groups_.begin(), groups_.end(), std::size_t{0},
                           [](std::size_t sum, Group const& group) { return sum + group.count; });
}

std::vector<Error> WarningList::lines() const {
    std::vector<Error> lines;
    for (Group const& group : groups_) {
        lines.insert(lines.end(), group.first.begin(), group.first.end());
        std::size_t const more = group.count - group.first.size();
        if (more == 0) continue;
        lines.emplace_back(group.code, fmt::format("… and {} more {}", with_commas(more),
                                                   group.what.empty() ? "like these" : group.what));
    }
    return lines;
}

}  // namespace lectern
