#include <lectern/core/file.hpp>
#include <lectern/core/secret.hpp>
#include <lectern/core/text.hpp>

#include <fmt/format.h>

#include <system_error>

namespace lectern {

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
    std::string_view const line = text::trim(std::string_view(*content).substr(0, content->find('\n')));
    if (line.empty()) return Error(errc::invalid_config, path.string() + " is empty; it must hold the key");
    return Secret(std::string(line));
}

}  // namespace lectern
