#pragma once

#include <lectern/core/secret.hpp>
#include <lectern/publish/publisher.hpp>
#include <lectern/render/renderer.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace lectern {

/// Any service that takes JSON.
///
/// The request has the headers `Idempotency-Key`, the same for each attempt at a message, and with a secret
/// `X-Lectern-Signature: sha256=` and the HMAC-SHA256 of the body in hexadecimal digits.
struct WebhookOptions {
    Secret url{};     ///< Where to.
    Secret secret{};  ///< Signs the body; empty: no signature.
    /// JSON whose texts may hold `{{title}}`, `{{date}}`, `{{url}}`, `{{count}}` and `{{text}}` (the digest as plain text); a text
    /// that is `{{papers}}` alone becomes the list of papers, and `{{count}}` alone a number. Empty: an object of all of these.
    std::string body{};
    std::string id{};  ///< Of reader and channel, for the idempotency key.
};
/// \par Errors invalid_config for a body that is no JSON
Result<std::unique_ptr<Publisher>> make_webhook_publisher(WebhookOptions options);

/// The HMAC-SHA256 of a message (RFC 2104, FIPS 180-4), 32 bytes.
std::string hmac_sha256(std::string const& key, std::string const& message);

/// A program that gets the digest on its standard input.
struct CommandOptions {
    std::vector<std::string> argv{};  ///< The program, found by PATH, and its arguments; no shell reads them.
    std::shared_ptr<Renderer const> renderer{};  ///< The form of the digest.
    std::chrono::milliseconds timeout{600'000};  ///< After which the program is killed.
};
/// \pre argv is not empty, and the renderer not null
std::unique_ptr<Publisher> make_command_publisher(CommandOptions options);

}  // namespace lectern
