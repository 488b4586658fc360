#pragma once

#include <string_view>

namespace lectern::math {

/// What a symbol is to a formula.
enum class SymbolKind {
    letter,    ///< A variable, in italics.
    upright,   ///< A letter or sign, upright.
    op,        ///< An operator, a relation, an arrow, punctuation.
    fence,     ///< A bracket or bar.
    big,       ///< A large operator with limits.
    integral,  ///< A large operator with scripts at its side.
    function,  ///< A name such as log.
    limits,    ///< A name with limits such as max.
};

/// A character or name that a command stands for.
struct Symbol {
    std::string_view text;  ///< UTF-8, not escaped.
    SymbolKind kind;
};

/// The symbol of a command, without its backslash; null if it is none. The result lives as long as the program.
Symbol const* find_symbol(std::string_view command);

}  // namespace lectern::math
