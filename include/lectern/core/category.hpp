#pragma once

#include <lectern/core/error.hpp>

#include <string>
#include <string_view>

namespace lectern {

/// One entry of arXiv's category taxonomy (https://arxiv.org/category_taxonomy).
struct CategoryInfo {
    std::string_view code;   ///< `cs.LG`
    std::string_view name;   ///< `Machine Learning`
    std::string_view group;  ///< `cs`
    bool active;             ///< Whether new papers may carry it.
};

/// A subject code of a paper, `cs.LG`. Any text is allowed, since papers also carry ACM and MSC classes;
/// info() tells whether arXiv knows it. A regular value type.
class Category {
public:
    Category() = default;
    /// Takes the code as it is; no check.
    explicit Category(std::string code) : code_(std::move(code)) {}

    /// Reads a code a user typed, in any case, and gives it in arXiv's spelling: a category (`cs.lg` gives
    /// `cs.LG`), an archive (`cs`, `astro-ph`), an alias or a subsumed archive (kept: arXiv answers for
    /// both). \par Errors invalid_argument for an unknown code, naming the nearest valid one.
    static Result<Category> parse(std::string_view text);

    /// The whole code: `cs.LG`. Empty if default-constructed.
    std::string const& code() const noexcept { return code_; }
    /// The part before the dot: `cs`.
    std::string_view archive() const noexcept;
    /// The taxonomy's entry, or null if arXiv has no such category.
    CategoryInfo const* info() const noexcept;
    /// The code arXiv lists alias pairs under: `cs.SY` gives `eess.SY`, `cmp-lg` gives `cs.CL`.
    Category canonical() const;

    /// Whether a paper of category `other` belongs to this one: equal up to aliases, or `other` lies in this
    /// archive when this is an archive (`cs` covers `cs.LG`).
    bool covers(Category const& other) const;

    friend bool operator==(Category const&, Category const&) = default;
    friend auto operator<=>(Category const&, Category const&) = default;

private:
    std::string code_;
};

}  // namespace lectern
