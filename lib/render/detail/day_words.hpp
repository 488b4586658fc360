#pragma once

#include <lectern/core/digest.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// Sentences and names that several formats have in common. Plain text: each format escapes it.
namespace lectern::render {

/// "25 papers for you, of 579 read and 874 announced."
std::string headline(Totals const& totals);

/// Who judged: "judged by gpt-4o-mini 106 · ranked locally 100 · cost $0.0093, 9 requests".
std::string judged_line(Digest const& digest);

/// "March". \pre a month of the calendar
std::string_view month_name(std::chrono::month month);

/// "Tuesday 17 March 2026".
std::string long_date(Date date);

/// The first author and the last: "Ada Lovelace, …, Grace Hopper"; all of them if there are two or three.
std::string short_authors(Paper const& paper);

/// "relevance 10, novelty 7 (estimated)"; empty without a score.
std::string grades(DigestEntry const& entry);

/// A grade as people write it: 8 or 8.5.
std::string grade(double value);

/// What is wrong with the day, or empty: that it is partial, stale, without an announcement.
std::string_view state_line(DayState state);

/// That the digest was made later; empty otherwise.
std::string remedial_line(Digest const& digest);

}  // namespace lectern::render
