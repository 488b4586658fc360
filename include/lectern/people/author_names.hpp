#pragma once

#include <string_view>

namespace lectern {

/// Whether two names may be one person's: the same surname (case, accents and suffixes aside, particles included), and
/// forenames that do not contradict each other, where an initial stands for every forename that begins with it. `Y. LeCun`,
/// `LeCun, Yann` and `Yann A. LeCun` may be one; `Yann LeCun` and `Yves LeCun` may not. A name alone is no identity.
bool may_be_same_name(std::string_view a, std::string_view b);

}  // namespace lectern
