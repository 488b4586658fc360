#include "detail/site_files.hpp"

#include "core/detail/file_error.hpp"

#include <lectern/core/file.hpp>

#include <cerrno>
#include <fstream>
#include <system_error>
#include <vector>

namespace lectern {

namespace fs = std::filesystem;

Result<void> SiteFiles::put(fs::path const& name, std::string_view content) {
    fs::path const path = root_ / name;
    put_.insert(path);
    std::error_code failure;
    if (fs::exists(path, failure) && fs::file_size(path, failure) == content.size()) {
        auto const old = read_file(path);
        if (old && *old == content) return {};
    }
    if (auto const made = make_directories(path.parent_path()); !made) return made;
    fs::path const unfinished = path.parent_path() / ("." + path.filename().string() + ".new");
    {
        std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
        out.write(content.data(), static_cast<std::streamsize>(content.size()));
        out.close();
        if (!out) return file_error("write", unfinished, errno);
    }
    fs::rename(unfinished, path, failure);
    if (failure) return file_error("write", path, failure.value());
    ++written_;
    return {};
}

Result<void> SiteFiles::remove(fs::path const& name) const {
    std::error_code failure;
    fs::remove(root_ / name, failure);
    if (failure) return file_error("remove", root_ / name, failure.value());
    return {};
}

bool SiteFiles::keep(fs::path const& name) {
    std::error_code failure;
    put_.insert(root_ / name);
    return fs::exists(root_ / name, failure);
}

Result<std::size_t> SiteFiles::remove_others(std::string_view part) const {
    std::vector<fs::path> old;
    std::error_code failure;
    for (fs::directory_entry const& entry : fs::recursive_directory_iterator(root_ / part, failure)) {
        if (entry.is_regular_file(failure) && !put_.contains(entry.path())) old.push_back(entry.path());
    }
    for (fs::path const& file : old) {
        fs::remove(file, failure);
        if (failure) return file_error("remove", file, failure.value());
        // Removing a directory that is not empty fails, which ends the way up.
        for (fs::path above = file.parent_path(); above != root_ && fs::remove(above, failure);)
            above = above.parent_path();
    }
    return old.size();
}

}  // namespace lectern
