#include "detail/xml.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

namespace lectern::xml {
namespace {

constexpr std::string_view kCdataOpen = "<![CDATA[";
constexpr std::string_view kCdataClose = "]]>";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // three bytes, as the shortest reference
constexpr char kPadding = '\x7f';                          // no other is left when references are replaced
constexpr std::size_t kLongestReference = 40;
constexpr int kMaxDepth = 100;
constexpr std::ptrdiff_t kMostAttributes = 50;  // namespaces among them: names are looked up in each scope
constexpr unsigned kOptions = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                              pugi::parse_wconv_attribute | pugi::parse_doctype;

/// XML 1.0, production 2, but for DEL.
bool is_xml_char(unsigned long code) {
    return code == 0x9 || code == 0xa || code == 0xd || (code >= 0x20 && code <= 0xd7ff && code != 0x7f) ||
           (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

bool is_valid_reference(std::string_view digits) {
    int const base = digits.starts_with('x') ? 16 : 10;
    if (base == 16) digits.remove_prefix(1);
    unsigned long code = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, base);
    return error == std::errc{} && end == digits.data() + digits.size() && is_xml_char(code);
}

/// Where the CDATA section that starts at `open` ends; `bytes.size()` if it does not.
std::size_t cdata_end(std::string_view bytes, std::size_t open) {
    return std::min(bytes.find(kCdataClose, open), bytes.size());
}

/// Replaces character references to no XML character, which pugixml would take literally (a NUL would end the
/// text). Other references and CDATA stay. Linear: the replacement is padded, and the padding removed at once.
void replace_bad_references(std::string& bytes) {
    bool replaced = false;
    std::size_t cdata = bytes.find(kCdataOpen);
    for (std::size_t i = bytes.find("&#"); i != std::string::npos; i = bytes.find("&#", i + 1)) {
        for (; cdata < i; cdata = bytes.find(kCdataOpen, cdata)) {
            cdata = cdata_end(bytes, cdata);
            i = std::max(i, cdata);
        }
        std::string_view const reference = std::string_view(bytes).substr(i, kLongestReference);
        std::size_t const end = reference.find(';');
        if (!reference.starts_with("&#") || end == std::string_view::npos) continue;
        if (is_valid_reference(reference.substr(2, end - 2))) continue;
        bytes.replace(i, end + 1, std::string(kReplacement).append(end + 1 - kReplacement.size(), kPadding));
        replaced = true;
    }
    if (replaced) std::erase(bytes, kPadding);
}

bool has_dtd(pugi::xml_document const& document) {
    return std::ranges::any_of(document.children(),
                               [](Element node) { return node.type() == pugi::node_doctype; });
}

/// Checks nesting and attributes. A loop, because hostile nesting must not become recursion.
Result<void> check_shape(Element const root) {
    int depth = 1;
    for (Element node = root; node && depth > 0;) {
        auto const attributes = node.attributes();
        if (std::distance(attributes.begin(), attributes.end()) > kMostAttributes)
            return Error(errc::feed_limit, fmt::format("the XML element <{}> has more than {} attributes",
                                                       text::truncate(node.name(), 60), kMostAttributes));
        if (Element const child = node.first_child()) {
            if (++depth > kMaxDepth)
                return Error(errc::feed_limit,
                             fmt::format("XML elements are nested more than {} deep", kMaxDepth));
            node = child;
            continue;
        }
        while (depth > 0 && !node.next_sibling()) {
            node = node.parent();
            --depth;
        }
        node = node.next_sibling();
    }
    return {};
}

std::size_t line_of(std::string_view bytes, std::ptrdiff_t offset) {
    std::string_view const before =
        bytes.substr(0, static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)));
    return 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
}

}  // namespace

Result<void> Document::load(std::string_view bytes) {
    // XML allows no control characters; a title that holds one anyway is no reason to lose the day.
    bytes_ = text::find_control(bytes) ? text::strip_controls(bytes) : std::string(bytes);
    replace_bad_references(bytes_);
    auto const parsed =
        tree_.load_buffer_inplace(bytes_.data(), bytes_.size(), kOptions, pugi::encoding_utf8);
    if (has_dtd(tree_)) return Error(errc::feed_limit, "XML with a document type definition is refused");
    if (auto const fine = check_shape(root()); !fine) return fine.error();
    if (!parsed) {
        return Error(errc::not_a_feed,
                     fmt::format("broken or truncated XML near line {}", line_of(bytes, parsed.offset)));
    }
    return {};
}

Markup count_markup(std::string_view bytes) noexcept {
    Markup markup;
    bool value_follows = false;
    for (char const c : bytes) {
        if (c == '<') ++markup.tags;
        if (value_follows && (c == '"' || c == '\'')) ++markup.attributes;
        bool const blank = c == ' ' || (c >= '\t' && c <= '\r');
        value_follows = c == '=' || (value_follows && blank);
    }
    return markup;
}

Scope::Scope(Scope const& outer, Element const element) : outer_(&outer) {
    for (auto const attribute : element.attributes()) {
        std::string_view const name = attribute.name();
        if (name == "xmlns") declared_.emplace_back("", attribute.value());
        if (name.starts_with("xmlns:")) declared_.emplace_back(name.substr(6), attribute.value());
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
    bool const redeclares = std::ranges::any_of(element.attributes(), [](auto const& attribute) {
        return std::string_view(attribute.name()).starts_with("xmlns");
    });
    return {redeclares ? Scope(*this, element).find(prefix) : find(prefix),
            prefixed ? full.substr(colon + 1) : full};
}

std::string_view Texts::of(Element const element) {
    Element const first = element.first_child();
    if (!first.next_sibling()) return first.value();
    std::string all;
    for (Element const part : element.children()) all += part.value();
    return joined_.emplace_front(std::move(all));
}

}  // namespace lectern::xml
