#pragma once

#include <lectern/config/config.hpp>

#include <string>
#include <vector>

namespace lectern {

/// What a configuration holds that nothing may show: values of llm.headers that are named or look like credentials,
/// members of llm.extra_body that are named so, and passwords and keys within llm.base_url. The key itself is not part of a
/// configuration: see Secrets.
std::vector<std::string> secrets_in(Config const& config);

}  // namespace lectern
