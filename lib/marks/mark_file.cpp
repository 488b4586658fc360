#include "core/detail/descriptor.hpp"
#include "core/detail/file_error.hpp"
#include "core/detail/json.hpp"

#include <lectern/core/file.hpp>
#include <lectern/core/text.hpp>
#include <lectern/core/text_file.hpp>
#include <lectern/marks/mark_file.hpp>
#include <lectern/marks/reading_list.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <map>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace lectern {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;

Result<MarkLine> read_line(std::string_view text) {
    auto const value = json::parse(text);
    if (!value) return value.error();
    auto const object = json::as_object(*value, "a mark");
    if (!object) return object.error();
    auto const id = ArxivId::parse(json::string_member(**object, "id").value());
    if (!id) return id.error();
    MarkLine line;
    line.id = id->with_version(0);
    bj::value const* liked = (*object)->if_contains("liked");
    bool const known = !liked || liked->is_bool() || liked->is_null();
    if (!known) return Error(errc::invalid_argument, "member \"liked\" must be true, false or null");
    if (!liked) line.liked = true;
    if (liked && liked->is_bool()) line.liked = liked->get_bool();
    line.source = json::string_member(**object, "source").value();
    auto const marked = json::string_member(**object, "marked").value();
    if (marked.empty()) return line;
    auto const time = parse_rfc3339(marked);
    if (!time) return time.error();
    line.made = *time;
    return line;
}

std::string to_text(MarkLine const& line) {
    bj::object object;
    object["id"] = line.id.base();
    object["liked"] = line.liked ? bj::value(*line.liked) : bj::value(nullptr);
    object["source"] = line.source;
    object["marked"] = format_time(line.made);
    return bj::serialize(object) + "\n";
}

/// Whether git put the line there.
bool is_conflict_sign(std::string_view line) {
    return line.starts_with("<<<<<<<") || line.starts_with("=======") || line.starts_with(">>>>>>>");
}

/// The mark that a line makes in a file whose lines it follows.
void take(MarkLine line, std::vector<MarkLine>& marks, std::map<std::string, std::size_t>& places) {
    auto const [place, added] = places.emplace(line.id.base(), marks.size());
    if (added)
        marks.push_back(std::move(line));
    else if (marks[place->second].made <= line.made)
        marks[place->second] = std::move(line);
}

Result<void> write_all(int file, std::string_view bytes, fs::path const& path) {
    while (!bytes.empty()) {
        ssize_t const written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return file_error("write", path, errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

/// Whether the file ends within a line, as one that was edited by hand may.
bool ends_within_line(int file) {
    char last = '\n';
    off_t const size = ::lseek(file, 0, SEEK_END);
    return size > 0 && ::pread(file, &last, 1, size - 1) == 1 && last != '\n';
}

}  // namespace

Result<MarkFile> read_mark_file(fs::path const& path) {
    MarkFile file;
    std::error_code failure;
    if (!fs::exists(path, failure)) return file;
    auto const text = read_text_file(path, kMaxReadingListBytes);
    if (!text) return text.error();
    std::map<std::string, std::size_t> places;
    std::size_t number = 0;
    for (std::string_view const raw : text::split(*text, '\n')) {
        ++number;
        std::string_view const line = text::trim(raw);
        if (line.empty() || is_conflict_sign(line)) continue;
        try {
            take(read_line(line).value(), file.marks, places);
        } catch (Exception const& error) {
            file.warnings.push_back(fmt::format("{}:{}: {}", path.string(), number, error.detail()));
        }
    }
    return file;
}

Result<void> append_marks(fs::path const& path, std::span<MarkLine const> lines) {
    if (lines.empty()) return {};
    // Appended, not replaced: another process may add lines at the same time.
    Descriptor const file(::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666));
    if (file.get() < 0) return file_error("write", path, errno);
    std::string text = ends_within_line(file.get()) ? "\n" : "";
    for (MarkLine const& line : lines) text += to_text(line);
    if (auto const written = write_all(file.get(), text, path); !written) return written;
    if (::fsync(file.get()) != 0 && errno != EINVAL && errno != EROFS)
        return file_error("write", path, errno);
    return {};
}

std::vector<MarkLine> newer_marks(MarkFile const& file, std::span<Mark const> kept) {
    std::map<std::string, Mark const*> by_id;
    for (Mark const& mark : kept) by_id.emplace(mark.id.base(), &mark);
    std::vector<MarkLine> newer;
    for (MarkLine const& line : file.marks) {
        auto const found = by_id.find(line.id.base());
        bool const same = found == by_id.end() ? !line.liked : line.liked == found->second->liked;
        bool const older = found != by_id.end() && line.made < found->second->made;
        if (!same && !older) newer.push_back(line);
    }
    return newer;
}

}  // namespace lectern
