#include "detail/database.hpp"

#include <fmt/format.h>

#include <sqlite3.h>

namespace lectern::store {

Database::Database(std::filesystem::path const& path, int busy_timeout_ms)
    : name_(path.string()), file_(name_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms) {
    // WAL: a killed process leaves a sound file. NORMAL: a power cut may undo the last transactions, whole.
    file_.exec(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
        "PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864");
}

SQLite::Statement& Database::prepare(char const* sql) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) found = statements_.try_emplace(sql, file_, sql).first;
    found->second.reset();
    found->second.clearBindings();
    return found->second;
}

Error to_error(SQLite::Exception const& failure, std::string_view file) {
    switch (failure.getErrorCode()) {
        case SQLITE_FULL:
            return {errc::store, fmt::format("{}: the disk is full; nothing of this step was saved", file)};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {errc::store, fmt::format("{}: another process has been writing for too long", file)};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {errc::store,
                    fmt::format("{}: not a sound database ({}); move it away and import a saved export "
                                "(`lectern db import`), or start anew",
                                file, failure.what())};
        case SQLITE_CANTOPEN:
            return {errc::store,
                    fmt::format("{}: cannot be opened; check the path and its permissions", file)};
        case SQLITE_READONLY:
            return {errc::store, fmt::format("{}: is read-only", file)};
        default:
            return {errc::store, fmt::format("{}: {}", file, failure.what())};
    }
}

}  // namespace lectern::store
