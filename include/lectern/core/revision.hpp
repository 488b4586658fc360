#pragma once

#include <lectern/core/paper.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// A new version of a paper that was announced before.
struct Revision {
    Paper paper;                       ///< As it is now.
    std::optional<Date> announced;     ///< Day it was first announced.
    std::vector<std::string> changes;  ///< What changed, in sentences; see describe_changes().

    friend bool operator==(Revision const&, Revision const&) = default;
};

/// What changed between two versions of a paper: withdrawal, title, categories, abstract. The abstract is
/// compared by words, and the passages that were removed and added are quoted, cut to a readable length.
/// \return one sentence each; empty if nothing changed
std::vector<std::string> describe_changes(Paper const& before, Paper const& after);

/// A passage of a text that was replaced; either side may be empty.
struct Edit {
    std::string removed;  ///< Passage of the earlier text.
    std::string added;    ///< What stands in its place.

    friend bool operator==(Edit const&, Edit const&) = default;
};

/// The difference of two texts by words: longest common subsequence (Wagner & Fischer, 1974) of what remains
/// after the common start and end. Time and memory grow with the product of the numbers of differing words;
/// beyond 2000 words on a side everything between the common ends is one edit.
std::vector<Edit> word_diff(std::string_view before, std::string_view after);

/// Whether the authors took the paper back: the source says so, or comment or abstract start with the usual
/// words.
bool is_withdrawn(Paper const& paper);

}  // namespace lectern
