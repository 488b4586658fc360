#include "core/detail/json.hpp"
#include "sqlite_store_impl.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lectern {

using store::Query;
using store::to_number;
using store::Transaction;

namespace {

constexpr char const* kSelectDay =
    "SELECT day, expected, state, reason, source, updated, scores_missing, remedial FROM day "
    "WHERE reader = ? AND day BETWEEN ? AND ? ORDER BY day";

void put_coverage(store::Database& db, std::string const& reader, Date day, Coverage const& coverage) {
    std::optional<std::int64_t> declared;
    if (coverage.declared) declared = static_cast<std::int64_t>(*coverage.declared);
    db.run(
        "INSERT INTO ledger(reader, day, category, declared, fetched, parsed, fresh, filtered, scored, "
        "unscored, "
        "shown) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        reader, to_number(day), coverage.category, declared, coverage.fetched, coverage.parsed,
        coverage.newly_listed, coverage.filtered, coverage.scored, coverage.unscored, coverage.shown);
}

Coverage read_coverage(Query& query) {
    Coverage coverage;
    coverage.category = query.text(0);
    if (!query.is_null(1)) coverage.declared = static_cast<std::size_t>(query.number(1));
    int column = 1;
    for (std::size_t* count : {&coverage.fetched, &coverage.parsed, &coverage.newly_listed,
                               &coverage.filtered, &coverage.scored, &coverage.unscored, &coverage.shown}) {
        *count = static_cast<std::size_t>(query.number(++column));
    }
    return coverage;
}

Decision read_decision(Query& query) {
    Decision decision;
    decision.id = ArxivId::parse(query.text(1)).value();
    if (int const version = static_cast<int>(query.number(2)))
        decision.id = decision.id.with_version(version);
    decision.title = query.text(3);
    decision.outcome = parse_outcome(query.text(4)).value();
    decision.reason = query.text(5);
    decision.relevance = query.real_or_none(6);
    decision.novelty = query.real_or_none(7);
    decision.estimated = query.number(8) != 0;
    decision.steps = json::strings_from_text(query.text(9)).value();
    return decision;
}

/// Whether no score of the day has an absolute scale, so that none is a label.
bool is_estimated(Digest const& digest) {
    bool const any =
        std::ranges::any_of(digest.decisions, [](Decision const& one) { return one.relevance.has_value(); });
    bool const absolute = std::ranges::any_of(
        digest.decisions, [](Decision const& one) { return one.relevance.has_value() && !one.estimated; });
    return any && !absolute;
}

}  // namespace

void SqliteStore::Impl::put_day(DayRecord const& record) {
    db.run(
        "INSERT INTO day(reader, day, expected, state, reason, source, scorer, estimated, updated, "
        "scores_missing, remedial) VALUES (?, ?, ?, ?, ?, ?, '', 0, ?, ?, ?) "
        "ON CONFLICT(reader, day) DO UPDATE SET expected = excluded.expected, state = excluded.state, "
        "reason = excluded.reason, source = excluded.source, updated = excluded.updated, "
        "scores_missing = excluded.scores_missing, remedial = excluded.remedial",
        reader, to_number(record.day), record.expected, to_string(record.state), record.reason, record.source,
        to_number(record.updated), record.scores_missing, record.remedial);
    db.run("DELETE FROM ledger WHERE reader = ? AND day = ?", reader, to_number(record.day));
    put_coverage(db, reader, record.day, record.total);
    for (Coverage const& coverage : record.categories) put_coverage(db, reader, record.day, coverage);
}

void SqliteStore::Impl::put_scorer(Date day, std::string_view scorer, bool estimated) {
    db.run("UPDATE day SET scorer = ?, estimated = ? WHERE reader = ? AND day = ?", scorer, estimated, reader,
           to_number(day));
}

