#include "detail/identify.hpp"

#include <lectern/core/text.hpp>

#include <algorithm>

namespace lectern::marks {
namespace {

constexpr std::size_t kLongestField = 4000;  // bytes; a longer field is prose

/// Whether a text says that its number is arXiv's: by name, by DOI, or by an address of a site for papers.
bool names_arxiv(std::string_view text) {
    std::string const lower = text::ascii_lower(text);
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{"arxiv", "10.48550", "://", "abs/", "eprint"},
        [&](std::string_view sign) { return lower.find(sign) != std::string::npos; });
}

bool ends_token(char c) {
    return std::string_view(" \t\r\n\"'{}()<>,;[]").find(c) != std::string_view::npos;
}

/// The one paper that a text names as arXiv's; nothing if it names several.
std::optional<ArxivId> find_named(std::string_view text) {
    std::optional<ArxivId> found;
    bool after_arxiv = false;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && !ends_token(text[end])) ++end;
        std::string_view const token = text.substr(i, end - i);
        i = end + 1;
        if (token.empty()) continue;
        bool const names = names_arxiv(token);
        auto id = names || after_arxiv ? ArxivId::parse(token) : Result<ArxivId>(errc::invalid_id);
        after_arxiv = names;
        if (!id) continue;
        if (found && !found->same_paper(*id)) return std::nullopt;
        found = *id;
    }
    return found;
}

}  // namespace

std::optional<ArxivId> identify(std::string_view value, Evidence evidence) {
    if (value.empty() || value.size() > kLongestField) return std::nullopt;
    bool const accepted = evidence == Evidence::number || names_arxiv(value);
    if (!accepted) return std::nullopt;
    if (auto id = ArxivId::parse(value)) return *id;
    return evidence == Evidence::whole ? std::nullopt : find_named(value);
}

std::optional<ArxivId> identify(std::vector<Field> const& fields, std::span<Rule const> rules) {
    for (Rule const& rule : rules) {
        for (Field const& field : fields) {
            if (field.name != rule.field) continue;
            if (auto id = identify(field.value, rule.evidence)) return id;
        }
    }
    return std::nullopt;
}

std::optional<ArxivId> identify(std::vector<Field> const& fields, Scheme const& scheme) {
    if (auto id = identify(fields, scheme.rules)) return id;
    bool const from_arxiv = std::ranges::any_of(fields, [&](Field const& field) {
        bool const place = std::ranges::find(scheme.places, field.name) != scheme.places.end();
        return place && text::ascii_lower(field.value).starts_with("arxiv");
    });
    return from_arxiv ? identify(fields, scheme.numbers) : std::nullopt;
}

std::string_view value_of(std::vector<Field> const& fields, std::string_view name) {
    auto const found = std::ranges::find(fields, name, &Field::name);
    return found == fields.end() ? std::string_view() : std::string_view(found->value);
}

}  // namespace lectern::marks
