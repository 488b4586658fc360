#include <lectern/score/llm/answer.hpp>

#include <utility>

namespace lectern::llm {

std::vector<std::string> ObjectReader::add(std::string_view piece) {
    for (char const c : piece) take(c);
    return std::exchange(found_, {});
}

void ObjectReader::take(char c) {
    if (in_string_ && c == '{' && line_begins_) in_string_ = false;  // the string was never closed
    if (in_string_) {
        object_ += c;
        line_begins_ = c == '\n' || (line_begins_ && (c == ' ' || c == '\t' || c == '\r'));
        if (escaped_)
            escaped_ = false;
        else if (c == '\\')
            escaped_ = true;
        else if (c == '"')
            in_string_ = false;
        return;
    }
    if (c == '{') {
        object_ = "{";
        open_ = true;
        return;
    }
    if (!open_) return;
    object_ += c;
    if (c == '"') {
        in_string_ = true;
        escaped_ = line_begins_ = false;
    } else if (c == '}') {
        complete();
    }
}

void ObjectReader::complete() {
    found_.push_back(std::move(object_));
    object_.clear();
    open_ = false;
}

}  // namespace lectern::llm
