// Filter expressions, and papers they are applied to.
#include "target.hpp"

#include <lectern/filter/keywords.hpp>

void fuzz(std::string_view bytes) {
    auto const expression = lectern::Expression::parse(bytes.substr(0, 4096));
    if (!expression) return;
    lectern::Paper paper;
    paper.title = "Attention and gates";
    paper.abstract = bytes.substr(0, 1024);
    bool const first = expression->matches(paper);
    must(expression->matches(paper) == first, "matching is pure");
}
