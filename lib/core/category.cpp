#include "detail/taxonomy.hpp"

#include <lectern/core/category.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace lectern {
namespace {

CategoryInfo const* find_code(std::span<CategoryInfo const> table, std::string_view code) {
    auto const found = std::ranges::lower_bound(table, code, {}, &CategoryInfo::code);
    return found != table.end() && found->code == code ? &*found : nullptr;
}

std::vector<std::string_view> known_codes() {
    std::vector<std::string_view> codes;
    for (CategoryInfo const& info : taxonomy::categories()) codes.push_back(info.code);
    for (CategoryInfo const& info : taxonomy::archives()) codes.push_back(info.code);
    return codes;
}

}  // namespace

Result<Category> Category::parse(std::string_view input) {
    std::string_view const wanted = text::trim(input);
    std::vector<std::string_view> const codes = known_codes();
    for (std::string_view const code : codes) {
        if (text::iequals(code, wanted)) return Category(std::string(code));
    }
    auto const near = text::nearest(wanted, codes);
    return Error(errc::invalid_argument,
                 fmt::format("\"{}\" is no arXiv category{}", wanted,
                             near ? fmt::format("; did you mean \"{}\"?", *near)
                                  : std::string("; see https://arxiv.org/category_taxonomy")));
}

std::string_view Category::archive() const noexcept {
    return std::string_view(code_).substr(0, code_.find('.'));
}

CategoryInfo const* Category::info() const noexcept {
    return find_code(taxonomy::categories(), code_);
}

Category Category::canonical() const {
    for (taxonomy::Alias const& alias : taxonomy::aliases()) {
        if (alias.code == code_) return Category(std::string(alias.canonical));
    }
    return *this;
}

bool Category::covers(Category const& other) const {
    if (canonical() == other.canonical()) return true;
    bool const whole_archive = code_.find('.') == std::string::npos;
    return whole_archive && code_ == other.archive();
}

}  // namespace lectern
