#include "core/detail/file_error.hpp"
#include "core/detail/named.hpp"

#include <lectern/archive/layout.hpp>
#include <lectern/archive/output.hpp>
#include <lectern/core/file.hpp>

#include <boost/algorithm/string/replace.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace lectern {
namespace {

namespace fs = std::filesystem;

std::string fill_in(std::string path, Date date) {
    std::string const day = format_date(date);
    boost::replace_all(path, "{date}", day);
    boost::replace_all(path, "{month}", std::string_view(day).substr(0, 7));
    return path;
}

/// Whether the format has written a later day already: file names sort by date.
bool has_newer(fs::path const& written) {
    std::string const name = written.filename().string();
    std::error_code ignored;  // a directory that cannot be listed holds nothing newer
    for (fs::directory_entry const& month :
         fs::directory_iterator(written.parent_path().parent_path(), ignored)) {
        if (month.path().filename() < written.parent_path().filename()) continue;
        for (fs::directory_entry const& day : fs::directory_iterator(month.path(), ignored)) {
            bool const same_kind =
                day.path().filename().string().substr(std::min<std::size_t>(10, name.size())) ==
                name.substr(std::min<std::size_t>(10, name.size()));
            if (same_kind && day.path().filename().string() > name) return true;
        }
    }
    return false;
}

/// Writes a file whose name is ours: what is in its way is a failed run, not a mistake of the user.
Result<void> write_page(fs::path const& path, std::string_view content) {
    auto const written = write_file_atomically(path, content);
    if (!written) return Error(errc::io, written.error().detail());
    return {};
}

Result<void> write_format(Digest const& digest, Format const& format, fs::path const& directory,
                          std::vector<fs::path>& written) {
    for (OutputFile const& file : format.files) {
        auto const content = file.make()->render(digest);
        if (!content) return content.error().with_context(format.name);
        fs::path const path = directory / fill_in(file.path, digest.date);
        if (auto const done = write_page(path, *content); !done) return done.error();
        written.push_back(path);
        bool const front_page = &file == &format.files.front() && !format.latest.empty() && !has_newer(path);
        if (!front_page) continue;
        if (auto const done = write_page(directory / format.latest, *content); !done) return done.error();
    }
    return {};
}

}  // namespace

Result<Format const*> find_format(std::vector<Format> const& formats, std::string_view name) {
    return find_named(formats, name, "output format");
}

Result<std::vector<fs::path>> write_digest(Digest const& digest, std::vector<Format> const& formats,
                                           std::vector<std::string> const& names, fs::path const& directory) {
    std::vector<Format const*> chosen;
    for (std::string const& name : names) {
        auto const format = find_format(formats, name);
        if (!format) return format.error();
        chosen.push_back(*format);
    }
    std::vector<fs::path> written;
    for (Format const* format : chosen) {
        if (auto const done = write_format(digest, *format, directory, written); !done) return done.error();
    }
    return written;
}

Result<std::vector<fs::path>> remove_digest(std::vector<Format> const& formats, Date day,
                                            fs::path const& directory) {
    std::vector<fs::path> removed;
    for (Format const& format : formats) {
        for (OutputFile const& file : format.files) {
            fs::path const path = directory / fill_in(file.path, day);
            std::error_code failure;
            if (fs::remove(path, failure)) removed.push_back(path);
            if (failure) return file_error("remove", path, failure.value());
        }
    }
    if (removed.empty()) return removed;
    auto const newest = read_newest_day(directory);
    if (!newest) return newest.error();
    for (Format const& format : formats) {
        fs::path const latest = directory / format.latest;
        std::error_code failure;
        if (format.latest.empty() || !fs::exists(latest, failure)) continue;
        if (!*newest) {
            if (fs::remove(latest, failure)) removed.push_back(latest);
            continue;
        }
        auto const content = format.files.front().make()->render(**newest);
        if (!content) return content.error().with_context(format.name);
        if (auto const done = write_page(latest, *content); !done) return done.error();
    }
    return removed;
}

Result<void> check_output(std::vector<Format> const& formats, std::vector<std::string> const& names,
                          fs::path const& directory) {
    for (std::string const& name : names) {
        if (auto const format = find_format(formats, name); !format) return format.error();
    }
    if (auto const made = make_directories(directory); !made) return made;
    if (::access(directory.c_str(), W_OK) != 0) return file_error("write below", directory, errno);
    return {};
}

}  // namespace lectern
