#include "paper_reference.hpp"

#include <lectern/archive/layout.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace lectern::app {
namespace {

constexpr std::size_t kMostDigits = 3;

/// The number that the text is, or nothing: ids are longer.
std::optional<std::size_t> place_of(std::string const& text) {
    std::size_t place = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), place);
    bool const whole = failure == std::errc{} && end == text.data() + text.size();
    return whole && text.size() <= kMostDigits ? std::optional<std::size_t>(place) : std::nullopt;
}

Result<ArxivId> paper_at(std::optional<Digest> const& digest, std::size_t place) {
    if (!digest)
        return Error(errc::invalid_argument,
                     fmt::format("{} would be a paper of the newest digest, but there is none yet; "
                                 "`lectern run` makes one",
                                 place));
    if (place == 0 || place > digest->entries.size())
        return Error(errc::invalid_argument,
                     fmt::format("there is no paper {}: the digest of {} has {}", place,
                                 format_date(digest->date), digest->entries.size()));
    return digest->entries[place - 1].paper.id;
}

}  // namespace

Result<std::vector<ArxivId>> read_papers(Config const& config, std::vector<std::string> const& texts) {
    std::optional<Digest> newest;
    if (std::ranges::any_of(texts, [](std::string const& text) { return place_of(text).has_value(); })) {
        auto digest = read_newest_day(config.output.dir);
        if (!digest) return digest.error();
        newest = std::move(*digest);
    }
    std::vector<ArxivId> ids;
    for (std::string const& text : texts) {
        auto const place = place_of(text);
        auto id = place ? paper_at(newest, *place) : ArxivId::parse(text);
        if (!id) return id.error();
        ids.push_back(std::move(*id));
    }
    return ids;
}

}  // namespace lectern::app
