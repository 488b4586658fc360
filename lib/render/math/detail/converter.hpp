#pragma once

#include "alphabet.hpp"
#include "symbols.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern::math {

/// Thrown where a text cannot be a formula.
struct NoFormula {};

/// A piece of MathML on its way.
struct Node {
    std::string markup;
    SymbolKind kind = SymbolKind::letter;  ///< Decides where scripts go.
    std::size_t elements = 1;              ///< How many stand side by side in `markup`.

    /// As exactly one element.
    std::string element() const { return elements == 1 ? markup : "<mrow>" + markup + "</mrow>"; }
};

/// Levels of nesting that are followed.
inline constexpr int kDeepest = 50;

/// Counts the levels of nesting; too many are no formula.
class Level {
public:
    explicit Level(int& depth) : depth_(depth) {
        if (++depth_ > kDeepest) throw NoFormula();
    }
    Level(Level const&) = delete;
    Level& operator=(Level const&) = delete;
    ~Level() { --depth_; }

private:
    int& depth_;
};

/// Reads TeX and writes MathML, in one pass. Functions that read an argument leave the place behind it.
class Converter {
public:
    explicit Converter(std::string_view tex) : tex_(tex) {}

    /// All of it. \throws NoFormula
    Node formula();
    std::vector<std::string>& unknown() { return unknown_; }

private:
    /// What ends a row.
    enum class Stop { end, brace, bracket, right, cell };

    /// \name Reading
    /// @{
    bool at_end() const { return pos_ >= tex_.size(); }
    char peek() const { return at_end() ? '\0' : tex_[pos_]; }
    bool starts_with(std::string_view s) const { return tex_.substr(pos_).starts_with(s); }
    void skip_spaces();
    std::string_view peek_command() const;
    bool take_command(std::string_view name);
    std::string_view raw_argument();
    std::string_view optional_argument();
    bool at(Stop stop) const;
    /// @}

    /// \name Rows and atoms
    /// @{
    Node row(Stop stop);
    Node atom();
    Node with_scripts(Node base);
    Node argument();
    Node group();
    Node character();
    Node letters();
    Node number();
    Node symbol(Symbol const& symbol);
    std::string primes();
    Node in_font(Alphabet alphabet);
    void fraction_of_row(Node& numerator, Stop stop);
    /// @}

    /// \name Commands
    /// @{
    Node command();
    Node named_command(std::string_view name);
    bool layout_command(std::string_view name, Node& node);
    bool spacing_command(std::string_view name, Node& node);
    bool font_command(std::string_view name, Node& node);
    bool accent_command(std::string_view name, Node& node);
    bool text_command(std::string_view name, Node& node);
    bool bracket_command(std::string_view name, Node& node);
    Node fraction(std::string_view attributes, bool parentheses);
    Node root();
    Node stacked(bool over);
    Node long_arrow(std::string_view arrow);
    Node left_right();
    Node sized_bracket(std::string_view size);
    std::string delimiter();
    Node negated();
    Node operator_name();
    Node text(std::string_view content, Alphabet alphabet);
    Node environment();
    Node table();
    Node quantity(bool with_unit);
    Node unknown_command(std::string_view name);
    /// @}

    std::string_view tex_;
    std::size_t pos_ = 0;
    int depth_ = 0;
    Alphabet alphabet_ = Alphabet::italic;
    std::vector<std::string> unknown_;
};

/// `<name attributes>content</name>`; the content is markup.
std::string tag(std::string_view name, std::string_view content, std::string_view attributes = {});

/// Joins nodes side by side.
void append(Node& row, Node const& node);

}  // namespace lectern::math
