#pragma once

#include <lectern/daily/registry.hpp>

namespace lectern {

/// Adds the kinds of channels that lectern brings.
void add_channels(Registry& registry);

}  // namespace lectern
