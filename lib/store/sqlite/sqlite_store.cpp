#include "core/detail/json.hpp"
#include "core/detail/paper_json.hpp"
#include "reading.hpp"
#include "sqlite_store_impl.hpp"

#include <lectern/core/text.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace lectern {
namespace store {

std::int64_t to_number(Date day) {
    return std::chrono::sys_days(day).time_since_epoch().count();
}

std::int64_t to_number(Time time) {
    return time.time_since_epoch().count();
}

std::optional<std::int64_t> to_number(std::optional<Time> const& time) {
    return time ? std::optional<std::int64_t>(to_number(*time)) : std::nullopt;
}

Date to_date(std::int64_t number) {
    return std::chrono::sys_days(std::chrono::days(number));
}

Time to_time(std::int64_t number) {
    return Time(std::chrono::seconds(number));
}

std::string join_codes(std::vector<Category> const& categories) {
    std::string codes;
    for (Category const& category : categories) {
        if (!codes.empty()) codes += ' ';
        codes += category.code();
    }
    return codes;
}

std::vector<Category> split_codes(std::string const& codes) {
    std::vector<Category> categories;
    for (std::string_view const code : text::split(codes, ' ')) {
        if (!code.empty()) categories.emplace_back(std::string(code));
    }
    return categories;
}

}  // namespace store

using store::Query;
using store::to_number;
using store::Transaction;

SqliteStore::Impl::Impl(std::filesystem::path const& path, StoreOptions const& options)
    : db(path, static_cast<int>(options.busy_timeout.count())), reader(options.reader) {
    if (options.max_pages > 0) db.file().exec(fmt::format("PRAGMA max_page_count = {}", options.max_pages));
}

SqliteStore::SqliteStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SqliteStore::SqliteStore(SqliteStore&&) noexcept = default;
SqliteStore& SqliteStore::operator=(SqliteStore&&) noexcept = default;
SqliteStore::~SqliteStore() = default;

Result<SqliteStore> SqliteStore::open(std::filesystem::path const& path, StoreOptions const& options) {
    namespace fs = std::filesystem;
    std::error_code failure;
    if (path.has_parent_path()) fs::create_directories(path.parent_path(), failure);
    if (failure) {
        return Error(errc::store,
                     fmt::format("{}: its directory cannot be made: {}", path.string(), failure.message()));
    }
    bool const unfit = fs::exists(path, failure) && !fs::is_regular_file(path, failure);
    if (unfit) return Error(errc::store, path.string() + ": is not a file; name another one with store.path");
    return store::guard(path.string(), [&]() -> Result<SqliteStore> {
        auto impl = std::make_unique<Impl>(path, options);
        if (auto const migrated = store::migrate(impl->db); !migrated) return migrated.error();
        return SqliteStore(std::move(impl));
    });
}

Result<SqliteStore> SqliteStore::open_to_read(std::filesystem::path const& path,
                                              StoreOptions const& options) {
    return store::guard(path.string(), [&]() -> Result<SqliteStore> {
        auto database = store::open_to_read(path, static_cast<int>(options.busy_timeout.count()));
        if (!database) return database.error();
        return SqliteStore(std::make_unique<Impl>(std::move(*database), options));
    });
}

Result<std::int64_t> SqliteStore::begin_run(std::string_view kind, Time now) {
    return impl_->guard([&]() -> Result<std::int64_t> {
        impl_->db.run("INSERT INTO run(kind, started, outcome) VALUES (?, ?, '')", kind, to_number(now));
        return impl_->db.last_row();
    });
}

Result<void> SqliteStore::end_run(std::int64_t number, std::string_view outcome, Time now) {
    return impl_->guard([&]() -> Result<void> {
        impl_->db.run("UPDATE run SET finished = ?, outcome = ? WHERE number = ?", to_number(now), outcome,
                      number);
        return {};
    });
}

Result<std::optional<RunRecord>> SqliteStore::last_run() const {
    return impl_->guard([&]() -> Result<std::optional<RunRecord>> {
        Query query(impl_->db.prepare(
            "SELECT number, kind, started, finished, outcome FROM run ORDER BY number DESC LIMIT 1"));
        if (!query.step()) return std::optional<RunRecord>();
        RunRecord run;
        run.number = query.number(0);
        run.kind = query.text(1);
        run.started = store::to_time(query.number(2));
        if (!query.is_null(3)) run.finished = store::to_time(query.number(3));
        run.outcome = query.text(4);
        return std::optional<RunRecord>(std::move(run));
    });
}

