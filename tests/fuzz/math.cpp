// Formulas and texts with TeX: what comes out is well-formed and UTF-8, whatever comes in.
#include "target.hpp"

#include <lectern/core/text.hpp>
#include <lectern/render/math.hpp>

#include <tinyxml2.h>

#include <string>

namespace {

bool is_well_formed(std::string const& markup) {
    std::string const page = "<p>" + markup + "</p>";
    tinyxml2::XMLDocument document;
    return document.Parse(page.c_str(), page.size()) == tinyxml2::XML_SUCCESS;
}

}  // namespace

void fuzz(std::string_view bytes) {
    std::string const text = lectern::text::replace_invalid_utf8(bytes);
    std::string const html = lectern::math::to_html(text);
    must(is_well_formed(html), "HTML is well-formed");
    must(!lectern::text::find_invalid_utf8(html), "HTML is UTF-8");
    must(!lectern::text::find_invalid_utf8(lectern::math::to_plain(text)), "plain text is UTF-8");
    auto const formula = lectern::math::to_mathml(text);
    must(!formula || is_well_formed(formula->markup), "MathML is well-formed");
}
