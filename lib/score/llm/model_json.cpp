#include "detail/model_json.hpp"

#include "detail/model_string.hpp"
#include "detail/reasoning.hpp"

#include <lectern/core/arxiv_id.hpp>
#include <lectern/core/text.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace lectern::llm {
namespace {

namespace bj = boost::json;

constexpr std::size_t kDeepest = 32;
constexpr std::size_t kMostValues = 200'000;
constexpr std::size_t kMostUnreadable = 20;
constexpr std::size_t kQuoted = 100;
constexpr int kMostWrappings = 3;

/// A list or object that is being read.
struct Frame {
    std::size_t begin = 0;
    bool list = false;
    bj::array items{};
    bj::object members{};
    std::string name{};        ///< Of the member being read.
    bool separated = true;     ///< Whether an item or member may begin.
    bool mended = false;       ///< Holds a string whose end is not certain.
    bool doubtful = false;     ///< Can be understood in more than one way.
    bool contradicts = false;  ///< Has a member twice with different values.
};

bool is_container(bj::value const& value) {
    return value.is_array() || value.is_object();
}

/// What a word without quotes stands for.
bj::value value_of(std::string_view word) {
    if (word == "null" || word == "None" || word == "undefined" || word == "NaN") return nullptr;
    if (word == "true" || word == "True") return true;
    if (word == "false" || word == "False") return false;
    // 2601.00010 is an id, and as a number would lose its last zeros.
    if (ArxivId::parse(word)) return bj::value(word);
    double number = 0;
    std::string_view const digits = word.starts_with('+') ? word.substr(1) : word;
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    bool const whole = failure == std::errc{} && end == digits.data() + digits.size();
    return whole ? bj::value(number) : bj::value(word);
}

class Reader {
public:
    Reader(std::string_view text, int wrappings) : text_(text), wrappings_(wrappings) {
        frames_.reserve(kDeepest);
    }

    ModelJson read() && {
        while (at_ < text_.size() && !result_.too_many) {
            if (!thoughts_.open() && frames_.empty() && (text_[at_] == '{' || text_[at_] == '[')) {
                read_bracket();
            } else if (auto const mark = mark_at(text_, at_)) {
                take(*mark);
            } else {
                ++at_;
            }
            while (!frames_.empty() && !result_.too_many) {
                if (!step()) give_up();
            }
        }
        result_.unfinished_thought = thoughts_.open();
        if (result_.unfinished_thought || result_.too_many) result_.found.clear();
        return std::move(result_);
    }

private:
    void take(Mark const& mark) {
        at_ = mark.end;
        if (!thoughts_.take(mark, text_)) return;
        result_.found.clear();
        result_.unreadable.clear();
    }

    void read_bracket() {
        if (auto const mark = mark_at(text_, at_)) return take(*mark);
        begin_frame();
    }

    bool begin_frame() {
        // What cannot be an object costs nothing.
        std::string_view const two = text_.substr(at_, 2);
        if (two == "{{" || two == "{[") return ++at_, false;
        if (frames_.size() == kDeepest) {
            // Nothing that deep is an answer; the brackets in a row are passed over at once.
            while (at_ + 1 < text_.size() && (text_[at_ + 1] == '[' || text_[at_ + 1] == '{')) ++at_;
            ++at_;
            return false;
        }
        Frame frame;
        frame.begin = at_;
        frame.list = text_[at_++] == '[';
        frames_.push_back(std::move(frame));
        return true;
    }

    /// Reads the next part of the innermost frame. \return false if it cannot be read
    bool step() {
        if (!skip_comments() || at_ == text_.size()) return false;
        Frame& frame = frames_.back();
        if (text_[at_] == (frame.list ? ']' : '}')) return end_frame();
        if (std::size_t const comma = comma_at(text_, at_)) {
            at_ += comma;
            frame.separated = true;
            return true;
        }
        bool const next = frame.list ? text_[at_] == '{' : quote_at(text_, at_).kind != 0;
        if (!frame.separated && !next) return false;
        frame.separated = false;
        return frame.list ? read_value() : read_member();
    }

