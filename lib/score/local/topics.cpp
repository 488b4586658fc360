#include "detail/topic_lines.hpp"

#include <lectern/core/text.hpp>
#include <lectern/core/text_file.hpp>
#include <lectern/score/local/topics.hpp>

#include <boost/algorithm/string/replace.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace lectern {
namespace {

using local::LineKind;
using local::TopicLabel;
using local::TopicLine;

bool is_quoted(std::string_view line) {
    return line.starts_with('>');
}

/// Takes one level of `> ` off every line if the text is a quotation.
std::string unquote(std::string_view text) {
    auto const lines = text::split(text, '\n');
    auto const first =
        std::ranges::find_if(lines, [](std::string_view line) { return !text::trim(line).empty(); });
    if (first == lines.end() || !is_quoted(*first)) return std::string(text);
    std::string out;
    for (std::string_view line : lines) {
        if (is_quoted(line)) line.remove_prefix(line.starts_with("> ") ? 2 : 1);
        out.append(line) += '\n';
    }
    return out;
}

/// Level of a Markdown heading and its text; 0 if the line is none.
std::pair<std::size_t, std::string_view> heading(std::string_view line) {
    std::size_t const level = line.starts_with('#') ? std::min(line.find_first_not_of('#'), line.size()) : 0;
    return {level, text::trim(line.substr(level))};
}

/// A part of a text and the number of its first line.
struct Section {
    std::string_view text;
    std::size_t line = 1;
};

/// What is below the heading "Relevant Topics" up to the next of its level, or all if there is none.
Section topics_section(std::string_view text) {
    std::size_t start = std::string_view::npos;
    std::size_t own_level = 0;
    std::size_t pos = 0;
    std::size_t number = 0;
    Section section{text, 1};
    for (std::string_view const line : text::split(text, '\n')) {
        ++number;
        auto const [level, title] = heading(line);
        bool const ends = own_level > 0 && level > 0 && level <= own_level;
        if (ends) return {text.substr(start, pos - start), section.line};
        if (own_level == 0 && level > 0 && text::iequals(title, "Relevant Topics")) {
            own_level = level;
            start = pos;
            section = {text.substr(start), number};
        }
        pos += line.size() + 1;
    }
    return section;
}

/// Words in lists separated by commas or semicolons, also full-width ones; "etc." is no keyword.
std::vector<std::string> keyword_list(std::vector<std::string> const& lists) {
    std::vector<std::string> words;
    for (std::string list : lists) {
        for (std::string_view const mark : {"，", "；", "、", ";"}) boost::replace_all(list, mark, ",");
        for (std::string_view const part : text::split(list, ',')) {
            std::string_view const word = text::trim(part);
            if (!word.empty() && word != "etc." && word != "etc") words.emplace_back(word);
        }
    }
    return words;
}

bool has_interest(Topics const& topics) {
    return !topics.keywords.empty() || std::ranges::any_of(topics.topics, [](Topic const& topic) {
        return !topic.name.empty() || !topic.relevant.empty();
    });
}

/// Puts the lines of a topics file together.
class Reader {
public:
    Reader(std::string_view name, std::size_t first_line) : name_(name), number_(first_line - 1) {}

    void read_line(std::string_view raw);
    Topics take();

private:
    /// A line that may be the title of a topic whose items follow.
    struct Title {
        std::string text;
        std::size_t number;
        bool bullet;
        std::size_t indent;
    };

    void read_item(TopicLine const& line, TopicLabel label);
    void read_bullet(TopicLine const& line);
    void read_text(TopicLine const& line);
    void start_topic(std::string_view name, std::size_t indent);
    void start_keywords(TopicLine const& line);
    void open(std::vector<std::string>& list, TopicLine const& line, std::string_view entry);
    void close();
    void add_title(TopicLine const& line);
    void drop_title();
    void make_one_topic();
    void warn(std::size_t number, std::string_view what);

    Topic* topic() { return in_topic_ ? &topics_.topics.back() : nullptr; }
    bool takes_list_entry(TopicLine const& line) const { return list_ && (bare_ || line.indent > indent_); }

