#pragma once

#include <lectern/core/error.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace lectern::net {

/// Reads a file line by line, plain or gzip told by its content, in little memory.
class LineReader {
public:
    /// \par Errors file
    static Result<LineReader> open(std::filesystem::path const& path);

    /// Movable only. Do not use the other one afterwards.
    LineReader(LineReader&&) noexcept;
    /// Closes the file that this one had open.
    LineReader& operator=(LineReader&&) noexcept;
    ~LineReader();

    /// The next line without its end, or nothing at the end of the file or at a failure, which failure()
    /// tells apart. \par Lifetimes the view is good until the next call
    std::optional<std::string_view> next();
    /// Why reading ended early: corrupt or cut compressed data, a line of more than 64 MB, the disk.
    std::optional<Error> const& failure() const noexcept;

private:
    class Impl;
    explicit LineReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern::net
