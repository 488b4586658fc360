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
    /// Takes the text as it is; parse_secret() cleans and checks it.
    explicit Secret(std::string value) : value_(std::move(value)) {}

    /// Whether there is no secret.
    bool empty() const noexcept { return value_.empty(); }
    /// The text itself, for the one place that sends it.
    std::string const& reveal() const noexcept { return value_; }

private:
    std::string value_;
};

/// Gives secrets by name (an environment variable's, say). \par Errors invalid_config saying what to do
using Secrets = std::function<Result<Secret>(std::string_view name)>;

/// Reads a secret as people paste it: a byte order mark, blanks and line ends around it are taken off.
/// \param text the value of a variable, or the content of a file
/// \param name what to call it in errors; the secret itself is never quoted
/// \par Errors invalid_config saying what to change: an empty text, more than one line, quotes around the
/// secret, `NAME=` or `Bearer` before it, a blank or a character other than printable ASCII within it
Result<Secret> parse_secret(std::string_view text, std::string_view name);

/// Reads a secret from a file that only its owner may read and that holds nothing else.
/// \par Errors file; invalid_config for a file that others may read (with the chmod that closes it);
/// parse_secret()'s
Result<Secret> read_secret_file(std::filesystem::path const& path);

}  // namespace lectern
