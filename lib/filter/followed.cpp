#include <lectern/core/digest.hpp>
#include <lectern/filter/followed.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern {
namespace {

std::vector<AuthorRecord> const* records_of(Paper const& paper, FilterContext const& context) {
    if (!context.authors) return nullptr;
    auto const found = context.authors->find(paper.id.base());
    return found == context.authors->end() ? nullptr : &found->second;
}

class FollowedFilter final : public Filter {
public:
    explicit FollowedFilter(FollowedAuthors followed) : followed_(std::move(followed)) {}

    Verdict judge(Paper const& paper, FilterContext const& context) const override {
        auto const matches = followed_.matches(paper, records_of(paper, context));
        if (matches.empty()) return Verdict::keep();
        bool const confirmed = std::ranges::any_of(matches, &FollowedAuthors::Match::confirmed);
        return Verdict::pin(confirmed ? kAuthorMatch
                                      : fmt::format("{} (name match, unconfirmed)", kAuthorMatch));
    }

private:
    FollowedAuthors followed_;
};

class HIndexFilter final : public Filter {
public:
    explicit HIndexFilter(int least) : least_(least) {}

    Verdict judge(Paper const& paper, FilterContext const& context) const override {
        auto const* records = records_of(paper, context);
        if (!records) return Verdict::keep();
        int highest = 0;
        for (AuthorRecord const& record : *records) {
            // Only Semantic Scholar tells; its records have its ids.
            bool const tells = record.openalex.empty();
            if (tells && !record.h_index) return Verdict::keep();
            highest = std::max(highest, record.h_index.value_or(0));
        }
        bool const known =
            std::ranges::any_of(*records, [](auto const& record) { return record.h_index.has_value(); });
        if (!known || highest >= least_) return Verdict::keep();
        return Verdict::drop(
            fmt::format("the highest h-index of its authors is {}, below {}", highest, least_));
    }

private:
    int least_;
};

}  // namespace

std::unique_ptr<Filter> make_followed_filter(FollowedAuthors followed) {
    return std::make_unique<FollowedFilter>(std::move(followed));
}

std::unique_ptr<Filter> make_h_index_filter(int least) {
    return std::make_unique<HIndexFilter>(least);
}

}  // namespace lectern
