#include "detail/expression_node.hpp"

#include <lectern/core/text.hpp>
#include <lectern/filter/keywords.hpp>

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace lectern {
namespace {

using NodePtr = std::shared_ptr<Expression::Node const>;

constexpr int kDeepestNesting = 100;

/// Recursive descent over the expression's text.
class Parser {
public:
    Parser(std::string_view text, Field field) : text_(text), field_(field) {}

    Result<NodePtr> parse() {
        skip_blanks();
        if (at_end()) return fail("an expression is expected");
        auto node = parse_or();
        if (!node) return node;
        if (!at_end()) return fail("an operator or the end is expected");
        return node;
    }

private:
    bool at_end() const { return pos_ >= text_.size(); }
    char peek() const { return text_[pos_]; }
    void skip_blanks() {
        while (!at_end() && (peek() == ' ' || peek() == '\t' || peek() == '\n')) ++pos_;
    }

    Error fail(std::string_view expected) const {
        return {errc::invalid_expression, fmt::format("column {} of `{}`: {}", pos_ + 1, text_, expected)};
    }

    static bool is_word_char(char c) {
        return c != ' ' && c != '\t' && c != '\n' && c != '(' && c != ')' && c != '"' && c != ':';
    }

    std::string_view peek_word() const {
        std::size_t end = pos_;
        while (end < text_.size() && is_word_char(text_[end])) ++end;
        return text_.substr(pos_, end - pos_);
    }

    bool take_keyword(std::string_view keyword) {
        std::string_view const word = peek_word();
        bool const is_field = pos_ + word.size() < text_.size() && text_[pos_ + word.size()] == ':';
        if (!text::iequals(word, keyword) || is_field) return false;
        pos_ += word.size();
        skip_blanks();
        return true;
    }

    bool at_keyword(std::string_view keyword) {
        std::size_t const start = pos_;
        bool const there = take_keyword(keyword);
        pos_ = start;
        return there;
    }

    Result<NodePtr> parse_or() {
        auto left = parse_and();
        while (left && take_keyword("or")) {
            auto right = parse_and();
            if (!right) return right;
            left = make_or(std::move(*left), std::move(*right));
        }
        return left;
    }

    Result<NodePtr> parse_and() {
        auto left = parse_not();
        while (left && !at_end() && peek() != ')' && !at_keyword("or")) {
            (void)take_keyword("and");
            auto right = parse_not();
            if (!right) return right;
            left = make_and(std::move(*left), std::move(*right));
        }
        return left;
    }

    Result<NodePtr> parse_not() {
        if (depth_ >= kDeepestNesting) return fail("too deeply nested");
        ++depth_;
        auto node = take_keyword("not") ? negated() : parse_primary();
        --depth_;
        return node;
    }

    Result<NodePtr> negated() {
        auto node = parse_not();
        if (!node) return node;
        return make_not(std::move(*node));
    }

    Result<NodePtr> parse_primary() {
        if (at_end()) return fail("a term is expected");
        if (peek() == '(') return parse_group();
        for (std::string_view const keyword : {"and", "or"}) {
            if (at_keyword(keyword)) return fail(fmt::format("a term is expected before \"{}\"", keyword));
        }
        Field field = field_;
        if (auto const named = take_field()) {
            if (!*named) return named->error();
            field = **named;
        }
        return parse_term(field);
    }

    Result<NodePtr> parse_group() {
        std::size_t const open = pos_++;
        skip_blanks();
        auto node = parse_or();
        if (!node) return node;
        if (at_end() || peek() != ')') {
            pos_ = open;
            return fail("this parenthesis is not closed");
        }
        ++pos_;
        skip_blanks();
        return node;
    }

    /// Reads `name:`; nothing if there is none.
    std::optional<Result<Field>> take_field() {
        std::string_view const word = peek_word();
        bool const is_field =
            !word.empty() && pos_ + word.size() < text_.size() && text_[pos_ + word.size()] == ':';
        if (!is_field || word.front() == '/') return std::nullopt;
        auto const field = find_field(text::ascii_lower(word));
        if (!field) {
            auto const near = text::nearest(word, field_names());
            return Result<Field>(
                fail(fmt::format("\"{}\" is no field (title, abstract, author, category, comment){}", word,
                                 near ? fmt::format("; did you mean \"{}\"?", *near) : std::string())));
        }
        pos_ += word.size() + 1;
        return Result<Field>(*field);
    }

    Result<NodePtr> parse_term(Field field) {
        if (at_end()) return fail("a word, \"phrase\" or /expression/ is expected");
        if (peek() == '"') return parse_phrase(field);
        if (peek() == '/') return parse_regex(field);
        std::string_view const word = peek_word();
        if (word.empty()) return fail("a word, \"phrase\" or /expression/ is expected");
        auto node = make_words(field, word);
        if (!node) return fail(node.error().detail());
        pos_ += word.size();
        skip_blanks();
        return node;
    }

    Result<NodePtr> parse_phrase(Field field) {
        std::size_t const close = text_.find('"', pos_ + 1);
        if (close == std::string_view::npos) return fail("this quote is not closed");
        auto node = make_words(field, text_.substr(pos_ + 1, close - pos_ - 1));
        if (!node) return fail(node.error().detail());
        pos_ = close + 1;
        skip_blanks();
        return node;
    }

    Result<NodePtr> parse_regex(Field field) {
        std::string pattern;
        std::size_t i = pos_ + 1;
        for (; i < text_.size() && text_[i] != '/'; ++i) {
            bool const escaped_slash = text_[i] == '\\' && i + 1 < text_.size() && text_[i + 1] == '/';
            if (escaped_slash)
                ++i;
            else if (text_[i] == '\\' && i + 1 < text_.size())
                pattern += text_[i++];
            pattern += text_[i];
        }
        if (i >= text_.size()) return fail("this regular expression is not closed with /");
        auto node = make_regex(field, pattern);
        if (!node) return fail(node.error().detail());
        pos_ = i + 1;
        skip_blanks();
        return node;
    }

    std::string_view text_;
    Field field_;  ///< Of terms without one.
    std::size_t pos_ = 0;
    int depth_ = 0;
};

}  // namespace

Expression::Expression(std::string text, std::shared_ptr<Node const> root)
    : text_(std::move(text)), root_(std::move(root)) {}

Result<Expression> Expression::parse(std::string_view text, Scope scope) {
    auto root = Parser(text, scope == Scope::text ? Field::text : Field::everywhere).parse();
    if (!root) return root.error();
    return Expression(std::string(text::trim(text)), std::move(*root));
}

std::optional<TextQuery> Expression::text_query() const {
    return root_->text_query();
}

bool Expression::matches(Paper const& paper) const {
    return root_->matches(paper);
}

}  // namespace lectern
