// Pages of an archive.
#include "target.hpp"

#include <lectern/archive/archive_page.hpp>

void fuzz(std::string_view bytes) {
    // A page, then a line of its own, then the output file.
    std::size_t const border = bytes.find("\n=====\n");
    std::string_view const output = border == std::string_view::npos ? "{}" : bytes.substr(border + 7);
    (void)lectern::import_archive_page(bytes.substr(0, border), output);
}
