#include "core/detail/json.hpp"
#include "core/detail/paper_json.hpp"
#include "sqlite_store_impl.hpp"

#include <boost/json/serialize.hpp>

namespace lectern {

using store::join_codes;
using store::Query;
using store::split_codes;
using store::to_number;
using store::Transaction;

namespace {

std::string authors_text(Paper const& paper) {
    return boost::json::serialize(json::to_json(paper.authors));
}

std::vector<Author> read_authors(std::string const& text) {
    return json::authors_from_json(json::parse(text).value().as_array()).value();
}

void insert(store::Database& db, Paper const& paper, std::optional<Date> listed) {
    db.run(
        "INSERT INTO paper(arxiv_id, version, first_day, title, abstract, authors, categories, comment, "
        "journal_ref, doi, license, submitted, updated, withdrawn) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        paper.id.base(), paper.id.version().value_or(0),
        listed ? std::optional<std::int64_t>(to_number(*listed)) : std::nullopt, paper.title, paper.abstract,
        authors_text(paper), join_codes(paper.categories), paper.comment, paper.journal_ref, paper.doi,
        paper.license, to_number(paper.submitted), to_number(paper.updated), paper.withdrawn);
}

/// Puts the newer text in place of the stored one, which becomes history.
void replace(store::Database& db, std::int64_t row, Paper const& paper) {
    db.run(
        "INSERT OR IGNORE INTO paper_version(paper, version, title, abstract, authors, categories) "
        "SELECT id, version, title, abstract, authors, categories FROM paper WHERE id = ?",
        row);
    db.run(
        "UPDATE paper SET version = ?, title = ?, abstract = ?, authors = ?, categories = ?, updated = ?, "
        "withdrawn = ? WHERE id = ?",
        paper.id.version().value_or(0), paper.title, paper.abstract, authors_text(paper),
        join_codes(paper.categories), to_number(paper.updated), paper.withdrawn, row);
}

/// Takes over what the stored row lacks. Sources differ in what they tell.
void fill_gaps(store::Database& db, std::int64_t row, Paper const& paper) {
    db.run(
        "UPDATE paper SET comment = iif(comment = '', ?, comment), "
        "journal_ref = iif(journal_ref = '', ?, journal_ref), doi = iif(doi = '', ?, doi), "
        "license = iif(license = '', ?, license), submitted = coalesce(submitted, ?), "
        "updated = coalesce(updated, ?), withdrawn = max(withdrawn, ?), "
        "abstract = iif(abstract = '', ?, abstract), authors = iif(authors = '[]', ?, authors), "
        "categories = iif(length(categories) < length(?), ?, categories), version = max(version, ?) "
        "WHERE id = ?",
        paper.comment, paper.journal_ref, paper.doi, paper.license, to_number(paper.submitted),
        to_number(paper.updated), paper.withdrawn, paper.abstract, authors_text(paper),
        join_codes(paper.categories), join_codes(paper.categories), paper.id.version().value_or(0), row);
}

}  // namespace

std::optional<std::int64_t> SqliteStore::Impl::paper_row(ArxivId const& id) {
    Query query(db.prepare("SELECT id FROM paper WHERE arxiv_id = ?"), id.base());
    return query.step() ? std::optional<std::int64_t>(query.number(0)) : std::nullopt;
}

Paper SqliteStore::Impl::load_paper(std::int64_t row) {
    Query query(db.prepare("SELECT arxiv_id, version, title, abstract, authors, categories, comment, "
                           "journal_ref, doi, license, submitted, updated, withdrawn, first_day FROM paper "
                           "WHERE id = ?"),
                row);
    if (!query.step()) throw Exception(Error(errc::store, "a paper is missing"));
    Paper paper;
    paper.id = ArxivId::parse(query.text(0)).value();
    if (int const version = static_cast<int>(query.number(1))) paper.id = paper.id.with_version(version);
    paper.title = query.text(2);
    paper.abstract = query.text(3);
    paper.authors = read_authors(query.text(4));
    paper.categories = split_codes(query.text(5));
    paper.comment = query.text(6);
    paper.journal_ref = query.text(7);
    paper.doi = query.text(8);
    paper.license = query.text(9);
    if (!query.is_null(10)) paper.submitted = store::to_time(query.number(10));
    if (!query.is_null(11)) paper.updated = store::to_time(query.number(11));
    paper.withdrawn = query.number(12) != 0;
    if (!query.is_null(13)) paper.announced = store::to_date(query.number(13));
    return paper;
}

std::int64_t SqliteStore::Impl::put_paper(Paper const& paper, std::optional<Date> listed) {
    Query known(db.prepare("SELECT id, version FROM paper WHERE arxiv_id = ?"), paper.id.base());
    if (!known.step()) {
        insert(db, paper, listed);
        return db.last_row();
    }
    std::int64_t const row = known.number(0);
    std::int64_t const version = known.number(1);
    std::int64_t const offered = paper.id.version().value_or(0);
    if (offered > version && version > 0 && !paper.title.empty())
        replace(db, row, paper);
    else if (offered >= version || offered == 0)
        fill_gaps(db, row, paper);
    if (listed) {
        db.run("UPDATE paper SET first_day = ?1 WHERE id = ?2 AND (first_day IS NULL OR first_day > ?1)",
               to_number(*listed), row);
    }
    return row;
}

void SqliteStore::Impl::put_listings(std::int64_t row, Date day, Paper const& paper) {
    auto const put = [&](std::string const& category, AnnounceType type) {
        db.run(
            "INSERT OR REPLACE INTO listing(day, paper, category, type, version, place) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            to_number(day), row, category, to_string(type), paper.id.version().value_or(0), paper.position);
    };
    for (Listing const& listing : paper.listings) put(listing.category.code(), listing.type);
    if (paper.listings.empty()) put(std::string(), paper.announce);
}

std::vector<Listing> SqliteStore::Impl::listings_of(std::int64_t row, Date day) {
    Query query(
        db.prepare("SELECT category, type FROM listing WHERE day = ? AND paper = ? ORDER BY category"),
        to_number(day), row);
    std::vector<Listing> listings;
    while (query.step()) listings.push_back({Category(query.text(0)), parse_announce_type(query.text(1))});
    return listings;
}

Result<std::vector<ListingStatus>> SqliteStore::add_listed(Date day, std::span<Paper const> papers) {
    return impl_->guard([&]() -> Result<std::vector<ListingStatus>> {
        Transaction transaction(impl_->db);
        std::vector<ListingStatus> statuses;
        statuses.reserve(papers.size());
        for (Paper const& paper : papers) {
            std::int64_t const row = impl_->put_paper(paper, day);
            impl_->put_listings(row, day, paper);
            Query first(impl_->db.prepare("SELECT first_day FROM paper WHERE id = ?"), row);
            first.step();
            Date const first_listed = store::to_date(first.number(0));
            statuses.push_back({first_listed, first_listed == day});
        }
        transaction.commit();
        return statuses;
    });
}

Result<void> SqliteStore::add_papers(std::span<Paper const> papers) {
    return impl_->guard([&]() -> Result<void> {
        Transaction transaction(impl_->db);
        for (Paper const& paper : papers) (void)impl_->put_paper(paper, std::nullopt);
        transaction.commit();
        return {};
    });
}

Result<std::optional<Paper>> SqliteStore::find_paper(ArxivId const& id) const {
    return impl_->guard([&]() -> Result<std::optional<Paper>> {
        auto const row = impl_->paper_row(id);
        return row ? std::optional<Paper>(impl_->load_paper(*row)) : std::nullopt;
    });
}

Result<std::vector<Paper>> SqliteStore::earlier_versions(ArxivId const& id) const {
    return impl_->guard([&]() -> Result<std::vector<Paper>> {
        std::vector<Paper> versions;
        auto const row = impl_->paper_row(id);
        if (!row) return versions;
        Query query(
            impl_->db.prepare("SELECT version, title, abstract, authors, categories FROM paper_version "
                              "WHERE paper = ? ORDER BY version"),
            *row);
        while (query.step()) {
            Paper paper;
            paper.id = id.with_version(static_cast<int>(query.number(0)));
            paper.title = query.text(1);
            paper.abstract = query.text(2);
            paper.authors = read_authors(query.text(3));
            paper.categories = split_codes(query.text(4));
            versions.push_back(std::move(paper));
        }
        return versions;
    });
}

Result<std::optional<Revision>> SqliteStore::revision_of(Paper const& paper) const {
    auto versions = earlier_versions(paper.id);
    if (!versions) return versions.error();
    int const version = paper.id.version().value_or(0);
    std::erase_if(*versions,
                  [version](Paper const& other) { return other.id.version().value_or(0) >= version; });
    if (versions->empty()) return std::optional<Revision>();
    Revision revision{paper, std::nullopt, describe_changes(versions->back(), paper)};
    if (revision.changes.empty()) return std::optional<Revision>();
    auto const stored = find_paper(paper.id);
    if (!stored) return stored.error();
    if (*stored) revision.announced = (*stored)->announced;
    return std::optional<Revision>(std::move(revision));
}

Result<std::vector<Paper>> SqliteStore::papers_of(Date day) const {
    return impl_->guard([&]() -> Result<std::vector<Paper>> {
        std::vector<Paper> papers;
        Query query(impl_->db.prepare("SELECT paper, min(place) FROM listing WHERE day = ? GROUP BY paper "
                                      "ORDER BY min(place), paper"),
                    to_number(day));
        while (query.step()) {
            std::int64_t const row = query.number(0);
            Paper paper = impl_->load_paper(row);
            paper.announced = day;
            paper.position = papers.size();
            for (Listing& listing : impl_->listings_of(row, day)) {
                // Declared in the order of strength, but for unknown.
                bool const stronger =
                    paper.announce == AnnounceType::unknown ||
                    (listing.type != AnnounceType::unknown && listing.type < paper.announce);
                if (stronger) paper.announce = listing.type;
                if (!listing.category.code().empty()) paper.listings.push_back(std::move(listing));
            }
            papers.push_back(std::move(paper));
        }
        return papers;
    });
}

Result<std::vector<ListedDay>> SqliteStore::listings_about(ArxivId const& id) const {
    return impl_->guard([&]() -> Result<std::vector<ListedDay>> {
        std::vector<ListedDay> days;
        auto const row = impl_->paper_row(id);
        if (!row) return days;
        Query query(impl_->db.prepare("SELECT DISTINCT day FROM listing WHERE paper = ? ORDER BY day"), *row);
        while (query.step()) {
            Date const day = store::to_date(query.number(0));
            days.push_back({day, impl_->listings_of(*row, day)});
        }
        return days;
    });
}

Result<bool> SqliteStore::listed_before(ArxivId const& id, Date day) const {
    return impl_->guard([&]() -> Result<bool> {
        Query query(
            impl_->db.prepare("SELECT 1 FROM paper JOIN listing ON listing.paper = paper.id "
                              "WHERE arxiv_id = ? AND listing.day < ? AND listing.version >= ? LIMIT 1"),
            id.base(), to_number(day), id.version().value_or(0));
        return query.step();
    });
}

}  // namespace lectern
