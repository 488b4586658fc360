#include "detail/descriptor.hpp"
#include "detail/file_error.hpp"

#include <lectern/core/file.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <linux/magic.h>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace lectern {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporaryMark = ".lectern-tmp-";

bool is_temporary(std::string_view name) {
    return name.starts_with('.') && name.find(kTemporaryMark) != std::string_view::npos;
}

/// A name that no other file has; the start of the file's own name tells people what it was to become.
fs::path temporary_beside(fs::path const& path) {
    constexpr std::size_t recognizable = 100;  // a file name has at most 255 bytes
    std::random_device random;
    return path.parent_path() / fmt::format(".{}{}{:08x}{:08x}",
                                            path.filename().string().substr(0, recognizable), kTemporaryMark,
                                            random(), random());
}

/// The temporary files of this process, so that it can remove them when a signal ends it.
struct Unfinished {
    std::mutex mutex;
    std::set<fs::path> files;
};
Unfinished& unfinished() {
    static auto& all = *new Unfinished;  // never destroyed: a signal may arrive while the program exits
    return all;
}

/// Where the content of a path goes.
struct Target {
    fs::path path;                       ///< The name behind all links.
    std::optional<struct ::stat> old{};  ///< The regular file that is replaced.
    bool in_place = false;               ///< A device, a pipe, or /dev/stdout: written directly.
};

/// Links in /proc, such as /dev/stdout, lead to open files, which may have no name.
bool is_in_proc(fs::path const& path) {
    struct ::statfs system {};
    return ::statfs(path.parent_path().c_str(), &system) == 0 && system.f_type == PROC_SUPER_MAGIC;
}

/// Follows the links of a path; the last one may lead to a file that does not exist yet.
Result<Target> find_target(fs::path const& named) {
    constexpr int most_links = 40;  // as in Linux
    if (named.empty()) return file_error("write", named, ENOENT);
    fs::path path = named;
    for (int links = 0; links <= most_links; ++links) {
        struct ::stat status {};
        if (::lstat(path.c_str(), &status) != 0) {
            if (errno != ENOENT) return file_error("write", named, errno);
            if (!path.has_filename()) return file_error("write", named, EISDIR);
            return Target{path};
        }
        if (S_ISDIR(status.st_mode)) return file_error("write", named, EISDIR);
        if (S_ISREG(status.st_mode)) return Target{path, status};
        if (!S_ISLNK(status.st_mode) || is_in_proc(path)) return Target{path, std::nullopt, true};
        std::error_code failure;
        fs::path const link = fs::read_symlink(path, failure);
        if (failure) return file_error("write", named, failure.value());
        path = path.parent_path() / link;  // an absolute link replaces the directory
    }
    return file_error("write", named, ELOOP);
}

/// Gives a new file the owner, group and mode of the one it replaces, as far as this user may.
bool keep_attributes(int fd, struct ::stat const& old) {
    ::mode_t mode = old.st_mode & 07777U;
    bool const same_group =
        ::fchown(fd, old.st_uid, old.st_gid) == 0 || ::fchown(fd, static_cast<::uid_t>(-1), old.st_gid) == 0;
    // Another group must not read what the old one could: it gets the rights of all others.
    if (!same_group) mode = (mode & ~::mode_t{06070}) | ((mode & 07U) << 3U);
    return ::fchmod(fd, mode) == 0;
}

/// Makes a rename durable. A directory that may not be read, or whose file system cannot do it, is left alone.
Result<void> sync_directory(fs::path const& directory) {
    fs::path const name = directory.empty() ? "." : directory;
    Descriptor const parent(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    bool const synced = parent.ok() ? ::fsync(parent.get()) == 0 || errno == EINVAL : errno == EACCES;
    if (!synced) return file_error("sync", name, errno);
    return {};
}

}  // namespace

class FileWriter::Impl {
public:
    Impl(fs::path named, Target target) : named_(std::move(named)), target_(std::move(target)) {}
    Impl(Impl const&) = delete;
    Impl& operator=(Impl const&) = delete;
    ~Impl() { discard(); }

    Result<void> open();
    Result<void> write(std::string_view bytes);
    Result<void> commit();

private:
    Result<void> open_temporary();
    Result<void> flush();
    Result<void> replace();
    void discard();
    Error error(int number) const { return file_error("write", named_, number); }

