#include "detail/expression_node.hpp"

#include <lectern/core/text.hpp>

#include <boost/regex.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>

namespace lectern {
namespace {

using Node = Expression::Node;
using NodePtr = std::shared_ptr<Node const>;

constexpr std::array<std::string_view, 5> kFieldNames{"title", "abstract", "author", "category", "comment"};
constexpr std::array<Field, 5> kFields{Field::title, Field::abstract, Field::author, Field::category,
                                       Field::comment};

/// Whether `test` holds for one of the texts the field stands for.
bool any_text(Paper const& paper, Field field, std::function<bool(std::string_view)> const& test) {
    switch (field) {
        case Field::everywhere:
            return any_text(paper, Field::text, test) || any_text(paper, Field::author, test) ||
                   test(paper.comment);
        case Field::text:
            return test(paper.title) || test(paper.abstract);
        case Field::title:
            return test(paper.title);
        case Field::abstract:
            return test(paper.abstract);
        case Field::comment:
            return test(paper.comment);
        case Field::author:
            return std::ranges::any_of(paper.authors,
                                       [&](Author const& author) { return test(author.name); });
        case Field::category:
            return std::ranges::any_of(paper.categories,
                                       [&](Category const& own) { return test(own.code()); });
    }
    return false;
}

/// Folded words of a text: letters, digits and everything beyond ASCII.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    bool inside = false;
    for (char const c : text::fold(text)) {
        bool const part =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
        if (part && !inside) words.emplace_back();
        if (part) words.back() += c;
        inside = part;
    }
    return words;
}

TextQuery joined(TextQuery::Kind kind, TextQuery left, TextQuery right) {
    TextQuery query;
    query.kind = kind;
    query.parts.push_back(std::move(left));
    query.parts.push_back(std::move(right));
    return query;
}

TextQuery::Field index_field(Field field) {
    switch (field) {
        case Field::text:
            return TextQuery::Field::text;
        case Field::title:
            return TextQuery::Field::title;
        case Field::abstract:
            return TextQuery::Field::abstract;
        case Field::author:
            return TextQuery::Field::author;
        case Field::comment:
            return TextQuery::Field::comment;
        default:
            return TextQuery::Field::everywhere;
    }
}

class And final : public Node {
public:
    And(NodePtr left, NodePtr right) : left_(std::move(left)), right_(std::move(right)) {}
    bool matches(Paper const& paper) const override {
        return left_->matches(paper) && right_->matches(paper);
    }
    std::optional<TextQuery> text_query() const override {
        auto left = left_->text_query();
        auto right = right_->text_query();
        if (!left || !right) return left ? left : right;
        return joined(TextQuery::Kind::all, std::move(*left), std::move(*right));
    }

private:
    NodePtr left_;
    NodePtr right_;
};

class Or final : public Node {
public:
    Or(NodePtr left, NodePtr right) : left_(std::move(left)), right_(std::move(right)) {}
    bool matches(Paper const& paper) const override {
        return left_->matches(paper) || right_->matches(paper);
    }
    std::optional<TextQuery> text_query() const override {
        auto left = left_->text_query();
        auto right = right_->text_query();
        if (!left || !right) return std::nullopt;
        return joined(TextQuery::Kind::any, std::move(*left), std::move(*right));
    }

private:
    NodePtr left_;
    NodePtr right_;
};

class Not final : public Node {
public:
    explicit Not(NodePtr operand) : operand_(std::move(operand)) {}
    bool matches(Paper const& paper) const override { return !operand_->matches(paper); }

private:
    NodePtr operand_;
};

class Words final : public Node {
public:
    Words(Field field, std::vector<std::string> words, bool open_end)
        : field_(field), words_(std::move(words)), open_end_(open_end) {}

    bool matches(Paper const& paper) const override {
        return any_text(paper, field_, [this](std::string_view text) { return occurs_in(words_of(text)); });
    }
    std::optional<TextQuery> text_query() const override {
        // Signs beyond ASCII count as words here, and as nothing in an index.
        bool const letters = std::ranges::all_of(
            words_, [](std::string const& word) { return text::letter_length(word) > 0; });
        if (!letters) return std::nullopt;
        TextQuery query;
        query.field = index_field(field_);
        query.words = words_;
        query.open_end = open_end_;
        return query;
    }

private:
    bool occurs_in(std::vector<std::string> const& text) const {
        auto const same = [this](std::string const& word, std::string const& wanted) {
            bool const last = &wanted == &words_.back();
            return open_end_ && last ? word.starts_with(wanted) : word == wanted;
        };
        return std::ranges::search(text, words_, same).begin() != text.end();
    }

    Field field_;
    std::vector<std::string> words_;
    bool open_end_;
};

class InCategory final : public Node {
public:
    explicit InCategory(Category category) : category_(std::move(category)) {}
    bool matches(Paper const& paper) const override {
        return std::ranges::any_of(paper.categories,
                                   [this](Category const& own) { return category_.covers(own); });
    }

private:
    Category category_;
};

class Regex final : public Node {
public:
    Regex(Field field, boost::regex regex) : field_(field), regex_(std::move(regex)) {}

    bool matches(Paper const& paper) const override {
        return any_text(paper, field_, [this](std::string_view text) { return found_in(text); });
    }

private:
    bool found_in(std::string_view text) const {
        try {
            return boost::regex_search(text.begin(), text.end(), regex_);
        } catch (std::runtime_error const&) {
            // Boost.Regex gives up on a pattern that would take exponential time; no match can be claimed
            // then.
            return false;
        }
    }

    Field field_;
    boost::regex regex_;
};

}  // namespace

std::optional<Field> find_field(std::string_view name) {
    auto const found = std::ranges::find(kFieldNames, name);
    if (found == kFieldNames.end()) return std::nullopt;
    return kFields[static_cast<std::size_t>(found - kFieldNames.begin())];
}

std::span<std::string_view const> field_names() {
    return kFieldNames;
}

NodePtr make_and(NodePtr left, NodePtr right) {
    return std::make_shared<And>(std::move(left), std::move(right));
}
NodePtr make_or(NodePtr left, NodePtr right) {
    return std::make_shared<Or>(std::move(left), std::move(right));
}
NodePtr make_not(NodePtr operand) {
    return std::make_shared<Not>(std::move(operand));
}

Result<NodePtr> make_words(Field field, std::string_view phrase) {
    if (field == Field::category) {
        auto category = Category::parse(phrase);
        if (!category) return category.error();
        return NodePtr(std::make_shared<InCategory>(std::move(*category)));
    }
    auto words = words_of(phrase);
    if (words.empty()) return Error(errc::invalid_expression, fmt::format("\"{}\" holds no word", phrase));
    return NodePtr(std::make_shared<Words>(field, std::move(words), phrase.ends_with('*')));
}

Result<NodePtr> make_regex(Field field, std::string const& pattern) {
    try {
        return NodePtr(
            std::make_shared<Regex>(field, boost::regex(pattern, boost::regex::perl | boost::regex::icase)));
    } catch (boost::regex_error const& error) {
        return Error(errc::invalid_expression,
                     fmt::format("/{}/ is no regular expression: {}", pattern, error.what()));
    }
}

}  // namespace lectern
