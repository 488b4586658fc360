// Features that were kept in the database.
#include "target.hpp"

#include <lectern/score/local/features.hpp>

#include <algorithm>

void fuzz(std::string_view bytes) {
    auto const features = lectern::features_from_bytes(bytes);
    if (!features) return;
    must(std::ranges::is_sorted(features->terms), "terms are sorted");
    auto const again = lectern::features_from_bytes(lectern::to_bytes(*features));
    must(again && *again == *features, "features are the same after a round trip");
}
