#pragma once

#include <lectern/core/error.hpp>

#include <filesystem>
#include <string_view>

namespace lectern {

/// The error of a system call on a file: `cannot VERB PATH: REASON`.
/// Its code is `file` where the path itself is at fault (it does not exist, may not be opened, is a directory),
/// which the user can change, and `io` for everything else (disk full, device error, no descriptor left).
Error file_error(std::string_view verb, std::filesystem::path const& path, int number);

/// Whether the path itself is at fault.
bool is_path_fault(int number) noexcept;

}  // namespace lectern
