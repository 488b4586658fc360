// BibTeX, RIS, JSON and plain lists.
#include "target.hpp"

#include <lectern/marks/reading_list.hpp>

void fuzz(std::string_view bytes) {
    (void)lectern::read_reading_list(bytes, "list");
}