void SqliteStore::Impl::put_decision(std::int64_t row, Date day, std::size_t place,
                                     Decision const& decision) {
    db.run(
        "INSERT OR REPLACE INTO decision(reader, day, paper, place, outcome, relevance, novelty, reason, "
        "estimated, steps) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        reader, to_number(day), row, place, to_string(decision.outcome), decision.relevance, decision.novelty,
        decision.reason, decision.estimated, json::to_text(decision.steps));
}

DayRecord SqliteStore::Impl::read_day(Query& query) {
    DayRecord record;
    record.day = store::to_date(query.number(0));
    record.expected = query.number(1) != 0;
    record.state = parse_day_state(query.text(2)).value();
    record.reason = query.text(3);
    record.source = query.text(4);
    record.updated = store::to_time(query.number(5));
    record.scores_missing = query.number(6) != 0;
    record.remedial = query.number(7) != 0;
    Query numbers(
        db.prepare("SELECT category, declared, fetched, parsed, fresh, filtered, scored, unscored, shown "
                   "FROM ledger WHERE reader = ? AND day = ? ORDER BY category"),
        reader, query.number(0));
    while (numbers.step()) {
        Coverage coverage = read_coverage(numbers);
        if (coverage.category.empty())
            record.total = std::move(coverage);
        else
            record.categories.push_back(std::move(coverage));
    }
    return record;
}

Result<void> SqliteStore::put_day(DayRecord const& record) {
    return impl_->guard([&]() -> Result<void> {
        Transaction transaction(impl_->db);
        impl_->put_day(record);
        transaction.commit();
        return {};
    });
}

Result<void> SqliteStore::put_digest(Digest const& digest, DayRecord const& record) {
    return impl_->guard([&]() -> Result<void> {
        Transaction transaction(impl_->db);
        impl_->put_day(record);
        impl_->put_scorer(digest.date, digest.scorer, is_estimated(digest));
        impl_->db.run("DELETE FROM decision WHERE reader = ? AND day = ?", impl_->reader,
                      to_number(digest.date));
        for (DigestEntry const& entry : digest.entries) (void)impl_->put_paper(entry.paper, digest.date);
        std::size_t place = 0;
        for (Decision const& decision : digest.decisions) {
            Paper unlisted;  // where nothing but the decision is known
            unlisted.id = decision.id;
            unlisted.title = decision.title;
            auto const known = impl_->paper_row(decision.id);
            std::int64_t const row = known ? *known : impl_->put_paper(unlisted, digest.date);
            impl_->put_decision(row, digest.date, place++, decision);
        }
        transaction.commit();
        return {};
    });
}

Result<std::optional<DayRecord>> SqliteStore::find_day(Date day) const {
    auto found = days(day, day);
    if (!found) return found.error();
    return found->empty() ? std::optional<DayRecord>() : std::optional<DayRecord>(std::move(found->front()));
}

Result<std::vector<DayRecord>> SqliteStore::days(Date from, Date to) const {
    return impl_->guard([&]() -> Result<std::vector<DayRecord>> {
        std::vector<DayRecord> records;
        Query query(impl_->db.prepare(kSelectDay), impl_->reader, to_number(from), to_number(to));
        while (query.step()) records.push_back(impl_->read_day(query));
        return records;
    });
}

Result<std::optional<Date>> SqliteStore::series_start() const {
    return impl_->guard([&]() -> Result<std::optional<Date>> {
        Query query(impl_->db.prepare("SELECT start FROM series WHERE reader = ?"), impl_->reader);
        if (!query.step()) return std::optional<Date>();
        return std::optional<Date>(store::to_date(query.number(0)));
    });
}

Result<void> SqliteStore::start_series(Date day) {
    return impl_->guard([&]() -> Result<void> {
        impl_->db.run("INSERT OR IGNORE INTO series(reader, start) VALUES (?, ?)", impl_->reader,
                      to_number(day));
        return {};
    });
}