Result<Time> SqliteStore::reserve_request(std::string_view group, std::chrono::milliseconds interval,
                                          std::optional<Time> own, Time now) {
    constexpr int longest_queue = 20;
    if (interval < std::chrono::seconds(1)) return now;
    return impl_->guard([&]() -> Result<Time> {
        Transaction transaction(impl_->db);
        std::optional<Time> reserved;
        Query last(impl_->db.prepare("SELECT time FROM last_request WHERE service = ?"), group);
        if (last.step()) reserved = store::to_time(last.number(0));
        Time when = now;
        if (reserved && reserved != own) {
            // Times are whole seconds: the one that has begun counts as over.
            auto const step = std::chrono::ceil<std::chrono::seconds>(interval) + std::chrono::seconds(1);
            // One far ahead is of a clock that was set back since.
            bool const believable = *reserved <= now + longest_queue * step;
            when = std::max(now, believable ? *reserved + step : now + step);
        }
        impl_->db.run("INSERT OR REPLACE INTO last_request(service, time) VALUES (?, ?)", group,
                      to_number(when));
        transaction.commit();
        return when;
    });
}

Result<std::optional<SavedHarvest>> SqliteStore::harvest(std::string_view name) const {
    return impl_->guard([&]() -> Result<std::optional<SavedHarvest>> {
        Query head(impl_->db.prepare("SELECT cursor FROM harvest WHERE name = ?"), name);
        if (!head.step()) return std::optional<SavedHarvest>();
        SavedHarvest saved;
        saved.cursor = head.text(0);
        Query rows(impl_->db.prepare("SELECT content FROM harvest_paper WHERE name = ? ORDER BY rowid"),
                   name);
        while (rows.step()) {
            auto const value = json::parse(rows.text(0));
            if (!value) return value.error();
            auto paper = json::paper_from_json(*value);
            if (!paper) return paper.error();
            saved.papers.push_back(std::move(*paper));
        }
        return std::optional<SavedHarvest>(std::move(saved));
    });
}

void SqliteStore::Impl::put_harvest(std::string_view name, std::string_view cursor,
                                    std::span<Paper const> added) {
    db.run(
        "INSERT INTO harvest(name, cursor) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET cursor = "
        "excluded.cursor",
        name, cursor);
    for (Paper const& paper : added) {
        db.run("INSERT OR REPLACE INTO harvest_paper(name, arxiv_id, content) VALUES (?, ?, ?)", name,
               paper.id.base(), boost::json::serialize(json::to_json(paper)));
    }
}

Result<void> SqliteStore::save_harvest(std::string_view name, std::string_view cursor,
                                       std::span<Paper const> added) {
    return impl_->guard([&]() -> Result<void> {
        Transaction transaction(impl_->db);
        impl_->put_harvest(name, cursor, added);
        transaction.commit();
        return {};
    });
}

Result<void> SqliteStore::drop_harvest(std::string_view name) {
    return impl_->guard([&]() -> Result<void> {
        impl_->db.run("DELETE FROM harvest WHERE name = ?", name);
        return {};
    });
}

Result<std::optional<CachedAnswer>> SqliteStore::cached(std::string_view url) const {
    return impl_->guard([&]() -> Result<std::optional<CachedAnswer>> {
        Query query(impl_->db.prepare("SELECT etag, last_modified, body FROM http_cache WHERE url = ?"), url);
        if (!query.step()) return std::optional<CachedAnswer>();
        return std::optional(CachedAnswer{query.text(0), query.text(1), query.text(2)});
    });
}

Result<void> SqliteStore::cache(std::string_view url, CachedAnswer const& answer, Time now) {
    return impl_->guard([&]() -> Result<void> {
        Transaction transaction(impl_->db);
        impl_->db.run("DELETE FROM http_cache WHERE stored < ?", to_number(now - std::chrono::days(30)));
        impl_->db.run(
            "INSERT OR REPLACE INTO http_cache(url, etag, last_modified, body, stored) "
            "VALUES (?, ?, ?, ?, ?)",
            url, answer.etag, answer.last_modified, answer.body, to_number(now));
        transaction.commit();
        return {};
    });
}

}  // namespace lectern
