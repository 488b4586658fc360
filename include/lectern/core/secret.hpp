#pragma once

#include <lectern/core/error.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace lectern {

/// A text that must not appear in logs, errors, files or databases. It has no stream operator and no
/// conversion: only reveal() gives it away. What a service sends back is searched for it by a Redactor.
class Secret {
public:
    /// No secret: nothing is needed.
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}

    bool empty() const noexcept { return value_.empty(); }
    /// The text itself, for the one place that sends it.
    std::string const& reveal() const noexcept { return value_; }

private:
    std::string value_;
};

/// Gives secrets by name (an environment variable's, say). \par Errors invalid_config saying what to do
using Secrets = std::function<Result<Secret>(std::string_view name)>;

/// Reads a secret from the first line of a file that only its owner may read.
/// \par Errors file; invalid_config for a file that others may read (with the chmod that mends it), or an
/// empty one
Result<Secret> read_secret_file(std::filesystem::path const& path);

}  // namespace lectern
