#include "detail/xml.hpp"

#include "core/detail/unicode.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace lectern::xml {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::size_t kLongestReference = 40;
// Namespaces among them: names are looked up in each scope, and tinyxml2 compares each attribute with all before it.
constexpr std::size_t kMostAttributes = 50;

/// XML 1.0, production 2, but for DEL.
bool is_xml_char(unsigned long code) {
    return code == 0x9 || code == 0xa || code == 0xd || (code >= 0x20 && code <= 0xd7ff && code != 0x7f) ||
           (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/// Appends the character of a number such as `960` or `x3c0`.
void append_character(std::string_view digits, std::string& out) {
    int const base = digits.starts_with('x') ? 16 : 10;
    if (base == 16) digits.remove_prefix(1);
    unsigned long code = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, base);
    bool const valid = error == std::errc{} && end == digits.data() + digits.size() && is_xml_char(code);
    if (valid)
        unicode::append(out, static_cast<char32_t>(code));
    else
        out += kReplacement;
}

/// Appends what `&name;` stands for. \return whether it is known
bool append_entity(std::string_view name, std::string& out) {
    constexpr std::array<std::pair<std::string_view, char>, 5> entities{
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    auto const known = std::ranges::find(entities, name, &std::pair<std::string_view, char>::first);
    if (known == entities.end()) return false;
    out += known->second;
    return true;
}

/// The end of a construct that starts at `from` and ends with `close`; the document's end if it does not.
std::size_t behind(std::string_view bytes, std::size_t from, std::string_view close) {
    std::size_t const found = bytes.find(close, from);
    return found == std::string_view::npos ? bytes.size() : found + close.size();
}

/// Counts the attributes of the tag that starts at `at`, and moves `at` behind it.
std::size_t count_attributes(std::string_view bytes, std::size_t& at) {
    std::size_t count = 0;
    while (at < bytes.size() && bytes[at] != '>') {
        char const c = bytes[at++];
        if (c != '"' && c != '\'') continue;
        ++count;
        at = behind(bytes, at, std::string_view(&c, 1));
    }
    return count;
}

/// Whether there is a document type definition before the root element.
bool has_dtd(std::string_view bytes) {
    constexpr std::string_view doctype = "<!DOCTYPE";
    for (std::size_t at = bytes.find('<'); at < bytes.size(); at = bytes.find('<', at)) {
        std::string_view const rest = bytes.substr(at);
        if (text::iequals(rest.substr(0, doctype.size()), doctype)) return true;
        if (rest.starts_with("<!--"))
            at = behind(bytes, at + 4, "-->");
        else if (rest.starts_with("<?"))
            at = behind(bytes, at, "?>");
        else
            return false;
    }
    return false;
}

Error error_of(tinyxml2::XMLDocument const& document) {
    if (document.ErrorID() == tinyxml2::XML_ELEMENT_DEPTH_EXCEEDED)
        return {errc::feed_limit,
                fmt::format("XML elements are nested more than {} deep", TINYXML2_MAX_ELEMENT_DEPTH)};
    return {errc::not_a_feed,
            fmt::format("broken or truncated XML near line {}", std::max(document.ErrorLineNum(), 1))};
}

}  // namespace

std::string decode_references(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const start = std::min(text.find('&', at), text.size());
        out += text.substr(at, start - at);
        at = start;
        if (at == text.size()) break;
        std::string_view const reference = text.substr(at, kLongestReference);
        std::size_t const end = reference.find(';');
        bool const closed = end != std::string_view::npos;
        bool const numeric = closed && reference.starts_with("&#");
        if (numeric) append_character(reference.substr(2, end - 2), out);
        bool const known = numeric || (closed && append_entity(reference.substr(1, end - 1), out));
        if (!known) out += '&';
        at += known ? end + 1 : 1;
    }
    return out;
}

Result<void> Document::load(std::string_view bytes) {
    if (has_dtd(bytes)) return Error(errc::feed_limit, "XML with a document type definition is refused");
    if (count_markup(bytes).most_attributes > kMostAttributes)
        return Error(errc::feed_limit,
                     fmt::format("an XML element has more than {} attributes", kMostAttributes));
    // XML allows no control characters; a title that holds one anyway is no reason to lose the day.
    std::string clean;
    if (text::find_control(bytes)) bytes = clean = text::strip_controls(bytes);
    if (tree_.Parse(bytes.data(), bytes.size()) != tinyxml2::XML_SUCCESS) return error_of(tree_);
    if (!root()) return Error(errc::not_a_feed, "broken or truncated XML: it has no element");
    return {};
}

Markup count_markup(std::string_view bytes) noexcept {
    Markup markup;
    for (std::size_t at = bytes.find('<'); at < bytes.size(); at = bytes.find('<', at)) {
        ++markup.tags;
        std::string_view const rest = bytes.substr(at);
        if (rest.starts_with("<![CDATA[")) {
            at = behind(bytes, at, "]]>");
        } else if (rest.starts_with("<!--")) {
            at = behind(bytes, at + 4, "-->");
        } else {
            std::size_t const attributes = count_attributes(bytes, ++at);
            markup.attributes += attributes;
            markup.most_attributes = std::max(markup.most_attributes, attributes);
        }
    }
    return markup;
}

Scope::Scope(Scope const& outer, Element const element) : outer_(&outer) {
    auto const* attribute = element ? element.get()->FirstAttribute() : nullptr;
    for (; attribute; attribute = attribute->Next()) {
        std::string_view const name = attribute->Name();
        if (name == "xmlns") declared_.emplace_back("", attribute->Value());
        if (name.starts_with("xmlns:")) declared_.emplace_back(name.substr(6), attribute->Value());
    }
}

std::string_view Scope::find(std::string_view prefix) const {
    for (Scope const* scope = this; scope; scope = scope->outer_) {
        for (auto const& [declared, space] : scope->declared_) {
            if (declared == prefix) return space;
        }
    }
    return {};
}

Name Scope::name(Element const element) const {
    std::string_view const full = element.name();
    std::size_t const colon = full.find(':');
    bool const prefixed = colon != std::string_view::npos;
    std::string_view const prefix = full.substr(0, prefixed ? colon : 0);
    Scope const own(*this, element);
    bool const redeclares = !own.declared_.empty();
    return {redeclares ? own.find(prefix) : find(prefix), prefixed ? full.substr(colon + 1) : full};
}

std::string_view Texts::of(Element const element) {
    if (!element) return {};
    auto const text_of = [](tinyxml2::XMLNode const& node) { return std::string_view(node.Value()); };
    tinyxml2::XMLNode const* const first = element.get()->FirstChild();
    bool const plain = first && first->ToText() && !first->NextSibling() &&
                       (first->ToText()->CData() || text_of(*first).find('&') == std::string_view::npos);
    if (!first) return {};
    if (plain) return text_of(*first);
    std::string all;
    for (auto const* part = first; part; part = part->NextSibling()) {
        tinyxml2::XMLText const* const words = part->ToText();
        if (!words) continue;
        all += words->CData() ? std::string(text_of(*part)) : decode_references(text_of(*part));
    }
    return keep(std::move(all));
}

std::string_view Texts::attribute(Element const element, char const* name) {
    char const* const value = element ? element.get()->Attribute(name) : nullptr;
    if (!value) return {};
    std::string_view const raw = value;
    return raw.find('&') == std::string_view::npos ? raw : keep(decode_references(raw));
}

}  // namespace lectern::xml
