#pragma once

#include <lectern/core/error.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace lectern::store {

/// Bytes to be stored as they are.
struct Blob {
    std::string_view bytes;
};

/// A reset prepared statement, borrowed from the database's cache. Parameters are numbered from 1.
class Query {
public:
    /// Binds the values in order and leaves the statement ready for step().
    template <class... Values>
    explicit Query(SQLite::Statement& statement, Values const&... values) : statement_(statement) {
        int index = 0;
        (bind(++index, values), ...);
    }
    Query(Query const&) = delete;
    Query& operator=(Query const&) = delete;
    ~Query() { statement_.tryReset(); }

    /// Goes to the next row. Returns whether there is one.
    bool step() { return statement_.executeStep(); }
    /// Runs a statement that gives no rows. Returns the number of rows it changed.
    int run() { return statement_.exec(); }

    std::int64_t number(int column) { return statement_.getColumn(column).getInt64(); }
    double real(int column) { return statement_.getColumn(column).getDouble(); }
    std::optional<double> real_or_none(int column) {
        return is_null(column) ? std::optional<double>() : real(column);
    }
    bool is_null(int column) { return statement_.getColumn(column).isNull(); }
    std::string text(int column) { return statement_.getColumn(column).getString(); }

private:
    void bind(int index, std::int64_t value) { statement_.bind(index, value); }
    void bind(int index, int value) { statement_.bind(index, std::int64_t{value}); }
    void bind(int index, bool value) { statement_.bind(index, std::int64_t{value}); }
    void bind(int index, std::size_t value) { statement_.bind(index, static_cast<std::int64_t>(value)); }
    void bind(int index, double value) { statement_.bind(index, value); }
    void bind(int index, std::string const& value) { statement_.bind(index, value); }
    void bind(int index, std::string_view value) { statement_.bind(index, std::string(value)); }
    void bind(int index, char const* value) { statement_.bind(index, value); }
    void bind(int index, Blob value) {
        statement_.bind(index, value.bytes.data(), static_cast<int>(value.bytes.size()));
    }
    template <class T>
    void bind(int index, std::optional<T> const& value) {
        if (value)
            bind(index, *value);
        else
            statement_.bind(index);
    }

    SQLite::Statement& statement_;
};

/// Tells whether a file was written to since it was looked at.
class Stamp {
public:
    explicit Stamp(std::filesystem::path file);
    bool changed() const;

private:
    std::filesystem::path file_;
    std::uintmax_t size_;
    std::filesystem::file_time_type written_;
};

/// The open file. Throws SQLite::Exception; guard() turns it into an Error.
class Database {
public:
    /// Opens the file to read and write, creating it if needed.
    Database(std::filesystem::path const& path, int busy_timeout_ms);
    /// A connection that only reads.
    /// \param schema that of the file, which may be older than what the connection shows
    /// \param unlocked set if other processes can write to the file while it is read
    Database(std::string name, SQLite::Database connection, int schema, std::optional<Stamp> unlocked);

    /// The statement of this text, prepared once. \param sql a string literal: its address is the key
    SQLite::Statement& prepare(char const* sql);
    void run(char const* sql) { file_.exec(sql); }
    template <class... Values>
    int run(char const* sql, Values const&... values) {
        return Query(prepare(sql), values...).run();
    }
    std::int64_t last_row() const { return file_.getLastInsertRowid(); }
    SQLite::Database& file() { return file_; }
    std::string const& name() const { return name_; }
    bool only_reads() const { return schema_.has_value(); }
    /// The file's `user_version`.
    int schema();
    /// Whether another process wrote to the file while it was read without a lock, so that what was read may
    /// not fit together.
    bool was_overtaken() const { return unlocked_ && unlocked_->changed(); }

private:
    std::string name_;
    SQLite::Database file_;
    std::optional<int> schema_;
    std::optional<Stamp> unlocked_;
    std::unordered_map<char const*, SQLite::Statement> statements_;
};

/// A write that happens as a whole or not at all. Waits its turn at the start.
class Transaction {
public:
    explicit Transaction(Database& database)
        : transaction_(database.file(), SQLite::TransactionBehavior::IMMEDIATE) {}
    void commit() { transaction_.commit(); }

private:
    SQLite::Transaction transaction_;
};

/// Newest schema this version knows.
int newest_schema();
/// Whether the file is empty or lectern's, of a schema up to `target`. \par Errors store
Result<void> check_schema(Database& database, int target = newest_schema());
/// Brings a file of an earlier schema, or an empty one, up to `target`. \par Errors those of check_schema()
Result<void> migrate(Database& database, int target = newest_schema());

/// Takes what versions before schema 5 kept as texts under a name, in a table `note`, into tables of their own.
char const* notes_to_tables();

/// What SQLite's failure means to the user.
Error to_error(SQLite::Exception const& failure, std::string_view file);

/// Runs `work` and gives its Result, or the Error that SQLite's exception means.
template <class Work>
auto guard(std::string_view file, Work const& work) -> decltype(work()) {
    try {
        return work();
    } catch (SQLite::Exception const& failure) {
        return to_error(failure, file);
    }
}

}  // namespace lectern::store
