#include "core/detail/json.hpp"
#include "detail/encoding.hpp"
#include "detail/formats.hpp"

#include <lectern/core/text.hpp>
#include <lectern/core/text_file.hpp>
#include <lectern/marks/reading_list.hpp>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lectern {
namespace {

namespace bj = boost::json;

enum class Format { empty, bibtex, ris, library_json, marks, ids };

/// Whether the text is a series of objects, one a line, each with an "id"; a damaged line among the first does
/// not hide it.
bool holds_marks(std::string_view text) {
    for (int tries = 0; tries < 5 && !text.empty(); ++tries) {
        std::size_t const end = std::min(text.find('\n'), text.size());
        auto const value = json::parse(text.substr(0, end));
        text = text::trim(text.substr(end));
        bj::object const* object = value ? value->if_object() : nullptr;
        // An item of CSL has an "id" as well, and a type or title.
        if (object) return object->contains("id") && !object->contains("title") && !object->contains("type");
    }
    return false;
}

Format format_of(std::string_view text) {
    text = text::trim(text);
    if (text.empty()) return Format::empty;
    if (text.starts_with('{') && holds_marks(text)) return Format::marks;
    if (text.starts_with('[') || text.starts_with('{')) return Format::library_json;
    for (std::string_view const line : text::split(text, '\n')) {
        if (marks::opens_ris(line)) return Format::ris;
        if (marks::opens_bibtex(line)) return Format::bibtex;
    }
    return Format::ids;
}

/// The bytes as plain text. Library programs of old still write Latin-1.
Result<std::string> decode(std::string_view bytes, std::string_view name, marks::Collector& list) {
    auto wide = marks::from_utf16(bytes);
    if (!wide) return wide.error().with_context(name);
    bool const text = wide->find('\0') == std::string::npos;
    if (text && text::find_invalid_utf8(*wide)) {
        std::string converted = marks::from_windows_1252(*wide);
        auto const plain = plain_text(converted, name);
        Format const format = plain ? format_of(*plain) : Format::empty;
        if (format == Format::bibtex || format == Format::ris) {
            list.warn(
                fmt::format("{} is not UTF-8; it was read as Windows-1252 (Latin-1). Save it as UTF-8 if "
                            "names look wrong",
                            name));
            return plain;
        }
    }
    return plain_text(*wide, name);
}

Result<void> read(std::string_view text, Format format, marks::Collector& list) {
    switch (format) {
        case Format::empty:
            break;
        case Format::bibtex:
            marks::read_bibtex(text, list);
            break;
        case Format::ris:
            marks::read_ris(text, list);
            break;
        case Format::library_json:
            return marks::read_library_json(text, list);
        case Format::marks:
            marks::read_marks(text, list);
            break;
        case Format::ids:
            marks::read_ids(text, list);
            break;
    }
    return {};
}

}  // namespace

Result<ReadingList> read_reading_list(std::string_view bytes, std::string_view name) {
    if (bytes.size() > kMaxReadingListBytes)
        return Error(errc::too_large,
                     fmt::format("{} has more than {} MiB; divide it", name, kMaxReadingListBytes >> 20));
    marks::Collector list(name);
    auto const text = decode(bytes, name, list);
    if (!text) return text.error();
    Format const format = format_of(*text);
    if (auto const done = read(*text, format, list); !done) return done.error().with_context(name);
    if (list.full())
        return Error(errc::too_large,
                     fmt::format("{} has {} entries or more; divide it", name, kMaxReadingListEntries));
    ReadingList found = list.take();
    // Nothing but errors: the file is of another kind.
    bool const useless = !found.rejected.empty() && found.rejected.size() == found.total();
    if (useless && format != Format::bibtex && format != Format::ris)
        return Error(errc::invalid_argument, found.rejected.front());
    if (found.total() == 0 && format != Format::empty && format != Format::marks)
        return Error(errc::invalid_argument, fmt::format("{} holds no entry that can be marked", name));
    return found;
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
