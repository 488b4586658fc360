#pragma once

#include <lectern/core/error.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

/// Text files that people edit, as editors of all systems save them.
namespace lectern {

/// Makes the bytes of a text file plain: UTF-8 without byte order mark, with `\n` as the only line end (`\r\n`
/// and a lone `\r` become one). Every reader of such a file starts with this, so that all of them accept the
/// same files. Cost is linear.
/// \param bytes the file's content
/// \param name what to call it in errors
/// \par Errors invalid_argument, with the name and what to do: UTF-16 and UTF-32 (with or without byte order
/// mark), a NUL byte and malformed UTF-8, both with their line
Result<std::string> plain_text(std::string_view bytes, std::string_view name);

/// read_file() and plain_text().
/// \param path the file; its name in errors
/// \param max_bytes larger files are refused
/// \par Errors file, too_large; plain_text()'s
Result<std::string> read_text_file(std::filesystem::path const& path, std::size_t max_bytes);

}  // namespace lectern
