#include <lectern/filter/category.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace lectern {
namespace {

class CategoryFilter final : public Filter {
public:
    CategoryFilter(std::vector<Category> categories, bool primary_only)
        : categories_(std::move(categories)), primary_only_(primary_only) {}

    Verdict judge(Paper const& paper, FilterContext const&) const override {
        if (paper.categories.empty()) return Verdict::keep("categories unknown");
        std::span<Category const> own = paper.categories;
        if (primary_only_) own = own.first(1);
        if (std::ranges::any_of(own, [this](Category const& category) { return wanted(category); })) {
            return Verdict::keep();
        }
        std::string const& primary = paper.categories.front().code();
        return Verdict::drop(primary_only_ ? fmt::format("primary category is {}", primary)
                                           : fmt::format("not in the categories wanted ({} …)", primary));
    }

private:
    bool wanted(Category const& category) const {
        return std::ranges::any_of(categories_, [&](Category const& want) { return want.covers(category); });
    }

    std::vector<Category> categories_;
    bool primary_only_;
};

}  // namespace

std::unique_ptr<Filter> make_category_filter(std::vector<Category> categories, bool primary_only) {
    return std::make_unique<CategoryFilter>(std::move(categories), primary_only);
}

}  // namespace lectern
