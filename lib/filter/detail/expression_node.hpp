#pragma once

#include <lectern/filter/keywords.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace lectern {

/// A part of a parsed expression.
class Expression::Node {
public:
    virtual ~Node() = default;
    virtual bool matches(Paper const& paper) const = 0;
    /// See Expression::text_query().
    virtual std::optional<TextQuery> text_query() const { return std::nullopt; }
};

/// Where a term is looked for; `text` is title and abstract, `everywhere` authors and comment, too.
enum class Field { everywhere, text, title, abstract, author, category, comment };

std::optional<Field> find_field(std::string_view name);
std::span<std::string_view const> field_names();

std::shared_ptr<Expression::Node const> make_and(std::shared_ptr<Expression::Node const> left,
                                                 std::shared_ptr<Expression::Node const> right);
std::shared_ptr<Expression::Node const> make_or(std::shared_ptr<Expression::Node const> left,
                                                std::shared_ptr<Expression::Node const> right);
std::shared_ptr<Expression::Node const> make_not(std::shared_ptr<Expression::Node const> operand);
/// Words in a row; the last may end in `*`. For the category field, a category code.
Result<std::shared_ptr<Expression::Node const>> make_words(Field field, std::string_view phrase);
Result<std::shared_ptr<Expression::Node const>> make_regex(Field field, std::string const& pattern);

}  // namespace lectern
