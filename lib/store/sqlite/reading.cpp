#include "reading.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <fmt/format.h>

#include <SQLiteCpp/Backup.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <sqlite3.h>
#include <system_error>
#include <utility>

namespace lectern::store {
namespace {

namespace fs = std::filesystem;

/// A connection with what Database wants to know about it.
struct Connection {
    SQLite::Database file;
    std::optional<Stamp> unlocked;
};

/// A file that is not there has no bytes.
std::uintmax_t bytes_of(fs::path const& file) {
    std::error_code failure;
    auto const size = fs::file_size(file, failure);
    return failure ? 0 : size;
}

bool is_there(fs::path const& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
}

fs::path beside(fs::path const& file, char const* suffix) {
    return file.string() + suffix;
}

/// The file itself, whatever links lead to it: files beside it are named after it.
Result<fs::path> find_file(fs::path const& path) {
    std::error_code failure;
    auto const kind = fs::status(path, failure).type();
    if (kind == fs::file_type::not_found)
        return Error(errc::file, path.string() + ": there is no database yet; `lectern run` creates it");
    if (kind == fs::file_type::none)
        return Error(errc::store, fmt::format("{}: cannot be opened: {}", path.string(), failure.message()));
    if (kind != fs::file_type::regular)
        return Error(errc::store, path.string() + ": is not a file; name another one with store.path");
    fs::path real = fs::canonical(path, failure);
    if (failure)
        return Error(errc::store, fmt::format("{}: cannot be opened: {}", path.string(), failure.message()));
    return real;
}

SQLite::Database open_uri(fs::path const& file, std::string_view parameters, int busy_timeout_ms) {
    constexpr auto plain = boost::urls::unreserved_chars + '/';
    std::string const uri = "file:" + boost::urls::encode(file.string(), plain) + std::string(parameters);
    SQLite::Database database(uri, SQLite::OPEN_READONLY | SQLite::OPEN_URI, busy_timeout_ms);
    database.execAndGet("SELECT count(*) FROM sqlite_master");  // opens the files beside it
    return database;
}

SQLite::Database in_memory(SQLite::Database& from) {
    SQLite::Database memory(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Backup(memory, from).executeStep();
    return memory;
}

/// A directory that only this user can look into; it goes with the object.
class ScratchDirectory {
public:
    ScratchDirectory() : path_(P_tmpdir "/lectern-XXXXXX") {
        if (!::mkdtemp(path_.data())) throw std::system_error(errno, std::generic_category(), P_tmpdir);
    }
    ScratchDirectory(ScratchDirectory const&) = delete;
    ScratchDirectory& operator=(ScratchDirectory const&) = delete;
    ~ScratchDirectory() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    fs::path path() const { return path_; }

private:
    std::string path_;
};

Result<void> check_size(std::string const& name, std::uintmax_t size, std::string_view reason) {
    if (size <= kLargestCopy) return {};
    return Error(errc::store,
                 fmt::format("{}: {}, and {} MB are too many to do that in memory. A command that "
                             "may write to it, such as `lectern db vacuum`, does it in the file",
                             name, reason, size >> 20));
}

/// The database with the changes of its `-wal` file, for which SQLite would have to create a `-shm` file.
Result<Connection> copied(std::string const& name, fs::path const& file) {
    fs::path const wal = beside(file, "-wal");
    auto const small = check_size(name, bytes_of(file) + bytes_of(wal),
                                  "its -wal file has no -shm file, so that both have to be put together");
    if (!small) return small.error();
    try {
        ScratchDirectory const scratch;
        Stamp const stamp(file);
        fs::copy_file(file, scratch.path() / "db");
        fs::copy_file(wal, scratch.path() / "db-wal");
        if (stamp.changed())
            return Error(errc::store, name +
                                          ": a run wrote to it while it was read; repeat "
                                          "the command");
        SQLite::Database whole((scratch.path() / "db").string(), SQLite::OPEN_READWRITE);
        return Connection{in_memory(whole), std::nullopt};
    } catch (std::system_error const& failure) {
        return Error(errc::store, fmt::format("{}: cannot be copied: {}", name, failure.code().message()));
    }
}

/// The file as it is, without a look at others beside it.
Connection unlocked(fs::path const& file, int busy_timeout_ms) {
    Stamp stamp(file);
    return {open_uri(file, "?immutable=1", busy_timeout_ms), std::move(stamp)};
}

Result<Connection> connect(std::string const& name, fs::path const& file, int busy_timeout_ms) {
    bool const in_use = is_there(beside(file, "-wal")) && is_there(beside(file, "-shm"));
    bool const unfinished = bytes_of(beside(file, "-wal")) > 0;
    bool const rolled_back = bytes_of(beside(file, "-journal")) > 0;
    if (!in_use && unfinished) return copied(name, file);
    if (!in_use && !rolled_back) return unlocked(file, busy_timeout_ms);
    try {
        return Connection{open_uri(file, "?mode=ro", busy_timeout_ms), std::nullopt};
    } catch (SQLite::Exception const& failure) {
        bool const unusable =
            failure.getErrorCode() == SQLITE_CANTOPEN || failure.getErrorCode() == SQLITE_READONLY;
        if (!unusable || rolled_back) throw;
    }
    // The -shm file cannot be read, or the process that had it has just ended and taken both away.
    if (is_there(beside(file, "-wal"))) return copied(name, file);
    return unlocked(file, busy_timeout_ms);
}

}  // namespace

Result<Database> open_to_read(fs::path const& path, int busy_timeout_ms) {
    auto const file = find_file(path);
    if (!file) return file.error();
    std::string const name = path.string();
    auto connection = connect(name, *file, busy_timeout_ms);
    if (!connection) return connection.error();
    int const schema = connection->file.execAndGet("PRAGMA user_version").getInt();
    bool const is_earlier = schema >= 0 && schema < newest_schema();
    if (!is_earlier) {
        Database database(name, std::move(connection->file), schema, std::move(connection->unlocked));
        if (auto const known = check_schema(database); !known) return known.error();
        return database;
    }
    auto const small = check_size(name, bytes_of(*file), "an earlier version of lectern made it");
    if (!small) return small.error();
    Database copy(name, in_memory(connection->file), schema, std::nullopt);
    copy.run("PRAGMA query_only = OFF");
    if (auto const migrated = migrate(copy); !migrated) return migrated.error();
    copy.run("PRAGMA query_only = ON");
    return copy;
}

}  // namespace lectern::store
