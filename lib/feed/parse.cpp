#include "detail/formats.hpp"
#include "detail/xml.hpp"

#include <lectern/core/text.hpp>
#include <lectern/feed/parse.hpp>

#include <fmt/format.h>

namespace lectern {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool looks_like_html(std::string_view text) {
    std::string const head = text::ascii_lower(text.substr(0, 100));
    return head.starts_with("<!doctype html") || head.starts_with("<html");
}

Result<ParsedFeed> parse_xml(std::string_view text, ParseLimits const& limits) {
    if (looks_like_html(text)) return Error(errc::not_a_feed, "the answer is an HTML page");
    if (auto const fine = feed::check_markup(text, limits); !fine) return fine.error();
    xml::Document document;
    if (auto const loaded = document.load(text); !loaded) return loaded.error();
    xml::Element const root = document.root();
    xml::Name const name = xml::Scope().name(root);
    if (name.is(xml::ns::none, "rss")) return feed::parse_rss(root, limits);
    if (name.is(xml::ns::atom, "feed")) return feed::parse_atom(root, limits);
    return Error(errc::not_a_feed, fmt::format("the XML root element is <{}>, not <rss> or <feed>",
                                               text::truncate(root.name(), 60)));
}

}  // namespace

Result<ParsedFeed> parse_feed(std::string_view bytes, ParseLimits const& limits) {
    if (auto const fine = feed::check_size(bytes, limits); !fine) return fine.error();
    if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
    std::string_view const text = text::trim(bytes);
    if (text.empty()) return Error(errc::not_a_feed, "the answer is empty");
    if (auto const bad = text::find_invalid_utf8(text)) {
        return Error(errc::not_a_feed, fmt::format("byte {} is not UTF-8", *bad));
    }
    if (text.front() == '<') return parse_xml(text, limits);
    if (text.front() == '{') return feed::parse_json_lines(text, limits);
    return Error(errc::not_a_feed, fmt::format("the answer is the text \"{}\"", text::truncate(text, 80)));
}

}  // namespace lectern
