#pragma once

#include <lectern/core/digest.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// What a site knows of a day without reading its digest again: enough for every page but the day's own.
namespace lectern::site {

/// A shown paper in lists.
struct PaperFacts {
    std::string id;       ///< Without version.
    std::string anchor;   ///< On the page of its day.
    std::string title;    ///< As announced.
    std::string authors;  ///< The first and the last.
    std::string gist;
    std::string grades;                 ///< "9·8".
    std::vector<std::string> topics;    ///< Best first.
    std::vector<std::string> followed;  ///< Followed authors who have written it.
    std::vector<std::string> terms;     ///< Words of the topics that it shares.
    double order_key = 0.0;
    bool pinned = false;
};

/// A day in months, years and numbers.
struct DayFacts {
    Date day{};
    DayState state = DayState::ok;
    bool remedial = false;
    bool unreadable = false;  ///< Its digest file cannot be read; it is tried again each time.
    std::size_t announced = 0;
    std::size_t read = 0;
    std::size_t shown = 0;
    std::size_t judged = 0;
    std::int64_t tokens = 0;
    double dollars = 0.0;
    std::array<std::size_t, 10> grades{};  ///< Papers that were read, by relevance 1 to 10, rounded.
    std::vector<PaperFacts> papers;        ///< In reading order.
    std::int64_t size =
        0;  ///< Of the digest file, in bytes: with the time it tells whether that is another one.
    std::int64_t modified = 0;  ///< When the digest file was written, on the file system's clock.
};

/// The facts of a digest; its file's size and time are not in them.
DayFacts facts_of(Digest const& digest);

/// A month's days as text and back. \par Errors invalid_argument for a text that is not of write_facts()
std::string write_facts(std::vector<DayFacts> const& days);
Result<std::vector<DayFacts>> read_facts(std::string_view text);

}  // namespace lectern::site
