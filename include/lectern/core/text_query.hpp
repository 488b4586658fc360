#pragma once

#include <string>
#include <vector>

namespace lectern {

/// What an index of words is asked for: a tree that any full-text index can follow.
struct TextQuery {
    /// What the parts have to do with each other.
    enum class Kind {
        words,  ///< Words in a row.
        all,    ///< Every part matches.
        any,    ///< One of the parts matches.
    };
    /// Where words are looked for.
    enum class Field { everywhere, text, title, abstract, author, comment };

    Kind kind = Kind::words;           ///< Whether it is words, or parts.
    Field field = Field::everywhere;   ///< `text` is title and abstract.
    std::vector<std::string> words{};  ///< Folded (text::fold()), letters and digits only; not empty.
    bool open_end = false;             ///< Whether the last word may go on.
    std::vector<TextQuery> parts{};    ///< Of `all` and `any`; not empty.
};

}  // namespace lectern
