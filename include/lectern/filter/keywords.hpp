#pragma once

#include <lectern/core/error.hpp>
#include <lectern/core/text_query.hpp>
#include <lectern/filter/filter.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// A search expression over papers.
///
///     title:"mixture of experts" and not abstract:survey
///     (quantiz* or prun*) and category:cs.LG
///     author:"Ada Lovelace" or comment:/NeurIPS 20\d\d/
///
/// Terms are words, `"phrases"` or `/regular expressions/` (Perl syntax, any case). A field (title, abstract,
/// author, category, comment) limits a term; without one, title and abstract are searched. Words match whole
/// words, `*` at the end any ending; case and accents do not matter. `not` binds tightest, then `and` (which
/// may be left out), then `or`.
///
/// A regular value; copies share the parsed form. Matching is pure and thread-safe.
class Expression {
public:
    /// Where a term without a field is looked for.
    enum class Scope {
        text,        ///< Title and abstract: what filters do.
        everywhere,  ///< Title, abstract, authors and comment: what a search does.
    };

    /// \par Errors invalid_expression, naming the column (from 1) and what was expected.
    static Result<Expression> parse(std::string_view text, Scope scope = Scope::text);

    /// Whether the paper satisfies the expression.
    bool matches(Paper const& paper) const;
    /// A query that finds at least the papers that match, for a full-text index; nothing if any paper may match
    /// (`not`, regular expressions and categories alone).
    std::optional<TextQuery> text_query() const;
    /// The text it was read from.
    std::string const& text() const noexcept { return text_; }

    class Node;

private:
    Expression(std::string text, std::shared_ptr<Node const> root);

    std::string text_;
    std::shared_ptr<Node const> root_;
};

/// Drops papers that match an `exclude` expression, and, if there are any `include` expressions, those that
/// match none of them.
std::unique_ptr<Filter> make_keyword_filter(std::vector<Expression> include, std::vector<Expression> exclude);

}  // namespace lectern
