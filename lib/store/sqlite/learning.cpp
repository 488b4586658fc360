#include "sqlite_store_impl.hpp"

#include <fmt/format.h>

namespace lectern {

using store::Blob;
using store::Query;
using store::to_number;
using store::Transaction;

Result<std::size_t> SqliteStore::set_marks(std::span<Mark const> marks) {
    return impl_->guard([&]() -> Result<std::size_t> {
        Transaction transaction(impl_->db);
        std::size_t changed = 0;
        for (Mark const& mark : marks) {
            auto const row = impl_->paper_row(mark.id);
            if (!row)
                return Error(errc::invalid_argument,
                             fmt::format("{} is not in the store, so it cannot be marked", mark.id.base()));
            changed += static_cast<std::size_t>(
                impl_->db.run("INSERT INTO mark(reader, paper, liked, source, marked) VALUES (?, ?, ?, ?, ?) "
                              "ON CONFLICT(reader, paper) DO UPDATE SET liked = excluded.liked, source = "
                              "excluded.source, marked = excluded.marked "
                              "WHERE liked <> excluded.liked",
                              impl_->reader, *row, mark.liked, mark.source, to_number(mark.made)));
        }
        transaction.commit();
        return changed;
    });
}

Result<bool> SqliteStore::drop_mark(ArxivId const& id) {
    return impl_->guard([&]() -> Result<bool> {
        return impl_->db.run(
                   "DELETE FROM mark WHERE reader = ? AND paper = (SELECT id FROM paper WHERE arxiv_id = ?)",
                   impl_->reader, id.base()) > 0;
    });
}

Result<std::vector<Mark>> SqliteStore::marks() const {
    return impl_->guard([&]() -> Result<std::vector<Mark>> {
        std::vector<Mark> marks;
        Query query(impl_->db.prepare(
                        "SELECT arxiv_id, liked, source, marked FROM mark JOIN paper ON paper.id = paper "
                        "WHERE reader = ? ORDER BY marked, arxiv_id"),
                    impl_->reader);
        while (query.step()) {
            marks.push_back({ArxivId::parse(query.text(0)).value(), query.number(1) != 0, query.text(2),
                             store::to_time(query.number(3))});
        }
        return marks;
    });
}

Result<std::vector<TrainingExample>> SqliteStore::training_examples(Date day, int features_version,
                                                                    std::size_t most) const {
    return impl_->guard([&]() -> Result<std::vector<TrainingExample>> {
        std::vector<TrainingExample> papers;
        Query query(
            impl_->db.prepare(
                "WITH seen AS (SELECT paper, max(day) AS day FROM listing WHERE day < ?1 GROUP BY paper), "
                "judged AS (SELECT paper, max(outcome = 'shown') AS liked, max(decision.day) AS day, "
                "max(relevance) AS relevance FROM decision JOIN day ON day.reader = decision.reader AND "
                "day.day = decision.day WHERE decision.reader = ?4 AND decision.day < ?1 "
                "AND day.estimated = 0 AND decision.estimated = 0 AND (outcome = 'shown' OR "
                "(outcome = 'below-cutoff' AND relevance IS NOT NULL)) GROUP BY paper) "
                "SELECT paper.id, arxiv_id, coalesce(mark.liked, judged.liked) AS opinion, marked, "
                "coalesce(judged.day, seen.day), content, relevance, "
                "CASE WHEN coalesce(mark.liked, judged.liked) THEN title END FROM paper LEFT JOIN seen ON "
                "seen.paper "
                "= paper.id "
                "LEFT JOIN judged ON judged.paper = paper.id LEFT JOIN mark ON mark.reader = ?4 AND "
                "mark.paper = paper.id "
                "LEFT JOIN feature ON feature.paper = paper.id AND features_version = ?2 "
                "WHERE seen.day IS NOT NULL OR judged.day IS NOT NULL OR mark.liked IS NOT NULL "
                "ORDER BY opinion IS NULL, coalesce(judged.day, seen.day) DESC, arxiv_id LIMIT ?3"),
            to_number(day), features_version, most, impl_->reader);
        while (query.step()) {
            TrainingExample paper;
            paper.row = query.number(0);
            paper.id = ArxivId::parse(query.text(1)).value();
            if (!query.is_null(2)) paper.liked = query.number(2) != 0;
            if (!query.is_null(3)) {
                paper.day = std::chrono::floor<std::chrono::days>(store::to_time(query.number(3)));
            } else {
                paper.day = store::to_date(query.number(4));
            }
            paper.marked = !query.is_null(3);
            paper.title = query.text(7);
            paper.features = query.text(5);
            paper.relevance = query.real_or_none(6);
            papers.push_back(std::move(paper));
        }
        return papers;
    });
}

Result<void> SqliteStore::keep_features(int features_version, std::span<KeptFeatures const> features) {
    return impl_->guard([&]() -> Result<void> {
        if (impl_->db.only_reads()) return {};
        Transaction transaction(impl_->db);
        for (KeptFeatures const& one : features) {
            impl_->db.run("INSERT OR REPLACE INTO feature(paper, features_version, content) VALUES (?, ?, ?)",
                          one.row, features_version, Blob{one.features});
        }
        transaction.commit();
        return {};
    });
}

}  // namespace lectern