Result<bool> SqliteStore::drop_day(Date day) {
    return impl_->guard([&]() -> Result<bool> {
        Transaction transaction(impl_->db);
        auto& db = impl_->db;
        int gone = db.run("DELETE FROM decision WHERE reader = ? AND day = ?", impl_->reader, to_number(day));
        gone += db.run("DELETE FROM day WHERE reader = ? AND day = ?", impl_->reader, to_number(day));
        for (char const* const sql : {"DELETE FROM ledger WHERE reader = ? AND day = ?",
                                      "DELETE FROM recheck WHERE reader = ? AND day = ?",
                                      "DELETE FROM cascade_cut WHERE reader = ? AND day = ?",
                                      "DELETE FROM open_batch WHERE reader = ? AND day = ?"})
            db.run(sql, impl_->reader, to_number(day));
        Query others(db.prepare("SELECT 1 FROM day WHERE day = ?"), to_number(day));
        if (!others.step()) gone += impl_->drop_listings(day);  // no other reader has the day
        transaction.commit();
        return gone > 0;
    });
}

int SqliteStore::Impl::drop_listings(Date day) {
    db.run(
        "DELETE FROM paper WHERE id IN (SELECT paper FROM listing WHERE day = ?1) "
        "AND NOT EXISTS (SELECT 1 FROM listing WHERE listing.paper = paper.id AND listing.day <> ?1) "
        "AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.paper = paper.id) "
        "AND id NOT IN (SELECT paper FROM mark)",
        to_number(day));
    int const gone = db.run("DELETE FROM listing WHERE day = ?", to_number(day));
    db.run(
        "UPDATE paper SET first_day = (SELECT min(day) FROM listing WHERE paper = paper.id) WHERE first_day "
        "= ?",
        to_number(day));
    return gone;
}

Result<std::vector<TracedDecision>> SqliteStore::decisions_about(ArxivId const& id) const {
    return impl_->guard([&]() -> Result<std::vector<TracedDecision>> {
        Query query(
            impl_->db.prepare(
                "SELECT decision.day, arxiv_id, version, title, outcome, reason, relevance, "
                "novelty, decision.estimated, steps FROM decision JOIN paper ON paper.id = decision.paper "
                "WHERE arxiv_id = ? AND reader = ? ORDER BY decision.day"),
            id.base(), impl_->reader);
        std::vector<TracedDecision> decisions;
        while (query.step()) decisions.push_back({store::to_date(query.number(0)), read_decision(query)});
        return decisions;
    });
}

Result<std::vector<Decision>> SqliteStore::decisions_of(Date day) const {
    return impl_->guard([&]() -> Result<std::vector<Decision>> {
        Query query(
            impl_->db.prepare(
                "SELECT decision.day, arxiv_id, version, title, outcome, reason, relevance, "
                "novelty, decision.estimated, steps FROM decision JOIN paper ON paper.id = decision.paper "
                "WHERE reader = ? AND decision.day = ? ORDER BY place, paper.id"),
            impl_->reader, to_number(day));
        std::vector<Decision> decisions;
        while (query.step()) decisions.push_back(read_decision(query));
        return decisions;
    });
}

Result<PastDecisions> SqliteStore::past_decisions(std::span<Paper const> papers, Date day) const {
    return impl_->guard([&]() -> Result<PastDecisions> {
        std::vector<std::string> ids;
        for (Paper const& paper : papers) ids.push_back(paper.id.base());
        Query query(impl_->db.prepare(
                        "SELECT arxiv_id, min(decision.day), max(outcome = 'shown' AND decision.day < ?1) "
                        "FROM json_each(?2) AS asked JOIN paper ON arxiv_id = asked.value "
                        "JOIN decision ON decision.paper = paper.id AND reader = ?3 "
                        "WHERE decision.day <> ?1 AND outcome IN ('shown', 'below-cutoff') "
                        "GROUP BY paper.id"),
                    to_number(day), json::to_text(ids), impl_->reader);
        PastDecisions past;
        while (query.step())
            past.emplace(query.text(0), PastDecision{store::to_date(query.number(1)), query.number(2) != 0});
        return past;
    });
}

