#pragma once

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/date.hpp>
#include <lectern/core/error.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace lectern {

/// That the reader likes a paper, or does not.
struct Mark {
    ArxivId id;          ///< The version does not matter.
    bool liked = true;   ///< False: the reader does not want the paper.
    std::string source;  ///< Who said so: `cli`, or the name of what it was imported from.
    Time made{};         ///< Learned from on later days.

    friend bool operator==(Mark const&, Mark const&) = default;
};

/// The reader's marks: at most one for each paper.
/// \par Errors store
/// \par Thread safety one thread at a time
class MarkStore {
public:
    virtual ~MarkStore() = default;

    /// Records marks. A mark replaces an earlier one about the same paper, unless it says the same: then the
    /// earlier one stays, with its time.
    /// \return how many marks are new or different
    /// \par Errors invalid_argument if a paper is not in the store; then none is recorded
    virtual Result<std::size_t> set_marks(std::span<Mark const> marks) = 0;
    /// \return whether there was a mark
    virtual Result<bool> drop_mark(ArxivId const& id) = 0;
    /// All marks, oldest first.
    virtual Result<std::vector<Mark>> marks() const = 0;
};

}  // namespace lectern
