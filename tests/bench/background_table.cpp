// Writes lib/score/local/background_table.inc anew: how common features are in the papers of the given files.
//
//     background_table PAPERS... > lib/score/local/background_table.inc
//
// It has to be run again whenever kFeaturesVersion changes.

#include <lectern/evaluate/labels.hpp>
#include <lectern/score/local/features.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <span>
#include <thread>
#include <vector>

namespace {

constexpr unsigned kCountBits = 10;      // as in PaperFeatures
constexpr std::size_t kLeastShare = 10;  // of a thousand papers
constexpr std::size_t kPerLine = 10;

int fail(lectern::Error const& error) {
    fmt::print(stderr, "background_table: {}\n", error.message());
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::filesystem::path> const files(argv + 1, argv + argc);
    std::vector<lectern::Error> warnings;
    auto const papers = lectern::read_papers(files, warnings);
    if (!papers) return fail(papers.error());
    if (!warnings.empty()) return fail(warnings.front());
    std::map<std::uint32_t, std::size_t> frequency;
    for (auto const& features : lectern::read_features(*papers, std::thread::hardware_concurrency())) {
        for (std::uint32_t const term : features.terms) ++frequency[term >> kCountBits];
    }
    std::size_t column = 0;
    for (auto const& [feature, count] : frequency) {
        std::size_t const share = (count * 1000 + papers->size() / 2) / papers->size();
        if (share < kLeastShare) continue;
        fmt::print("{:#x},{}", (feature << kCountBits) | static_cast<std::uint32_t>(share),
                   ++column % kPerLine == 0 ? "\n" : " ");
    }
    fmt::print("\n");
}
