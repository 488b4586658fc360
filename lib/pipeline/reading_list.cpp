#include "core/detail/paper_json.hpp"

#include <lectern/core/text.hpp>
#include <lectern/pipeline/reading_list.hpp>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace lectern {
namespace {

namespace bj = boost::json;

/// Collects entries, each paper once.
class Collector {
public:
    void add(ReadingListEntry entry) {
        if (seen_.insert(entry.id.base()).second) list_.entries.push_back(std::move(entry));
    }
    void add_without_id(std::string_view what) { list_.without_id.push_back(text::printable(what, 100)); }
    ReadingList take() { return std::move(list_); }

private:
    ReadingList list_;
    std::set<std::string> seen_;
};

bool ends_token(char c) {
    return std::string_view(" \t\r\n\"'{}()<>,;[]").find(c) != std::string_view::npos;
}

/// An id that a text shows to be arXiv's: `arXiv:…`, an address, a DOI, or the number after "arXiv".
std::optional<ArxivId> find_id(std::string_view entry) {
    bool after_arxiv = false;
    for (std::size_t i = 0; i < entry.size();) {
        std::size_t end = i;
        while (end < entry.size() && !ends_token(entry[end])) ++end;
        std::string_view token = entry.substr(i, end - i);
        i = end + 1;
        while (token.ends_with('.')) token.remove_suffix(1);
        if (token.empty()) continue;
        bool const names_arxiv = text::ascii_lower(token).find("arxiv") != std::string::npos;
        if (names_arxiv || after_arxiv) {
            if (auto id = ArxivId::parse(token)) return *id;
        }
        after_arxiv = names_arxiv;
    }
    return std::nullopt;
}

/// The value of a BibTeX field, without its braces or quotes; empty if there is no such field.
std::string_view bibtex_field(std::string_view entry, std::string_view name) {
    std::string const lower = text::ascii_lower(entry);
    for (std::size_t pos = lower.find(name); pos != std::string::npos; pos = lower.find(name, pos + 1)) {
        std::size_t equals = pos + name.size();
        while (equals < entry.size() && (entry[equals] == ' ' || entry[equals] == '\t')) ++equals;
        bool const field =
            equals < entry.size() && entry[equals] == '=' &&
            (pos == 0 || std::string_view(" \t\r\n,").find(entry[pos - 1]) != std::string_view::npos);
        if (!field) continue;
        std::string_view value = text::trim(entry.substr(equals + 1));
        while (value.starts_with('{') || value.starts_with('"')) value.remove_prefix(1);
        return text::trim(value.substr(0, value.find_first_of("}\"\n")));
    }
    return {};
}

/// An id from BibTeX's eprint field, which needs no word of arXiv, or from anywhere in the entry.
std::optional<ArxivId> bibtex_id(std::string_view entry) {
    if (auto id = ArxivId::parse(bibtex_field(entry, "eprint"))) return *id;
    return find_id(entry);
}

/// Starts of the entries: an `@` at the start of a line, but for comments and definitions.
std::vector<std::size_t> bibtex_starts(std::string_view text) {
    std::vector<std::size_t> starts;
    std::size_t pos = 0;
    for (std::string_view const line : text::split(text, '\n')) {
        std::string const start = text::ascii_lower(text::trim(line).substr(0, 9));
        bool const entry = start.starts_with('@') && !start.starts_with("@comment") &&
                           !start.starts_with("@string") && !start.starts_with("@preamble");
        if (entry) starts.push_back(pos);
        pos += line.size() + 1;
    }
    return starts;
}

void read_bibtex(std::string_view text, Collector& list) {
    auto const starts = bibtex_starts(text);
    for (std::size_t i = 0; i < starts.size(); ++i) {
        std::size_t const end = i + 1 < starts.size() ? starts[i + 1] : text.size();
        std::string_view const entry = text.substr(starts[i], end - starts[i]);
        if (auto id = bibtex_id(entry)) {
            list.add({std::move(*id), true, std::nullopt});
        } else {
            std::string_view const title = bibtex_field(entry, "title");
            list.add_without_id(title.empty() ? text::trim(entry.substr(0, entry.find_first_of(",\n")))
                                              : title);
        }
    }
}

bool is_ris_tag(std::string_view line, std::string_view tag) {
    return line.starts_with(tag) && text::trim(line.substr(tag.size())).starts_with('-');
}

void read_ris(std::string_view text, Collector& list) {
    std::string entry;
    std::string title;
    for (std::string_view const raw : text::split(text, '\n')) {
        std::string_view const line = text::trim(raw);
        if (is_ris_tag(line, "TI") || is_ris_tag(line, "T1"))
            title = text::trim(line.substr(line.find('-') + 1));
        entry.append(line) += '\n';
        if (!is_ris_tag(line, "ER")) continue;
        if (auto id = find_id(entry)) {
            list.add({std::move(*id), true, std::nullopt});
        } else {
            list.add_without_id(title.empty() ? entry : title);
        }
        entry.clear();
        title.clear();
    }
}

std::string title_of(bj::value const& item) {
    bj::object const* object = item.if_object();
    if (!object) return bj::serialize(item);
    if (auto const* data = object->if_contains("data"); data && data->is_object()) return title_of(*data);
    auto const* title = object->if_contains("title");
    return title && title->is_string() ? std::string(title->get_string()) : bj::serialize(item);
}

Result<void> read_library_json(std::string_view text, std::string_view name, Collector& list) {
    auto const value = json::parse(text);
    if (!value) return value.error().with_context(name);
    bj::value const* items = &*value;
    if (items->is_object()) items = items->get_object().if_contains("items");
    if (!items || !items->is_array())
        return Error(errc::invalid_argument, fmt::format("{}: neither an array of items nor an object with "
                                                         "\"items\", as Zotero and CSL export them",
                                                         name));
    for (bj::value const& item : items->get_array()) {
        if (auto id = find_id(bj::serialize(item))) {
            list.add({std::move(*id), true, std::nullopt});
        } else {
            list.add_without_id(title_of(item));
        }
    }
    return {};
}

Result<ReadingListEntry> read_mark(std::string_view line) {
    auto const value = json::parse(line);
    if (!value) return value.error();
    auto const object = json::as_object(*value, "a mark");
    if (!object) return object.error();
    auto const text = json::string_member(**object, "id");
    if (!text) return text.error();
    auto id = ArxivId::parse(*text);
    if (!id) return id.error();
    ReadingListEntry entry{std::move(*id), true, std::nullopt};
    if (auto const* liked = (*object)->if_contains("liked")) {
        if (!liked->is_bool()) return Error(errc::invalid_argument, "member \"liked\" must be true or false");
        entry.liked = liked->get_bool();
    }
    if (auto const* made = (*object)->if_contains("marked")) {
        if (!made->is_string())
            return Error(errc::invalid_argument,
                         "member \"marked\" must be a time like 2026-01-31T12:00:00Z");
        auto const time = parse_rfc3339(std::string_view(made->get_string()));
        if (!time) return time.error().with_context("member \"marked\"");
        entry.made = *time;
    }
    return entry;
}

/// Calls `read(line)` for every line that is not blank; the first error ends it.
template <class Read>
Result<void> for_lines(std::string_view text, std::string_view name, Read const& read) {
    std::size_t number = 0;
    for (std::string_view const raw : text::split(text, '\n')) {
        ++number;
        std::string_view const line = text::trim(raw);
        if (line.empty()) continue;
        if (Result<void> const done = read(line); !done)
            return done.error().with_context(fmt::format("{}:{}", name, number));
    }
    return {};
}

Result<void> read_marks(std::string_view text, std::string_view name, Collector& list) {
    return for_lines(text, name, [&](std::string_view line) -> Result<void> {
        auto entry = read_mark(line);
        if (!entry) return entry.error();
        list.add(std::move(*entry));
        return {};
    });
}

Result<void> read_ids(std::string_view text, std::string_view name, Collector& list) {
    return for_lines(text, name, [&](std::string_view line) -> Result<void> {
        line = text::trim(line.substr(0, line.find('#')));
        if (line.empty()) return {};
        auto id = ArxivId::parse(line);
        if (!id) return id.error();
        list.add({std::move(*id), true, std::nullopt});
        return {};
    });
}

bool has_line(std::string_view text, std::string_view start) {
    return std::ranges::any_of(text::split(text, '\n'),
                               [&](std::string_view line) { return text::trim(line).starts_with(start); });
}

}  // namespace

