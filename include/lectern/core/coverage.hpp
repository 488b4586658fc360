#pragma once

#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// What is known of an announcement day.
enum class DayState {
    ok,               ///< Every announced paper was fetched and judged.
    no_announcement,  ///< The calendar has none, and none came.
    stale,            ///< The source still showed an earlier announcement.
    partial,          ///< Something is missing; the reason says what.
    failed,           ///< Nothing could be had; the reason says why.
    not_run,          ///< Nobody looked.
};

/// `ok`, `no-announcement`, `stale`, `partial`, `failed`, `not-run`.
std::string_view to_string(DayState state) noexcept;
/// What pages and digest files call the state: `complete` for ok, the others as to_string() does.
std::string_view digest_word(DayState state) noexcept;
/// \par Errors invalid_argument for any other word.
Result<DayState> parse_day_state(std::string_view word);

/// Whether nothing is left to be done about a day of this state.
bool is_settled(DayState state) noexcept;

/// Numbers of one category of a day, or of the whole day. fetched ≥ parsed; parsed = filtered + scored +
/// unscored, but for papers pinned without a score and repeated listings.
struct Coverage {
    std::string category;                 ///< Empty for the whole day.
    std::optional<std::size_t> declared;  ///< What the source says it has, where it says so.
    std::size_t fetched = 0;              ///< Items received.
    std::size_t parsed = 0;               ///< Papers read from them.
    std::size_t newly_listed = 0;         ///< Papers never seen before.
    std::size_t filtered = 0;             ///< Dropped by a filter.
    std::size_t scored = 0;               ///< Papers with a relevance, shown or not.
    std::size_t unscored = 0;             ///< Papers that should have a score and have none.
    std::size_t shown = 0;                ///< Papers in the digest.

    friend bool operator==(Coverage const&, Coverage const&) = default;
};

/// One line of the ledger: the state and the numbers of an announcement day.
struct DayRecord {
    Date day{};                          ///< Of the announcement, US Eastern.
    bool expected = true;                ///< Whether the calendar has an announcement.
    DayState state = DayState::not_run;  ///< What is left to be done: see is_settled().
    std::string reason;                  ///< Why it is in this state, in a sentence; may be empty.
    std::string source;                  ///< Feed that delivered it, `arxiv-rss`; empty if none did.
    Time updated{};                      ///< When this was found out.
    bool scores_missing = false;         ///< Its papers are all there, and nothing but scores is missing.
    bool remedial = false;               ///< Its digest was made later, in place of one that was missed.
    Coverage total;                      ///< The whole day; its category is empty.
    std::vector<Coverage> categories;    ///< By category asked for, as far as the papers tell.

    friend bool operator==(DayRecord const&, DayRecord const&) = default;
};

/// The numbers in one line, for the foot of a page: `812 received, 812 read (790 new), …`.
std::string describe(Coverage const& coverage);

/// The records as a JSON array, for programs (`lectern status --json`).
std::string to_json(std::vector<DayRecord> const& records);

}  // namespace lectern
