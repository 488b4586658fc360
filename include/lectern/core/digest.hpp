#pragma once

#include <lectern/core/coverage.hpp>
#include <lectern/core/date.hpp>
#include <lectern/core/paper.hpp>
#include <lectern/core/revision.hpp>
#include <lectern/core/score.hpp>
#include <lectern/core/usage.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// Where a paper ended up.
enum class Outcome {
    shown,         ///< In the digest.
    below_cutoff,  ///< Scored, but not high enough or beyond the maximum number.
    filtered,      ///< Dropped by a filter.
    unscored,      ///< No score could be had; listed in a section of its own.
};

/// `shown`, `below-cutoff`, `filtered`, `unscored`.
std::string_view to_string(Outcome outcome) noexcept;
/// \par Errors invalid_argument for any other word.
Result<Outcome> parse_outcome(std::string_view word);

/// A paper that is only named.
struct PaperName {
    ArxivId id;         ///< With the version where it is known.
    std::string title;  ///< As announced.

    friend bool operator==(PaperName const&, PaperName const&) = default;
};

/// DigestEntry::reason of a paper by a followed author.
inline constexpr char const* kAuthorMatch = "Author match";

/// One paper of the digest.
struct DigestEntry {
    Paper paper;                          ///< As announced, with its listings.
    std::optional<Score> score;           ///< Nothing for a pinned paper that was not scored.
    bool pinned = false;                  ///< Shown whatever its score (a followed author, say).
    std::vector<std::string> followed{};  ///< Names of the followed authors who have written it.
    /// Why it is here, in sentences: the pin's reason (`Author match`), that it came late, the score's comment.
    std::string reason;
    std::string gist{};     ///< The sentence in which the authors say what the paper does; see text::gist().
    std::string summary{};  ///< What the paper does in a model's words; empty: the gist stands for it.
    std::vector<PaperName>
        also{};  ///< Papers like it that are folded under it (Selection::fold), best first.
    /// Key that ordered it: Score::total(), or the pin's own.
    double order_key = 0.0;

    friend bool operator==(DigestEntry const&, DigestEntry const&) = default;
};

/// What a page says that the paper does: DigestEntry::summary, else DigestEntry::gist.
std::string const& shown_gist(DigestEntry const& entry) noexcept;

/// What a page says about why the paper is here: DigestEntry::reason, and behind a pin's the score's comment.
std::string shown_reason(DigestEntry const& entry);

/// The decision about an announced paper, and the reason.
struct Decision {
    ArxivId id;                        ///< With the version where it is known.
    std::string title;                 ///< As announced.
    Outcome outcome = Outcome::shown;  ///< Shown, or why not.
    std::string reason;                ///< The filter's, the pin's, or why there is no score; may be empty.
    std::optional<double> relevance;   ///< 1–10; nothing without a score.
    std::optional<double> novelty;     ///< 1–10; nothing where the scorer cannot tell.
    bool estimated = false;            ///< See Score::estimated.
    /// How the scorer came to its result, a sentence a step: stages, caches, requests, costs.
    std::vector<std::string> steps{};

    friend bool operator==(Decision const&, Decision const&) = default;
};

/// Who gave the estimated scores of a digest: its scorer where that judged none on an absolute scale, else the local
/// ranker, which stood in for it.
/// \param scorer Digest::scorer
/// \param judged Totals::judged
std::string_view estimator_of(std::string_view scorer, std::size_t judged) noexcept;

/// How many of the papers a scorer with an absolute scale judged: those that have a score which is not estimated.
std::size_t count_judged(std::vector<Decision> const& decisions) noexcept;

/// Numbers of a day. announced = filtered + scanned, and scanned = scored + unscored + pinned without score.
struct Totals {
    std::size_t announced = 0;   ///< Papers in the announcement, each once.
    std::size_t scanned = 0;     ///< Left after the filters.
    std::size_t relevant = 0;    ///< Shown.
    std::size_t filtered = 0;    ///< Dropped by a filter.
    std::size_t pinned = 0;      ///< Kept by a pin, whatever the score.
    std::size_t scored = 0;      ///< Papers with a score.
    std::size_t unscored = 0;    ///< Papers that should have a score and have none.
    std::size_t judged = 0;      ///< Scored ones that Digest::scorer judged; the rest is only ranked locally.
    std::size_t duplicates = 0;  ///< Repeated listings that were merged.

    friend bool operator==(Totals const&, Totals const&) = default;
};

/// Marks a digest made later for a missed day.
struct Remedial {
    Date from;       ///< First day of submission (US Eastern) of the missed papers.
    Date to;         ///< Last day of submission.
    Date generated;  ///< When the digest was made.

    friend bool operator==(Remedial const&, Remedial const&) = default;
};

/// What the scorer was asked, quoted at the end of the page.
struct Prompt {
    std::string system;  ///< Empty: not quoted.
    std::string user;    ///< `[PAPER LIST HERE]` stands for the papers.

    friend bool operator==(Prompt const&, Prompt const&) = default;
};

/// One day's digest: everything any Renderer needs, and the trace of every paper.
struct Digest {
    Date date{};                    ///< Of the announcement.
    DayState state = DayState::ok;  ///< ok, partial, stale, or no_announcement.
    /// Whether every announced paper is here, so that a partial digest lacks nothing but scores.
    bool all_announced = true;
    std::optional<Remedial> remedial;  ///< Set if it was made later, for a missed day.
    /// Read from a page of another program. The Markdown renderer then keeps a text as it was published where
    /// that is harmless; all other digests are escaped in full.
    bool imported = false;
    std::string scorer;                   ///< Model that judged papers of the day, or `local`.
    Usage usage;                          ///< What scoring took.
    Totals totals;                        ///< Numbers of the day, for its page.
    std::vector<DigestEntry> entries;     ///< In reading order.
    std::vector<PaperName> just_below{};  ///< Good enough, but beyond Selection::max_papers; best first.
    std::vector<Paper> unscored;          ///< Papers left without a score, in announcement order.
    std::vector<Decision> decisions;      ///< Of every announced paper, in announcement order.
    std::vector<std::string> warnings;    ///< What is missing or doubtful, in sentences.
    Prompt prompt;                        ///< Empty if no model was asked.
    /// Papers of earlier digests that have a new version; listed only if the reader wants it.
    std::vector<Revision> revised;
    /// Numbers of the day, first the whole day, then by category; empty where nobody counted.
    std::vector<Coverage> coverage;

    friend bool operator==(Digest const&, Digest const&) = default;
};

}  // namespace lectern