Result<std::vector<Date>> SqliteStore::judged_days(Date day, std::size_t most) const {
    return impl_->guard([&]() -> Result<std::vector<Date>> {
        std::vector<Date> days;
        Query query(impl_->db.prepare(
                        "SELECT day FROM day WHERE reader = ? AND day < ? AND estimated = 0 AND EXISTS "
                        "(SELECT 1 FROM decision WHERE decision.reader = day.reader AND "
                        "decision.day = day.day AND outcome = 'below-cutoff' AND relevance IS NOT NULL) "
                        "ORDER BY day DESC LIMIT ?"),
                    impl_->reader, to_number(day), most);
        while (query.step()) days.push_back(store::to_date(query.number(0)));
        return days;
    });
}

Result<std::vector<Judgment>> SqliteStore::judgments() const {
    return impl_->guard([&]() -> Result<std::vector<Judgment>> {
        std::vector<Judgment> judgments;
        Query query(
            impl_->db.prepare("SELECT decision.day, arxiv_id, outcome = 'shown', "
                              "day.estimated <> 0 OR decision.estimated <> 0, relevance FROM decision "
                              "JOIN day ON day.reader = decision.reader AND day.day = decision.day "
                              "JOIN paper ON paper.id = decision.paper WHERE decision.reader = ? AND "
                              "(outcome = 'shown' OR (outcome = 'below-cutoff' AND relevance IS NOT NULL)) "
                              "ORDER BY decision.day, place"),
            impl_->reader);
        while (query.step()) {
            judgments.push_back({store::to_date(query.number(0)), ArxivId::parse(query.text(1)).value(),
                                 query.number(2) != 0, query.number(3) != 0, query.real_or_none(4)});
        }
        return judgments;
    });
}

Result<void> SqliteStore::write_labels(std::function<void(std::string_view line)> const& write) const {
    auto const all = judgments();
    if (!all) return all.error();
    for (Judgment const& one : *all) {
        if (one.estimated) continue;
        bool const is_grade = one.relevance && *one.relevance >= 1 && *one.relevance <= 10;
        std::string const relevance =
            is_grade ? fmt::format(R"(,"relevance":{})", *one.relevance) : std::string();
        write(fmt::format(R"({{"date":"{}","id":"{}","selected":{}{}}})", format_date(one.day), one.id.base(),
                          one.shown ? 1 : 0, relevance));
    }
    return {};
}

Result<void> SqliteStore::set_rechecked(Date day, int age, Time now) {
    return impl_->guard([&]() -> Result<void> {
        impl_->db.run("INSERT OR REPLACE INTO recheck(reader, day, age, made) VALUES (?, ?, ?, ?)",
                      impl_->reader, to_number(day), age, to_number(now));
        return {};
    });
}

Result<bool> SqliteStore::was_rechecked(Date day, int age) const {
    return impl_->guard([&]() -> Result<bool> {
        Query query(impl_->db.prepare("SELECT 1 FROM recheck WHERE reader = ? AND day = ? AND age = ?"),
                    impl_->reader, to_number(day), age);
        return query.step();
    });
}

Result<void> SqliteStore::set_cascade_cut(Date day, std::size_t papers) {
    return impl_->guard([&]() -> Result<void> {
        impl_->db.run("INSERT OR REPLACE INTO cascade_cut(reader, day, papers) VALUES (?, ?, ?)",
                      impl_->reader, to_number(day), papers);
        return {};
    });
}

Result<std::optional<std::size_t>> SqliteStore::cascade_cut(Date day) const {
    return impl_->guard([&]() -> Result<std::optional<std::size_t>> {
        Query query(impl_->db.prepare("SELECT papers FROM cascade_cut WHERE reader = ? AND day = ?"),
                    impl_->reader, to_number(day));
        return query.step() ? std::optional(static_cast<std::size_t>(query.number(0))) : std::nullopt;
    });
}

}  // namespace lectern