    bool read_member() {
        Frame& frame = frames_.back();
        if (quote_at(text_, at_).kind != 0) {
            RawString const name = read_string(text_, at_, StringPlace::member_name);
            at_ = name.next;
            if (!name.closed) return false;
            frame.name = decode_string(text_.substr(name.begin, name.end - name.begin));
        } else {
            std::string_view const word = read_word(":\xef");
            if (word.empty() || word.find(' ') != std::string_view::npos) return false;
            frame.name = word;
        }
        if (!skip_comments()) return false;
        std::size_t const colon = colon_at(text_, at_);
        at_ += colon;
        return colon > 0 && skip_comments() && at_ < text_.size() && read_value();
    }

    bool read_value() {
        if (text_[at_] == '{' || text_[at_] == '[') return begin_frame();
        if (quote_at(text_, at_).kind != 0) return read_quoted();
        bool const list = frames_.back().list;
        std::string_view const word = read_word("\xef");
        if (word.empty()) return false;
        bj::value value = value_of(word);
        // Words in square brackets are prose: "[see above]".
        if (list && value.is_string() && !ArxivId::parse(word)) return word == "...";
        return add(std::move(value));
    }

    bool read_quoted() {
        bool const list = frames_.back().list;
        RawString const string =
            read_string(text_, at_, list ? StringPlace::list_item : StringPlace::member_value);
        at_ = string.next;
        std::string_view const contents = text_.substr(string.begin, string.end - string.begin);
        frames_.back().mended = frames_.back().mended || string.has_quotes;
        frames_.back().doubtful = frames_.back().doubtful || string.has_member || !string.closed;
        if (!string.closed) return false;
        return add(bj::value(decode_string(contents)));
    }

    /// Reads characters up to a delimiter or the end of the line, at most 128.
    std::string_view read_word(std::string_view also) {
        constexpr std::string_view delimiters = ",}]{[\"<\n";
        constexpr std::size_t longest = 128;
        std::size_t const begin = at_;
        std::size_t const limit = std::min(text_.size(), begin + longest);
        while (at_ < limit && delimiters.find(text_[at_]) == std::string_view::npos &&
               also.find(text_[at_]) == std::string_view::npos && !comment_at(text_, at_))
            ++at_;
        return text::trim(text_.substr(begin, at_ - begin));
    }

    /// Adds a value to the innermost frame.
    bool add(bj::value value) {
        if (++values_ > kMostValues) {
            result_.too_many = true;
            return true;
        }
        Frame& frame = frames_.back();
        if (frame.list) {
            frame.items.push_back(std::move(value));
            return true;
        }
        bj::value& place = frame.members[frame.name];
        frame.contradicts = frame.contradicts || (!place.is_null() && place != value);
        place = std::move(value);
        return true;
    }

    /// Ends the innermost frame.
    bool end_frame() {
        ++at_;
        Frame& frame = frames_.back();
        // A quote behind the brace belongs to a string that was taken to end before.
        bool const split = !frame.list && (frames_.size() == 1 || frames_[frames_.size() - 2].list) &&
                           text_.substr(skip_white(text_, at_), 1) == "\"";
        if (frame.doubtful || split || (frame.mended && frame.contradicts)) {
            frame.doubtful = true;
            return false;
        }
        bj::value value =
            frame.list ? bj::value(std::move(frame.items)) : bj::value(std::move(frame.members));
        bool const mended = frame.mended;
        frames_.pop_back();
        unwrap_member(value);
        if (frames_.empty()) {
            result_.too_many = ++values_ > kMostValues;
            result_.found.push_back({std::move(value), {}, true});
            return true;
        }
        frames_.back().mended = frames_.back().mended || mended;
        return add(std::move(value));
    }

    /// `{"papers": "[{\"ARXIVID\": …}]"}`: a text that is JSON itself and the only member takes its value's place.
    void unwrap_member(bj::value& value) const {
        if (wrappings_ == kMostWrappings || !value.is_object() || value.get_object().size() != 1) return;
        auto& member = *value.get_object().begin();
        if (!member.value().is_string() || text::iequals(member.key(), "comment")) return;
        std::string const inner(text::trim(member.value().get_string()));
        if (!inner.starts_with('{') && !inner.starts_with('[')) return;
        ModelJson read = Reader(inner, wrappings_ + 1).read();
        if (read.found.size() == 1 && read.found.front().whole)
            member.value() = std::move(read.found.front().value);
    }

