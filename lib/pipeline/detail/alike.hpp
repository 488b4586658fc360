#pragma once

#include <lectern/core/paper.hpp>

namespace lectern {

/// Whether two papers are versions of one work or siblings of one group: most words of the shorter title are in the
/// other, and most authors of the one with fewer are authors of the other.
bool are_alike(Paper const& a, Paper const& b);

}  // namespace lectern
