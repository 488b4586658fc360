#include "sqlite_store_impl.hpp"

#include <fmt/format.h>

#include <array>

namespace lectern {

using store::Query;
using store::to_number;
using store::Transaction;

namespace {

/// A rule every sound store keeps: the query names the rows that break it.
struct Rule {
    char const* what;
    char const* violations;
};

constexpr std::array<Rule, 5> kRules{
    {{"a day's decisions do not add up with its numbers",
      "SELECT day.day FROM day JOIN ledger ON ledger.reader = day.reader AND ledger.day = day.day AND "
      "category = '' WHERE (SELECT count(*) FROM decision WHERE decision.reader = day.reader AND "
      "decision.day = day.day AND outcome = 'shown') <> shown"},
     {"decisions of a day that has no record",
      "SELECT DISTINCT day FROM decision WHERE (reader, day) NOT IN (SELECT reader, day FROM day)"},
     {"a day without numbers",
      "SELECT day FROM day WHERE (reader, day) NOT IN (SELECT reader, day FROM ledger WHERE category = '')"},
     {"a day of an unknown state",
      "SELECT day FROM day WHERE state NOT IN ('ok', 'no-announcement', 'stale', 'partial', 'failed', "
      "'not-run')"},
     {"a decision of an unknown outcome",
      "SELECT day FROM decision WHERE outcome NOT IN ('shown', 'below-cutoff', 'filtered', 'unscored')"}}};

std::int64_t count(store::Database& db, char const* sql) {
    return db.file().execAndGet(sql).getInt64();
}

void check_structure(store::Database& db, StoreReport& report) {
    SQLite::Statement integrity(db.file(), "PRAGMA integrity_check");
    while (integrity.executeStep()) {
        std::string const line = integrity.getColumn(0).getString();
        if (line != "ok") report.problems.push_back("structure: " + line);
    }
    SQLite::Statement references(db.file(), "PRAGMA foreign_key_check");
    while (references.executeStep()) {
        report.problems.push_back(fmt::format("table {} refers to a missing row of {}",
                                              references.getColumn(0).getString(),
                                              references.getColumn(2).getString()));
    }
}

void check_rules(store::Database& db, StoreReport& report) {
    for (Rule const& rule : kRules) {
        SQLite::Statement query(db.file(), rule.violations);
        while (query.executeStep()) {
            report.problems.push_back(
                fmt::format("{}: {}", format_date(store::to_date(query.getColumn(0).getInt64())), rule.what));
        }
    }
}

}  // namespace

Result<StoreReport> SqliteStore::check() const {
    return impl_->guard([&]() -> Result<StoreReport> {
        StoreReport report;
        check_structure(impl_->db, report);
        check_rules(impl_->db, report);
        report.papers = count(impl_->db, "SELECT count(*) FROM paper");
        report.days = count(impl_->db, "SELECT count(*) FROM day");
        report.bytes = count(impl_->db, "PRAGMA page_count") * count(impl_->db, "PRAGMA page_size");
        report.schema = impl_->db.schema();
        return report;
    });
}

Result<std::size_t> SqliteStore::forget_before(Date day) {
    return impl_->guard([&]() -> Result<std::size_t> {
        Transaction transaction(impl_->db);
        // Papers that matter to a reader stay: shown or marked.
        int const gone = impl_->db.run(
            "DELETE FROM paper WHERE first_day < ?1 "
            "AND NOT EXISTS (SELECT 1 FROM listing WHERE listing.paper = paper.id AND listing.day >= ?1) "
            "AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.paper = paper.id AND outcome = 'shown') "
            "AND id NOT IN (SELECT paper FROM mark)",
            to_number(day));
        impl_->db.run("DELETE FROM answer WHERE arxiv_id NOT IN (SELECT arxiv_id FROM paper)");
        impl_->db.run("DELETE FROM author_record WHERE arxiv_id NOT IN (SELECT arxiv_id FROM paper)");
        transaction.commit();
        return static_cast<std::size_t>(gone);
    });
}

Result<void> SqliteStore::vacuum() {
    return impl_->guard([&]() -> Result<void> {
        impl_->db.file().exec("PRAGMA wal_checkpoint(TRUNCATE)");
        impl_->db.file().exec("VACUUM");
        impl_->db.file().exec("PRAGMA wal_checkpoint(TRUNCATE)");
        return {};
    });
}

}  // namespace lectern
