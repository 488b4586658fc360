// TeX accents to Unicode, in texts and names.
#include "target.hpp"

#include <lectern/core/paper.hpp>
#include <lectern/core/tex.hpp>
#include <lectern/core/text.hpp>

#include <string>

void fuzz(std::string_view bytes) {
    std::string const text = lectern::text::replace_invalid_utf8(bytes);
    must(!lectern::text::find_invalid_utf8(lectern::tex::decode_text(text)), "decoded text is UTF-8");
    for (lectern::Author const& author : lectern::parse_author_line(text))
        must(!lectern::text::find_invalid_utf8(author.name), "names are UTF-8");
}
