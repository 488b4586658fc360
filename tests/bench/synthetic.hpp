#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace lectern::bench {

/// An RSS announcement of so many papers in arXiv's format: words drawn with natural frequencies from a
/// seeded generator, TeX and entities included. The same call gives the same bytes.
std::string rss_day(std::size_t papers, std::uint32_t seed = 42);

/// A topics file that fits the words of rss_day().
std::string topics();

}  // namespace lectern::bench
