#include <lectern/core/file.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/core/text.hpp>
#include <lectern/core/text_file.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <system_error>

namespace lectern {
namespace {

/// Whether the text begins like a line of a shell or .env file, `NAME=…`. The `=` that ends a key in base64
/// has nothing behind it.
bool assigns(std::string_view text) {
    std::size_t const equals = text.find('=');
    if (equals == 0 || equals == std::string_view::npos) return false;
    std::string_view const name = text.substr(0, equals);
    bool const is_name = std::ranges::all_of(
        name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == ' '; });
    return is_name && text.find_first_not_of('=', equals) != std::string_view::npos;
}

bool is_quoted(std::string_view text) {
    constexpr std::string_view quotes = "\"'`";
    return quotes.find(text.front()) != std::string_view::npos ||
           quotes.find(text.back()) != std::string_view::npos;
}

/// What keeps a text from being a secret, and what to do; empty if nothing does.
std::string_view fault_of(std::string_view text) {
    if (text.empty()) return "is empty; it must hold the key";
    if (text.find('\n') != std::string_view::npos) return "holds more than one line; leave only the key";
    if (assigns(text)) return "holds NAME=…; leave only what is behind the equals sign";
    if (is_quoted(text)) return "has quotes around the key; leave only the key";
    if (text::iequals(text.substr(0, 7), "bearer ")) return "begins with \"Bearer\"; leave only the key";
    bool const printable = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
    return printable ? "" : "holds a blank, a control character or a letter that no key has; copy it again";
}

}  // namespace

Result<Secret> parse_secret(std::string_view text, std::string_view name) {
    auto const plain = plain_text(text, name);
    if (!plain) return Error(errc::invalid_config, plain.error().detail());
    std::string_view const secret = text::trim(*plain);
    std::string_view const fault = fault_of(secret);
    if (!fault.empty()) return Error(errc::invalid_config, fmt::format("{} {}", name, fault));
    return Secret(std::string(secret));
}

Result<Secret> read_secret_file(std::filesystem::path const& path) {
    namespace fs = std::filesystem;
    constexpr std::size_t largest = std::size_t{64} << 10;
    std::error_code failure;
    fs::file_status const status = fs::status(path, failure);
    bool const open =
        fs::exists(status) &&
        (status.permissions() & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none;
    if (open) {
        return Error(errc::invalid_config,
                     fmt::format("{} may be read by others; close it with: chmod 600 {}", path.string(),
                                 path.string()));
    }
    auto const content = read_file(path, largest);
    if (!content) return content.error();
    return parse_secret(*content, path.string());
}

}  // namespace lectern
