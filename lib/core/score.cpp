#include "detail/names.hpp"

#include <lectern/core/score.hpp>

namespace lectern {
namespace {

constexpr names::Table<Evidence::Kind, 3> kKinds{{
    {Evidence::Kind::term, "term"},
    {Evidence::Kind::author, "author"},
    {Evidence::Kind::paper, "paper"},
}};

}  // namespace

std::string_view to_string(Evidence::Kind kind) noexcept {
    return names::name_of(kKinds, kind);
}
Result<Evidence::Kind> parse_evidence_kind(std::string_view word) {
    return names::value_of(kKinds, word);
}

}  // namespace lectern
