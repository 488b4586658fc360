#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace lectern::llm {

/// A list or object in a model's text.
struct Found {
    boost::json::value value;
    std::string name;   ///< Of the member whose value it is, for a part of an object that breaks off.
    bool whole = true;  ///< False for a part of something that breaks off or cannot be read to its end.
};

/// What a model's text holds behind its last end of reasoning.
struct ModelJson {
    std::vector<Found> found;             ///< In the text's order.
    std::vector<std::string> unreadable;  ///< Beginnings of objects that were refused.
    bool unfinished_thought = false;      ///< A thought was begun and not ended: nothing counts.
    bool too_many = false;                ///< More values than any answer needs; nothing counts.
};

/// Reads JSON as models write it: alone, in prose, in code fences, one object a line, cut anywhere.
///
/// Understood besides strict JSON are quotes within strings that are not escaped, single and typographic quotes,
/// names without quotes, Python's `None` and `True`, `NaN`, `+9`, comments, commas too many or missing at a line's end,
/// backslashes of TeX, raw line breaks in strings, half surrogate pairs, fullwidth punctuation, and JSON within a JSON
/// string. An object that can be understood in two ways is refused, and nothing of its line is used.
///
/// Text within strings is never taken for an object, and marks of reasoning (see find_mark()) count outside of strings
/// only. Time and memory are linear in the text; 32 levels, 200 000 values.
ModelJson read_model_json(std::string_view text);

}  // namespace lectern::llm
