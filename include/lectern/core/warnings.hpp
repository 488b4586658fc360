#pragma once

#include <lectern/core/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// Warnings of one piece of work, few lines whatever comes from outside: the first three of a kind are kept,
/// the others are counted.
///
/// A regular value. Cost: constant for each warning, as the number of kinds is small.
class WarningList {
public:
    /// Warnings of a kind that are kept.
    static constexpr std::size_t shown = 3;

    /// Adds a warning.
    /// \param warning what to say
    /// \param what names the kind, in the plural and as literal text: "items without an arXiv identifier". If
    /// it is empty, warnings of the same error code are one kind.
    void add(Error warning, std::string_view what = {});

    /// Adds the warnings of another list. What is kept of them gets `context: ` before its detail, unless
    /// that is empty.
    void append(WarningList const& other, std::string_view context = {});

    /// How many were added, whether or not they are kept.
    std::size_t count() const noexcept;
    /// Whether there is nothing to report.
    bool empty() const noexcept { return groups_.empty(); }

    /// The warnings by kind, in the order in which the kinds appeared. Where some were only counted, a last
    /// line says so: "… and 49,997 more items without an arXiv identifier".
    std::vector<Error> lines() const;

private:
    struct Group {
        boost::system::error_code code;
        std::string what;
        std::vector<Error> first;
        std::size_t count = 0;
    };
    Group& group(boost::system::error_code code, std::string_view what);

    std::vector<Group> groups_;
};

}  // namespace lectern
