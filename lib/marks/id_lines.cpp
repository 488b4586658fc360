#include "core/detail/json.hpp"
#include "detail/formats.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/value.hpp>

#include <utility>

// The two formats with one paper a line: identifiers, and lectern's own JSON Lines.
namespace lectern::marks {
namespace {

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

Result<ReadingListEntry> read_id(std::string_view line) {
    auto id = ArxivId::parse(line);
    if (!id) return id.error();
    return ReadingListEntry{std::move(*id), true, std::nullopt};
}

/// Adds what `read` makes of every line that is not blank.
template <class Read>
void for_lines(std::string_view text, Collector& list, Read const& read) {
    std::size_t number = 0;
    for (std::string_view const raw : text::split(text, '\n')) {
        ++number;
        std::string_view const line = text::trim(raw);
        if (line.empty()) continue;
        if (list.full()) return;
        auto entry = read(line);
        std::string place = list.place(number);
        if (entry) {
            entry->place = std::move(place);
            list.add(std::move(*entry));
        } else {
            Error const& error = entry.error();
            list.reject(place, error == errc::invalid_id ? error.message() : error.detail());
        }
    }
}

/// A line without bullet and comment. A `#` within an address starts no comment.
std::string without_comment(std::string_view raw) {
    std::size_t hash = raw.find('#');
    while (hash != std::string_view::npos && hash > 0 && raw[hash - 1] != ' ' && raw[hash - 1] != '\t')
        hash = raw.find('#', hash + 1);
    std::string_view line = text::trim(raw.substr(0, hash));
    for (std::string_view const bullet : {"- ", "* ", "+ ", "• "}) {
        if (line.starts_with(bullet)) line = text::trim(line.substr(bullet.size()));
    }
    return std::string(line);
}

}  // namespace

void read_marks(std::string_view text, Collector& list) {
    for_lines(text, list, read_mark);
}

void read_ids(std::string_view text, Collector& list) {
    std::string plain;
    for (std::string_view const line : text::split(text, '\n')) plain += without_comment(line) + "\n";
    for_lines(plain, list, read_id);
}

}  // namespace lectern::marks
