#pragma once

#include <lectern/core/arxiv_id.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Which arXiv paper an entry of a library is.
namespace lectern::marks {

/// A field of an entry. Names are as the format compares them: BibTeX's in lower case, tags of RIS in upper.
struct Field {
    std::string name;
    std::string value;
};

/// How far a field identifies its entry.
enum class Evidence {
    number,  ///< The whole field is an identifier, with or without "arXiv".
    named,   ///< Names an identifier as arXiv's among other words: `arXiv preprint arXiv:…, 2023`.
    whole,   ///< The whole field is an identifier and says that it is arXiv's: a note.
};

/// The identifier a field gives, if it gives exactly one.
std::optional<ArxivId> identify(std::string_view value, Evidence evidence);

/// The value of a field; empty if there is none. The first of several counts.
std::string_view value_of(std::vector<Field> const& fields, std::string_view name);

/// A name of a field and what it is worth, in the order in which fields are asked.
struct Rule {
    std::string_view field;
    Evidence evidence;
};

/// The first identifier that a rule finds; every field of the rule's name is looked at.
template <class Rules>
std::optional<ArxivId> identify(std::vector<Field> const& fields, Rules const& rules) {
    for (Rule const& rule : rules) {
        for (Field const& field : fields) {
            if (field.name != rule.field) continue;
            if (auto id = identify(field.value, rule.evidence)) return id;
        }
    }
    return std::nullopt;
}

}  // namespace lectern::marks
