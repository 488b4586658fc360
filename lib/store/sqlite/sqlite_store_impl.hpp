#pragma once

#include "database.hpp"

#include <lectern/store/sqlite_store.hpp>

#include <utility>

namespace lectern {

/// The database with what several groups of functions share. All of it may throw SQLite::Exception or, for a
/// row that cannot be read, lectern::Exception; Store's functions turn both into errors.
class SqliteStore::Impl {
public:
    Impl(std::filesystem::path const& path, StoreOptions const& options);
    Impl(store::Database database, StoreOptions const& options)
        : db(std::move(database)), reader(options.reader) {}

    store::Database db;
    std::string const reader;  ///< Whose days, decisions and marks.

    /// Row number of the paper, whatever the version; nothing if it is not there.
    std::optional<std::int64_t> paper_row(ArxivId const& id);
    /// Makes sure the paper is there and knows at least as much as `paper`.
    /// \return its row
    std::int64_t put_paper(Paper const& paper, std::optional<Date> listed);
    /// Takes back that papers were listed on a day. \return how many listings went
    int drop_listings(Date day);
    void put_listings(std::int64_t row, Date day, Paper const& paper);
    /// Keeps who scored the day.
    void put_day(DayRecord const& record);
    void put_scorer(Date day, std::string_view scorer, bool estimated);
    void put_decision(std::int64_t row, Date day, std::size_t place, Decision const& decision);
    void put_answer(AnswerKey const& key, StoredAnswer const& answer);
    void put_request(RequestRecord const& request);
    void put_delivery(DeliveryRecord const& record);
    void put_harvest(std::string_view name, std::string_view cursor, std::span<Paper const> added);

    Paper load_paper(std::int64_t row);
    std::vector<Listing> listings_of(std::int64_t row, Date day);
    DayRecord read_day(store::Query& query);

    /// Runs `work`; every failure becomes an Error.
    template <class Work>
    auto guard(Work const& work) -> decltype(work()) {
        auto result = attempt(work);
        if (!db.was_overtaken()) return result;
        return Error(errc::store, db.name() + ": a run wrote to it while it was read; repeat the command");
    }

private:
    template <class Work>
    auto attempt(Work const& work) -> decltype(work()) {
        try {
            return store::guard(db.name(), work);
        } catch (Exception const& failure) {
            return Error(errc::store, db.name() + ": " + failure.detail());
        }
    }
};

namespace store {

std::int64_t to_number(Date day);
std::int64_t to_number(Time time);
std::optional<std::int64_t> to_number(std::optional<Time> const& time);
Date to_date(std::int64_t number);
Time to_time(std::int64_t number);

/// Category codes separated by blanks.
std::string join_codes(std::vector<Category> const& categories);
std::vector<Category> split_codes(std::string const& codes);

}  // namespace store
}  // namespace lectern
