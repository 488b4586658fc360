#pragma once

#include <lectern/core/author_record.hpp>
#include <lectern/core/date.hpp>
#include <lectern/core/paper.hpp>

#include <functional>
#include <map>
#include <string>
#include <utility>

namespace lectern {

/// What a filter wants done with a paper.
enum class Action {
    keep,  ///< No objection; the next filter decides.
    drop,  ///< Not for this reader.
    pin,   ///< Show it whatever its score.
};

/// A filter's decision with its reason, fit to be shown to the reader.
struct Verdict {
    Action action = Action::keep;  ///< What to do with the paper.
    std::string reason;            ///< In words, for the trace; may be empty for keep.

    /// No objection.
    static Verdict keep(std::string reason = {}) { return {Action::keep, std::move(reason)}; }
    /// Not for this reader.
    static Verdict drop(std::string reason) { return {Action::drop, std::move(reason)}; }
    /// Show it whatever its score.
    static Verdict pin(std::string reason) { return {Action::pin, std::move(reason)}; }
};

/// What a filter may look at besides the paper.
struct FilterContext {
    Date day;  ///< Of the announcement.
    /// Papers that were judged on another day, by ArxivId::base(), with that day; null if nothing is
    /// remembered.
    std::map<std::string, Date, std::less<>> const* judged = nullptr;
    /// Who has written the papers, as far as services know; null if none was asked.
    AuthorRecords const* authors = nullptr;
};

/// Decides about papers one by one.
class Filter {
public:
    virtual ~Filter() = default;
    /// Judges one paper. Pure: the same paper and context give the same verdict. Filters run in order; the
    /// first drop ends it, and a pin protects from later drops. \par Thread safety may be called from several
    /// threads at once
    virtual Verdict judge(Paper const& paper, FilterContext const& context) const = 0;
};

}  // namespace lectern