    /// Leaves what cannot be read: what is complete in it stays, and reading goes on behind.
    void give_up() {
        bool const uncertain =
            std::ranges::any_of(frames_, [](Frame const& frame) { return frame.mended || frame.doubtful; });
        std::size_t const begin = frames_.back().begin;
        if (!frames_.back().list && result_.unreadable.size() < kMostUnreadable)
            result_.unreadable.push_back(
                text::printable(text_.substr(begin, std::min(kQuoted, at_ - begin)), kQuoted));
        for (Frame& frame : frames_) keep_complete(frame);
        std::size_t const outermost = frames_.front().begin;
        frames_.clear();
        if (!uncertain) return;
        go_to_next_object();
        go_behind_last_end(outermost);
    }

    void keep_complete(Frame& frame) {
        for (bj::value& item : frame.items) {
            if (is_container(item)) result_.found.push_back({std::move(item), {}, false});
        }
        for (auto& member : frame.members) {
            if (is_container(member.value()))
                result_.found.push_back({std::move(member.value()), std::string(member.key()), false});
        }
    }

    /// What was taken for a string may hold an end of reasoning: then everything before it is a draft, and reading
    /// goes on behind the last one.
    void go_behind_last_end(std::size_t begin) {
        std::string_view const passed = text_.substr(0, at_);
        std::optional<std::size_t> last;
        for (auto mark = find_mark(passed, begin); mark; mark = find_mark(passed, mark->end)) {
            if (mark->closes) last = mark->end;
        }
        if (!last) return;
        at_ = *last;
        result_.found.clear();
        result_.unreadable.clear();
    }

    /// After text whose strings cannot be told from what stands between them: the next line that begins an object.
    void go_to_next_object() {
        while (at_ > 0 && (text_[at_ - 1] == ' ' || text_[at_ - 1] == '\t')) --at_;
        while (at_ < text_.size()) {
            if (at_ > 0 && text_[at_ - 1] == '\n') {
                at_ = skip_white(text_, at_);
                if (at_ < text_.size() && (text_[at_] == '{' || text_[at_] == '[')) break;
            }
            if (at_ < text_.size()) ++at_;
        }
    }

    /// Skips white space and comments. \return false for a comment that does not end
    bool skip_comments() {
        for (;;) {
            at_ = skip_white(text_, at_);
            if (!comment_at(text_, at_)) return true;
            bool const block = text_.substr(at_, 2) == "/*";
            if (block && endless_comment_) return false;
            std::size_t const end = block ? text_.find("*/", at_ + 2) : text_.find('\n', at_);
            endless_comment_ = endless_comment_ || (block && end == std::string_view::npos);
            if (block && end == std::string_view::npos) return false;
            at_ = std::min(text_.size(), end == std::string_view::npos ? end : end + (block ? 2 : 1));
        }
    }

    std::string_view text_;
    int wrappings_;
    std::size_t at_ = 0;
    std::vector<Frame> frames_;
    std::size_t values_ = 0;
    bool endless_comment_ = false;  ///< No comment from here on ends; looked for once.
    Thoughts thoughts_;
    ModelJson result_;
};

/// The text without a code fence around it.
std::string_view without_fence(std::string_view text) {
    text = text::trim(text);
    if (!text.starts_with("```") || !text.ends_with("```") || text.size() < 6) return text;
    std::size_t const line = text.find('\n');
    if (line == std::string_view::npos || line + 3 > text.size()) return text;
    return text::trim(text.substr(line, text.size() - 3 - line));
}

/// JSON that is one JSON string as a whole, without its quotes and escapes.
std::string unwrapped(std::string text) {
    for (int i = 0; i < kMostWrappings; ++i) {
        std::string_view const inside = without_fence(text);
        bool const quoted = inside.size() > 2 && inside.starts_with('"') && inside.ends_with('"');
        if (!quoted) return text;
        std::string inner = decode_string(inside.substr(1, inside.size() - 2));
        std::string_view const begins = text::trim(inner);
        if (begins.find_first_of("{[\"") != 0) return text;
        text = std::move(inner);
    }
    return text;
}

}  // namespace

ModelJson read_model_json(std::string_view text) {
    std::string const clean = unwrapped(text::replace_invalid_utf8(text));
    return Reader(clean, 0).read();
}

}  // namespace lectern::llm
