#include "detail/background.hpp"

#include <lectern/score/local/features.hpp>

namespace lectern::local {
namespace {

static_assert(kFeaturesVersion == 1, "make the table anew with tests/bench/background_table");

// clang-format off
constexpr std::uint32_t kTable[] = {
#include "background_table.inc"
};
// clang-format on

}  // namespace

std::span<std::uint32_t const> background_frequencies() {
    return kTable;
}

}  // namespace lectern::local
