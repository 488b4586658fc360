#include "database.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <sqlite3.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace lectern::store {
namespace {

namespace fs = std::filesystem;

std::uintmax_t size_of(fs::path const& file) {
    std::error_code ignored;
    return fs::file_size(file, ignored);
}

fs::file_time_type time_of(fs::path const& file) {
    std::error_code ignored;
    return fs::last_write_time(file, ignored);
}

/// Why SQLite could not open a file, as far as the system tells. The file is not opened for that: closing it
/// would end the locks that this process may have on it.
std::string why_not_opened(std::string const& file) {
    std::error_code failure;
    if (fs::is_directory(file, failure)) return "it is a directory";
    if (::access(file.c_str(), R_OK) != 0) return std::generic_category().message(errno);
    return "its directory cannot be written to";
}

}  // namespace

Stamp::Stamp(fs::path file) : file_(std::move(file)), size_(size_of(file_)), written_(time_of(file_)) {}

bool Stamp::changed() const {
    return size_of(file_) != size_ || time_of(file_) != written_;
}

Database::Database(fs::path const& path, int busy_timeout_ms)
    : name_(path.string()), file_(name_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms) {
    file_.exec("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY");
}

Database::Database(std::string name, SQLite::Database connection, int schema, std::optional<Stamp> unlocked)
    : name_(std::move(name)), file_(std::move(connection)), schema_(schema), unlocked_(std::move(unlocked)) {
    // A copy in memory could be written to, and all of that would be lost.
    file_.exec("PRAGMA query_only = ON; PRAGMA temp_store = MEMORY");
}

int Database::schema() {
    return schema_ ? *schema_ : file_.execAndGet("PRAGMA user_version").getInt();
}

SQLite::Statement& Database::prepare(char const* sql) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) found = statements_.try_emplace(sql, file_, sql).first;
    found->second.reset();
    found->second.clearBindings();
    return found->second;
}

Error to_error(SQLite::Exception const& failure, std::string_view file) {
    std::string const name(file);
    switch (failure.getErrorCode()) {
        case SQLITE_FULL:
            return {errc::store,
                    name + ": the disk is full; nothing of this step was saved. Make room and run it again"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {errc::store,
                    name + ": another process has been writing for too long; wait until it has finished"};
        case SQLITE_CORRUPT:
            return {
                errc::store,
                fmt::format("{}: not a sound database ({}). `lectern db check` looks for damage; restore a "
                            "copy, or move the file away and import a saved export (`lectern db import`)",
                            name, failure.what())};
        case SQLITE_NOTADB:
            return {errc::store,
                    fmt::format("{}: not a sound database ({}). Restore a copy, move the file away, or name "
                                "another one with store.path",
                                name, failure.what())};
        case SQLITE_CANTOPEN:
            return {errc::store, fmt::format("{}: cannot be opened: {}; check the path and its permissions",
                                             name, why_not_opened(name))};
        case SQLITE_READONLY:
            return {errc::store, name + ": is read-only; this command writes to the file and its directory"};
        case SQLITE_IOERR:
            return {errc::store,
                    fmt::format("{}: cannot be read or written ({}); check the disk", name, failure.what())};
        default:
            return {errc::store, fmt::format("{}: {}", name, failure.what())};
    }
}

}  // namespace lectern::store
