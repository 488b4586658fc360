#include <lectern/filter/keywords.hpp>

#include <fmt/format.h>

namespace lectern {
namespace {

class KeywordFilter final : public Filter {
public:
    KeywordFilter(std::vector<Expression> include, std::vector<Expression> exclude)
        : include_(std::move(include)), exclude_(std::move(exclude)) {}

    Verdict judge(Paper const& paper, FilterContext const&) const override {
        if (auto const* match = first_match(exclude_, paper)) {
            return Verdict::drop(fmt::format("excluded by `{}`", match->text()));
        }
        if (include_.empty()) return Verdict::keep();
        if (auto const* match = first_match(include_, paper)) {
            return Verdict::keep(fmt::format("included by `{}`", match->text()));
        }
        return Verdict::drop("matches no include expression");
    }

private:
    static Expression const* first_match(std::vector<Expression> const& expressions, Paper const& paper) {
        for (Expression const& expression : expressions) {
            if (expression.matches(paper)) return &expression;
        }
        return nullptr;
    }

    std::vector<Expression> include_;
    std::vector<Expression> exclude_;
};

}  // namespace

std::unique_ptr<Filter> make_keyword_filter(std::vector<Expression> include,
                                            std::vector<Expression> exclude) {
    return std::make_unique<KeywordFilter>(std::move(include), std::move(exclude));
}

}  // namespace lectern
