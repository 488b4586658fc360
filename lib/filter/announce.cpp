#include <lectern/filter/announce.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern {
namespace {

class AnnounceFilter final : public Filter {
public:
    explicit AnnounceFilter(std::vector<AnnounceType> types) : types_(std::move(types)) {}

    Verdict judge(Paper const& paper, FilterContext const&) const override {
        if (paper.announce == AnnounceType::unknown) return Verdict::keep("announce type unknown");
        if (std::ranges::find(types_, paper.announce) != types_.end()) return Verdict::keep();
        return Verdict::drop(fmt::format("announced as {}", to_string(paper.announce)));
    }

private:
    std::vector<AnnounceType> types_;
};

}  // namespace

std::unique_ptr<Filter> make_announce_filter(std::vector<AnnounceType> types) {
    return std::make_unique<AnnounceFilter>(std::move(types));
}

}  // namespace lectern