    static constexpr std::size_t kPiece = 65536;
    fs::path named_;
    Target target_;
    fs::path temporary_;
    Descriptor file_;
    std::string buffer_;
};

Result<void> FileWriter::Impl::open() {
    if (!target_.in_place) return open_temporary();
    // Appending leaves alone what /dev/stdout was redirected to.
    file_ = Descriptor(::open(target_.path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY));
    if (!file_.ok()) return error(errno);
    return {};
}

Result<void> FileWriter::Impl::open_temporary() {
    if (auto const made = make_directories(target_.path.parent_path()); !made) return made;
    // A new file obeys the umask. One that replaces another is private until it has the other's mode.
    ::mode_t const mode = target_.old ? 0600 : 0666;
    fs::path const name = temporary_beside(target_.path);
    Unfinished& all = unfinished();
    std::lock_guard const lock(all.mutex);
    file_ = Descriptor(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!file_.ok()) return error(errno);
    all.files.insert(name);
    temporary_ = name;
    return {};
}

Result<void> FileWriter::Impl::write(std::string_view bytes) {
    buffer_.append(bytes);
    return buffer_.size() < kPiece ? Result<void>() : flush();
}

Result<void> FileWriter::Impl::flush() {
    for (std::string_view rest = buffer_; !rest.empty();) {
        ssize_t const n = ::write(file_.get(), rest.data(), rest.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return error(errno);
        rest.remove_prefix(static_cast<std::size_t>(n));
    }
    buffer_.clear();
    return {};
}

Result<void> FileWriter::Impl::commit() {
    if (auto const flushed = flush(); !flushed) return flushed;
    if (!target_.in_place) return replace();
    if (!file_.close()) return error(errno);
    return {};
}

Result<void> FileWriter::Impl::replace() {
    bool const ready = (!target_.old || keep_attributes(file_.get(), *target_.old)) &&
                       ::fsync(file_.get()) == 0 && file_.close();
    if (!ready) return error(errno);
    {
        Unfinished& all = unfinished();
        std::lock_guard const lock(all.mutex);
        if (::rename(temporary_.c_str(), target_.path.c_str()) != 0) return error(errno);
        all.files.erase(temporary_);
        temporary_.clear();
    }
    return sync_directory(target_.path.parent_path());
}

void FileWriter::Impl::discard() {
    if (temporary_.empty()) return;
    Unfinished& all = unfinished();
    std::lock_guard const lock(all.mutex);
    ::unlink(temporary_.c_str());
    all.files.erase(temporary_);
}

FileWriter::FileWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FileWriter::FileWriter(FileWriter&&) noexcept = default;
FileWriter& FileWriter::operator=(FileWriter&&) noexcept = default;
FileWriter::~FileWriter() = default;

Result<FileWriter> FileWriter::open(fs::path const& path) {
    auto target = find_target(path);
    if (!target) return target.error();
    auto impl = std::make_unique<Impl>(path, std::move(*target));
    if (auto const opened = impl->open(); !opened) return opened.error();
    return FileWriter(std::move(impl));
}

Result<void> FileWriter::write(std::string_view bytes) {
    return impl_->write(bytes);
}

Result<void> FileWriter::commit() {
    return impl_->commit();
}

Result<void> write_file_atomically(fs::path const& path, std::string_view content) {
    auto writer = FileWriter::open(path);
    if (!writer) return writer.error();
    if (auto const written = writer->write(content); !written) return written;
    return writer->commit();
}

void remove_unfinished_files() noexcept {
    Unfinished& all = unfinished();
    all.mutex.lock();  // for good: the program makes no further file
    for (fs::path const& file : all.files) ::unlink(file.c_str());
}

std::size_t remove_temporary_files(fs::path const& directory) {
    std::size_t removed = 0;
    std::error_code failure;  // what cannot be listed or removed stays: it is hidden and harmless
    for (fs::recursive_directory_iterator file(directory, failure), end; !failure && file != end;
         file.increment(failure)) {
        if (!is_temporary(file->path().filename().string())) continue;
        std::error_code ignored;
        if (fs::remove(file->path(), ignored)) ++removed;
    }
    return removed;
}

}  // namespace lectern
