#include "detail/xml.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

namespace lectern::xml {
namespace {

constexpr std::string_view kCdataOpen = "<![CDATA[";
constexpr std::string_view kCdataClose = "]]>";
constexpr std::size_t kLongestEntity = 40;

bool is_predefined(std::string_view name) {
    static constexpr std::array<std::string_view, 5> names{"amp", "lt", "gt", "quot", "apos"};
    for (std::string_view const known : names) {
        if (known == name) return true;
    }
    return false;
}

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

/// What replaces the reference at the start of `s` (which is '&'), and how long it is; nothing if it is fine.
struct Replacement {
    std::string_view text;
    std::size_t length;
};

std::optional<Replacement> mend_reference(std::string_view s) {
    std::size_t const end = s.substr(0, kLongestEntity).find(';');
    if (end == std::string_view::npos) return Replacement{"&amp;", 1};
    std::string_view const name = s.substr(1, end - 1);
    if (is_predefined(name)) return std::nullopt;
    if (!name.starts_with('#')) return Replacement{"&amp;", 1};
    if (is_valid_reference(name.substr(1))) return std::nullopt;
    return Replacement{"\xEF\xBF\xBD", end + 1};
}

/// tinyxml2 garbles entities it does not know, so none reaches it. Copies only if there is one.
std::optional<std::string> mend_references(std::string_view bytes) {
    std::optional<std::string> mended;
    std::size_t copied = 0;
    std::size_t cdata = bytes.find(kCdataOpen);
    for (std::size_t i = bytes.find('&'); i != std::string_view::npos; i = bytes.find('&', i)) {
        if (cdata < i) {
            std::size_t const close = bytes.find(kCdataClose, cdata);
            if (close == std::string_view::npos) break;
            if (i < close) i = close;
            cdata = bytes.find(kCdataOpen, close);
            continue;
        }
        auto const replacement = mend_reference(bytes.substr(i));
        if (!replacement) {
            ++i;
            continue;
        }
        if (!mended) mended.emplace().reserve(bytes.size() + 64);
        mended->append(bytes.substr(copied, i - copied)).append(replacement->text);
        i += replacement->length;
        copied = i;
    }
    if (mended) mended->append(bytes.substr(copied));
    return mended;
}

bool has_dtd(tinyxml2::XMLDocument const& document) {
    for (auto const* node = document.FirstChild(); node; node = node->NextSibling()) {
        if (node->ToUnknown()) return true;
    }
    return false;
}

}  // namespace

Result<void> load(std::string_view bytes, tinyxml2::XMLDocument& document) {
    // XML allows no control characters; a title that holds one anyway is no reason to lose the day.
    std::optional<std::string> stripped;
    if (text::find_control(bytes)) bytes = stripped.emplace(text::strip_controls(bytes));
    auto const mended = mend_references(bytes);
    std::string_view const source = mended ? std::string_view(*mended) : bytes;
    auto const status = document.Parse(source.data(), source.size());
    if (status == tinyxml2::XML_ELEMENT_DEPTH_EXCEEDED) {
        return Error(errc::feed_limit, "XML elements are nested too deeply");
    }
    if (has_dtd(document)) return Error(errc::feed_limit, "XML with a document type definition is refused");
    if (status != tinyxml2::XML_SUCCESS || !document.RootElement()) {
        return Error(errc::not_a_feed,
                     fmt::format("broken or truncated XML near line {}", document.ErrorLineNum()));
    }
    return {};
}

Scope::Scope(Scope const& outer, Element const& element) : outer_(&outer) {
    for (auto const* attribute = element.FirstAttribute(); attribute; attribute = attribute->Next()) {
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

bool Scope::is(Element const& element, std::string_view space, std::string_view local) const {
    std::string_view const name = element.Name();
    if (!name.ends_with(local)) return false;
    std::size_t const colon = name.find(':');
    bool const prefixed = colon != std::string_view::npos;
    if ((prefixed ? name.substr(colon + 1) : name) != local) return false;
    std::string_view const prefix = prefixed ? name.substr(0, colon) : std::string_view{};
    bool const redeclares =
        element.FirstAttribute() && std::string_view(element.FirstAttribute()->Name()).starts_with("xmlns");
    return redeclares ? Scope(*this, element).find(prefix) == space : find(prefix) == space;
}

std::string_view Texts::of(Element const& element) {
    auto const* first = element.FirstChild();
    if (!first) return {};
    if (!first->NextSibling()) return first->ToText() ? std::string_view(first->Value()) : std::string_view();
    std::string all;
    for (auto const* node = first; node; node = node->NextSibling()) {
        if (auto const* part = node->ToText()) all += part->Value();
    }
    return joined_.emplace_front(std::move(all));
}

}  // namespace lectern::xml
