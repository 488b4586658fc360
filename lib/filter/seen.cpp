#include <lectern/filter/seen.hpp>

#include <fmt/format.h>

namespace lectern {
namespace {

class SeenFilter final : public Filter {
public:
    Verdict judge(Paper const& paper, FilterContext const& context) const override {
        if (!context.judged) return Verdict::keep();
        auto const found = context.judged->find(paper.id.base());
        if (found == context.judged->end()) return Verdict::keep();
        return Verdict::drop(fmt::format("already in the announcement of {}", format_date(found->second)));
    }
};

}  // namespace

std::unique_ptr<Filter> make_seen_filter() {
    return std::make_unique<SeenFilter>();
}

}  // namespace lectern
