#pragma once

#include <lectern/core/error.hpp>
#include <lectern/render/renderer.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// A file that a format writes.
struct OutputFile {
    /// Path below the output directory; `{date}` and `{month}` stand for YYYY-MM-DD and YYYY-MM.
    std::string path;
    std::function<std::unique_ptr<Renderer>()> make;  ///< Makes its renderer, anew for each digest.
};

/// A named output format: one or more files a day.
struct Format {
    std::string name;               ///< As `output.formats` names it.
    std::string help;               ///< One line for `lectern plugins`.
    std::vector<OutputFile> files;  ///< The first is what `lectern render` prints.
    std::string latest;             ///< Where the first file of the newest day is copied, or empty.
};

/// The format of this name. \par Errors unsupported, naming the known formats
Result<Format const*> find_format(std::vector<Format> const& formats, std::string_view name);

}  // namespace lectern
