#pragma once

#include <lectern/core/arxiv_id.hpp>

#include <optional>
#include <span>
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

/// What the fields of a format tell.
struct Scheme {
    std::span<Rule const> rules;               ///< Fields that identify an entry by themselves.
    std::span<std::string_view const> places;  ///< Fields that can say that arXiv published the entry.
    std::span<Rule const> numbers;             ///< Fields that then hold a bare number of arXiv's.
};

/// The first identifier that a rule finds; every field of the rule's name is looked at.
std::optional<ArxivId> identify(std::vector<Field> const& fields, std::span<Rule const> rules);

/// The first identifier that the rules of the scheme find, or its numbers where arXiv published the entry.
std::optional<ArxivId> identify(std::vector<Field> const& fields, Scheme const& scheme);

}  // namespace lectern::marks