    std::string_view name_;
    std::size_t number_;
    Topics topics_;
    std::array<std::vector<std::string>, 3> keywords_;  ///< By label, not split yet.
    bool in_keywords_ = false;
    bool in_topic_ = false;
    bool labeled_ = false;          ///< The topic or the keywords have items with labels.
    std::size_t topic_indent_ = 0;  ///< Of its number; other topics' numbers stand about there.
    bool after_blank_ = true;
    std::vector<std::string>* list_ = nullptr;  ///< Where the lines of the open item go.
    bool bare_ = false;                         ///< The item is a label alone: each line is an entry.
    bool waiting_ = false;                      ///< The label alone has no entry yet.
    std::size_t bare_number_ = 0;               ///< Line of that label, if it must not stay without.
    std::size_t indent_ = 0;                    ///< Of the open item.
    std::optional<Title> title_;
    std::vector<std::string> loose_;  ///< Lines outside of topics and keywords.
    std::vector<std::size_t> loose_bullets_;
    std::size_t unsaid_ = 0;  ///< Warnings beyond the limit.
};

void Reader::warn(std::size_t number, std::string_view what) {
    constexpr std::size_t most = 20;
    if (topics_.warnings.size() >= most) {
        ++unsaid_;
        return;
    }
    topics_.warnings.push_back(fmt::format("{}:{}: {}", name_, number, what));
}

void Reader::read_line(std::string_view raw) {
    ++number_;
    TopicLine const line = local::read_topic_line(raw);
    if (line.kind == LineKind::blank) {
        after_blank_ = true;
        return;
    }
    bool const top = !in_topic_ || line.indent <= topic_indent_ + 2;
    if (line.known == TopicLabel::keywords && !(line.kind == LineKind::bullet && in_topic_)) {
        start_keywords(line);
    } else if (line.known) {
        read_item(line, *line.known);
    } else if (line.kind == LineKind::numbered && top && !(bare_ && line.indent > indent_)) {
        drop_title();
        start_topic(line.label.empty() ? line.text : line.label, line.indent);
        if (!line.rest.empty()) open(topic()->relevant, line, line.rest);
    } else if (auto const meant =
                   line.kind == LineKind::heading ? std::nullopt : local::similar_label(line.label)) {
        warn(number_, fmt::format("\"{}\" is read as \"{}\"", text::printable(line.label, 40),
                                  local::name_of(*meant)));
        read_item(line, *meant);
    } else if (line.kind == LineKind::heading) {
        close();
        in_topic_ = false;
        add_title(line);
    } else if (line.kind == LineKind::text) {
        read_text(line);
    } else {
        read_bullet(line);
    }
    after_blank_ = false;
}

void Reader::start_topic(std::string_view name, std::size_t indent) {
    close();
    topics_.topics.push_back({std::string(name), {}, {}});
    in_topic_ = true;
    in_keywords_ = false;
    labeled_ = false;
    topic_indent_ = indent;
}

void Reader::start_keywords(TopicLine const& line) {
    drop_title();
    close();
    in_keywords_ = true;
    in_topic_ = false;
    labeled_ = false;
    open(keywords_[0], line, line.rest);
    bare_number_ = 0;  // labeled lists usually follow
}

void Reader::read_item(TopicLine const& line, TopicLabel label) {
    bool const of_keywords = in_keywords_ && !title_;
    if (!of_keywords && (title_ || !in_topic_)) {
        std::string const name = title_ ? title_->text : std::string();
        std::size_t const indent = title_ && title_->bullet ? title_->indent : 0;
        title_.reset();
        start_topic(name, indent);
    }
    close();
    auto const index = label == TopicLabel::irrelevant ? 1U : label == TopicLabel::application ? 2U : 0U;
    if (of_keywords) {
        labeled_ = true;
        open(keywords_[index], line, line.rest);
    } else if (label == TopicLabel::application) {
        warn(number_, "\"Application\" has a meaning under Keywords only; the line is not used");
    } else {
        labeled_ = true;
        open(index == 1 ? topic()->irrelevant : topic()->relevant, line, line.rest);
    }
}

void Reader::open(std::vector<std::string>& list, TopicLine const& line, std::string_view entry) {
    list_ = &list;
    bare_ = entry.empty();
    waiting_ = bare_;
    bare_number_ = line.kind == LineKind::heading ? 0 : number_;
    indent_ = line.indent;
    if (!bare_) list.emplace_back(entry);
}

void Reader::close() {
    if (waiting_ && bare_number_ != 0) warn(bare_number_, "the label has nothing behind it");
    list_ = nullptr;
    bare_ = false;
    waiting_ = false;
}

void Reader::read_bullet(TopicLine const& line) {
    bool const in_list = in_keywords_ && !title_;
    if (takes_list_entry(line)) {
        list_->emplace_back(line.text);
        waiting_ = false;
    } else if (in_list && !labeled_) {
        close();
        open(keywords_[0], line, line.text);
    } else if (in_topic_ && !labeled_ && (line.indent > topic_indent_ || topic_indent_ == 0)) {
        close();
        open(topic()->relevant, line, line.text);
    } else if (in_list || (in_topic_ && line.indent > topic_indent_)) {
        warn(number_,
             fmt::format("\"{}\" has none of the labels Relevant and Irrelevant; the line is not used",
                         text::printable(line.text, 60)));
        close();
    } else {
        close();
        in_topic_ = false;
        add_title(line);
    }
}

void Reader::read_text(TopicLine const& line) {
    bool const joined = !after_blank_ || line.indent > 0 || waiting_;
    bool const title = line.emphasized && line.indent == 0;
    if (list_ && joined && !title) {
        if (bare_)
            list_->emplace_back(line.text);
        else
            list_->back().append(" ").append(line.text);
        waiting_ = false;
    } else if (in_topic_ && joined && !title && !labeled_) {
        open(topic()->relevant, line, line.text);
    } else {
        close();
        in_topic_ = false;
        add_title(line);
    }
}

void Reader::add_title(TopicLine const& line) {
    drop_title();
    title_ = Title{std::string(line.text), number_, line.kind == LineKind::bullet, line.indent};
    bool const heading = line.kind == LineKind::heading;
    if (title_->text.ends_with(':')) title_->text.pop_back();
    if (heading) title_->number = 0;
}

/// The title had no items: it is a line like any other.
void Reader::drop_title() {
    if (!title_) return;
    if (title_->bullet) loose_bullets_.push_back(title_->number);
    if (title_->number != 0) loose_.push_back(std::move(title_->text));
    title_.reset();
}

/// Makes the loose lines one topic; a label without a topic may have begun it.
void Reader::make_one_topic() {
    if (topics_.topics.empty()) topics_.topics.emplace_back();
    topics_.topics.front().relevant = std::move(loose_);
    loose_bullets_.clear();
}

Topics Reader::take() {
    drop_title();
    close();
    std::erase_if(topics_.topics, [](Topic const& topic) {
        return topic.name.empty() && topic.relevant.empty() && topic.irrelevant.empty();
    });
    topics_.keywords = keyword_list(keywords_[0]);
    topics_.irrelevant_keywords = keyword_list(keywords_[1]);
    topics_.application_keywords = keyword_list(keywords_[2]);
    if (!has_interest(topics_) && !loose_.empty()) make_one_topic();
    for (std::size_t const number : loose_bullets_)
        warn(number, "the line belongs to no topic and is not used; write a topic (\"1. Name\") above it");
    constexpr std::size_t longest_name = 60;
    for (Topic& topic : topics_.topics) {
        if (topic.name.empty()) topic.name = text::truncate(text::join(topic.relevant, ", "), longest_name);
    }
    if (unsaid_ > 0) topics_.warnings.push_back(fmt::format("{}: {} more such lines", name_, unsaid_));
    return std::move(topics_);
}

}  // namespace

Result<Topics> parse_topics(std::string_view bytes, std::string_view name) {
    auto const text = plain_text(bytes, name);
    if (!text) return Error(errc::invalid_topics, text.error().detail());
    std::string const plain = unquote(*text);
    Section const section = topics_section(plain);
    Reader reader(name, section.line);
    for (std::string_view const line : text::split(section.text, '\n')) reader.read_line(line);
    Topics topics = reader.take();
    topics.text = text::trim(section.text);
    if (has_interest(topics)) return topics;
    return Error(errc::invalid_topics,
                 fmt::format("{} names no interest; write numbered topics (\"1. Name\") with lines "
                             "\"   - Relevant: …\" below, or a list \"**Keywords:**\" with \"- Relevant: …\"",
                             name));
}

}  // namespace lectern