Result<ReadingList> read_reading_list(std::string_view text, std::string_view name) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (auto const bad = text::find_invalid_utf8(text)) {
        return Error(errc::invalid_argument,
                     fmt::format("{}: byte {} is not UTF-8; save it as UTF-8", name, *bad));
    }
    Collector list;
    std::string_view const start = text::trim(text);
    std::string_view const first = start.substr(0, start.find('\n'));
    Result<void> done{};
    if (start.starts_with('{') && first.find("\"id\"") != std::string_view::npos && json::parse(first)) {
        done = read_marks(text, name, list);
    } else if (start.starts_with('[') || start.starts_with('{')) {
        done = read_library_json(start, name, list);
    } else if (has_line(text, "TY  -")) {
        read_ris(text, list);
    } else if (has_line(text, "@")) {
        read_bibtex(text, list);
    } else {
        done = read_ids(text, name, list);
    }
    if (!done) return done.error();
    return list.take();
}

std::string marks_to_json_lines(std::span<Mark const> marks) {
    std::string out;
    for (Mark const& mark : marks) {
        bj::object object;
        object["id"] = mark.id.base();
        object["liked"] = mark.liked;
        object["source"] = mark.source;
        object["marked"] = format_time(mark.made);
        out += bj::serialize(object) + "\n";
    }
    return out;
}

}  // namespace lectern
