#include "detail/converter.hpp"

#include <fmt/format.h>

#include <array>

/// Matrices and other tables.
namespace lectern::math {
namespace {

struct Fences {
    std::string_view name;
    std::string_view open;
    std::string_view close;
};

constexpr std::array<Fences, 6> kFences{{{"pmatrix", "(", ")"},
                                         {"bmatrix", "[", "]"},
                                         {"Bmatrix", "{", "}"},
                                         {"vmatrix", "|", "|"},
                                         {"Vmatrix", "‖", "‖"},
                                         {"cases", "{", ""}}};

std::string fence(std::string_view sign, std::string_view form) {
    return sign.empty() ? std::string() : tag("mo", sign, fmt::format("fence=\"true\" form=\"{}\"", form));
}

}  // namespace

Node Converter::environment() {
    std::string_view name = raw_argument();
    if (name.ends_with('*')) name.remove_suffix(1);
    if (name == "array" || name == "tabular" || name == "alignedat") (void)raw_argument();  // its columns
    (void)optional_argument();
    Node const content = table();
    for (Fences const& fences : kFences) {
        if (fences.name != name && !(name == "dcases" && fences.name == "cases")) continue;
        return {tag("mrow", fence(fences.open, "prefix") + content.markup + fence(fences.close, "postfix")),
                SymbolKind::letter, 1};
    }
    return content;
}

Node Converter::table() {
    std::string rows;
    std::string cells;
    auto const end_row = [&] {
        rows += tag("mtr", cells);
        cells.clear();
    };
    for (;;) {
        cells += tag("mtd", row(Stop::cell).markup);
        if (peek() == '&') {
            ++pos_;
        } else if (take_command("\\") || take_command("cr")) {
            (void)optional_argument();
            end_row();
        } else if (peek() == '}') {  // without its partner
            ++pos_;
            if (at_end()) break;
        } else {
            break;
        }
    }
    if (cells != "<mtd></mtd>" || rows.empty()) end_row();
    if (take_command("end")) (void)raw_argument();
    return {tag("mtable", rows), SymbolKind::letter, 1};
}

}  // namespace lectern::math
