#pragma once

#include <lectern/core/paper.hpp>
#include <lectern/core/warnings.hpp>
#include <lectern/feed/parse.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What one document may bring.
namespace lectern::feed {

/// Most categories that are looked at before repeated ones go.
inline constexpr std::size_t kMostRawCategories = 100;

/// What was cut of a paper, each with its limit: "abstract to 100 kB".
using Cuts = std::vector<std::string>;

/// The part of an author line that is worth splitting: beyond 100,000 commas it is no list of authors.
std::string_view limit_author_line(std::string_view line, Cuts& cuts);

/// Bytes that a paper takes in memory, near enough.
std::size_t memory_of(Paper const& paper) noexcept;

/// The error of a document beyond a limit. \param has what it has, "more than 512000 tags"
Error beyond_limit(std::string_view has, ParseLimits const& limits);

/// Checks the size of a document. \par Errors feed_limit
Result<void> check_size(std::string_view bytes, ParseLimits const& limits);

/// Checks the number of tags and attributes of an XML document before it is parsed. \par Errors feed_limit
Result<void> check_markup(std::string_view bytes, ParseLimits const& limits);

/// The same fault as one of the source, not of the user: not_a_feed.
Error fault_of_source(Error const& error);

/// Lets the papers of one document in.
class Intake {
public:
    /// \par Lifetimes limits must outlive this
    explicit Intake(ParseLimits const& limits) : limits_(limits) {}

    ParseLimits const& limits() const noexcept { return limits_; }

    /// Counts an item, readable or not. \par Errors feed_limit
    Result<void> count_item();
    /// Cuts what is beyond the limit of its field, with one warning, and counts the memory.
    /// \param cuts what the reader itself has cut
    /// \par Errors feed_limit
    Result<void> admit(Paper& paper, WarningList& warnings, Cuts cuts = {});

private:
    ParseLimits const& limits_;
    std::size_t items_ = 0;
    std::size_t memory_ = 0;
};

/// What the papers of one fetch, of any number of documents, may take in memory: twice what one document may.
class Allowance {
public:
    explicit Allowance(ParseLimits const& limits) : left_(2 * limits.max_memory) {}

    /// Takes room for a paper. \return whether there was enough
    bool take(Paper const& paper) noexcept;

private:
    std::size_t left_;
};

/// Why a fetch ends when there is no room left.
Error no_room();

}  // namespace lectern::feed
