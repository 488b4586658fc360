#include <lectern/core/paper.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace lectern {
namespace {

constexpr std::array<std::pair<AnnounceType, std::string_view>, 5> kAnnounceTypes{{
    {AnnounceType::unknown, "unknown"},
    {AnnounceType::new_paper, "new"},
    {AnnounceType::cross, "cross"},
    {AnnounceType::replace, "replace"},
    {AnnounceType::replace_cross, "replace-cross"},
}};

}  // namespace

std::string_view to_string(AnnounceType type) noexcept {
    auto const found =
        std::ranges::find(kAnnounceTypes, type, &std::pair<AnnounceType, std::string_view>::first);
    return found->second;
}

AnnounceType parse_announce_type(std::string_view word) noexcept {
    auto const found =
        std::ranges::find(kAnnounceTypes, word, &std::pair<AnnounceType, std::string_view>::second);
    return found == kAnnounceTypes.end() ? AnnounceType::unknown : found->first;
}

std::string author_names(Paper const& paper) {
    std::string names;
    for (Author const& author : paper.authors) {
        if (!names.empty()) names += ", ";
        names += author.name;
    }
    return names;
}

}  // namespace lectern
