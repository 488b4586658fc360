#include "core/detail/author_json.hpp"
#include "core/detail/json.hpp"
#include "sqlite_store_impl.hpp"

namespace lectern {

using store::Query;
using store::to_number;
using store::Transaction;

Result<std::vector<StoredAuthors>> SqliteStore::stored_authors(std::string_view service,
                                                               std::span<ArxivId const> ids) const {
    return impl_->guard([&]() -> Result<std::vector<StoredAuthors>> {
        std::vector<std::string> names;
        for (ArxivId const& id : ids) names.push_back(id.base());
        Query query(
            impl_->db.prepare(
                "SELECT arxiv_id, content, asked FROM author_record WHERE service = ? AND arxiv_id IN "
                "(SELECT value FROM json_each(?))"),
            service, json::to_text(names));
        std::vector<StoredAuthors> found;
        while (query.step()) {
            auto authors = json::authors_from_text(query.text(1));
            if (!authors) return authors.error();
            found.push_back({ArxivId::parse(query.text(0)).value(), std::move(*authors),
                             store::to_time(query.number(2))});
        }
        return found;
    });
}

Result<void> SqliteStore::put_authors(std::string_view service, std::span<StoredAuthors const> answers) {
    return impl_->guard([&]() -> Result<void> {
        Transaction transaction(impl_->db);
        for (StoredAuthors const& answer : answers)
            impl_->db.run(
                "INSERT OR REPLACE INTO author_record(service, arxiv_id, content, asked) VALUES (?, ?, ?, ?)",
                service, answer.id.base(), json::to_text(answer.authors), to_number(answer.asked));
        transaction.commit();
        return {};
    });
}

Result<std::vector<DeliveryRecord>> SqliteStore::deliveries(std::string_view channel, Date day) const {
    return impl_->guard([&]() -> Result<std::vector<DeliveryRecord>> {
        Query query(impl_->db.prepare("SELECT message, state, reference, made FROM delivery "
                                      "WHERE reader = ? AND channel = ? AND day = ?"),
                    impl_->reader, channel, to_number(day));
        std::vector<DeliveryRecord> found;
        while (query.step())
            found.push_back({std::string(channel), day, query.text(0),
                             parse_delivery_state(query.text(1)).value(), query.text(2),
                             store::to_time(query.number(3))});
        return found;
    });
}

Result<std::optional<Date>> SqliteStore::last_delivered(std::string_view channel) const {
    return impl_->guard([&]() -> Result<std::optional<Date>> {
        Query query(
            impl_->db.prepare("SELECT day FROM delivery WHERE reader = ? AND channel = ? GROUP BY day "
                              "HAVING min(state = 'sent') = 1 ORDER BY day DESC LIMIT 1"),
            impl_->reader, channel);
        return query.step() ? std::optional(store::to_date(query.number(0))) : std::optional<Date>();
    });
}

void SqliteStore::Impl::put_delivery(DeliveryRecord const& record) {
    db.run(
        "INSERT OR REPLACE INTO delivery(reader, channel, day, message, state, reference, made) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        reader, record.channel, to_number(record.day), record.message, to_string(record.state),
        record.reference, to_number(record.made));
}

Result<void> SqliteStore::put_deliveries(std::span<DeliveryRecord const> records) {
    return impl_->guard([&]() -> Result<void> {
        // What was sent must not be forgotten by a power cut.
        impl_->db.run("PRAGMA synchronous = FULL");
        Transaction transaction(impl_->db);
        for (DeliveryRecord const& record : records) impl_->put_delivery(record);
        transaction.commit();
        impl_->db.run("PRAGMA synchronous = NORMAL");
        return {};
    });
}

Result<std::vector<UnshownPaper>> SqliteStore::unshown_papers(Date from, Date before) const {
    return impl_->guard([&]() -> Result<std::vector<UnshownPaper>> {
        Query query(impl_->db.prepare(
                        "SELECT arxiv_id, max(day) FROM decision JOIN paper ON paper.id = decision.paper "
                        "WHERE reader = ?1 AND day >= ?2 AND day < ?3 AND NOT EXISTS (SELECT 1 FROM decision "
                        "AS other "
                        "WHERE other.reader = ?1 AND other.paper = decision.paper AND other.day <> ?3 AND "
                        "other.outcome = 'shown') GROUP BY paper.id ORDER BY max(day) DESC, arxiv_id DESC"),
                    impl_->reader, to_number(from), to_number(before));
        std::vector<UnshownPaper> papers;
        while (query.step())
            papers.push_back({ArxivId::parse(query.text(0)).value(), store::to_date(query.number(1))});
        return papers;
    });
}

}  // namespace lectern
