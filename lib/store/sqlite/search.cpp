#include "sqlite_store_impl.hpp"

#include <lectern/core/text.hpp>

#include <fmt/format.h>

namespace lectern {

using store::Query;

namespace {

/// The columns of the index that a field stands for, as FTS5 names them before a phrase; empty for all of them.
std::string_view columns_of(TextQuery::Field field) {
    switch (field) {
        case TextQuery::Field::everywhere:
            return "";
        case TextQuery::Field::text:
            return "{title abstract} : ";
        case TextQuery::Field::title:
            return "{title} : ";
        case TextQuery::Field::abstract:
            return "{abstract} : ";
        case TextQuery::Field::author:
            return "{authors} : ";
        case TextQuery::Field::comment:
            return "{comment} : ";
    }
    return "";
}

/// The query in the language of FTS5 (https://sqlite.org/fts5.html#full_text_query_syntax). Words hold letters and
/// digits only, so they need no escaping within the quotes of a string.
std::string to_fts5(TextQuery const& query) {
    if (query.kind == TextQuery::Kind::words)
        return fmt::format("{}\"{}\"{}", columns_of(query.field), text::join(query.words, " "),
                           query.open_end ? "*" : "");
    std::vector<std::string> parts;
    for (TextQuery const& part : query.parts) parts.push_back(to_fts5(part));
    return fmt::format("({})", text::join(parts, query.kind == TextQuery::Kind::all ? " AND " : " OR "));
}

void take_each(SqliteStore::Impl& impl, Query& rows, std::function<bool(Paper const&)> const& take) {
    while (rows.step()) {
        if (!take(impl.load_paper(rows.number(0)))) return;
    }
}

}  // namespace

Result<void> SqliteStore::search(std::optional<TextQuery> const& query,
                                 std::function<bool(Paper const& paper)> const& take) const {
    return impl_->guard([&]() -> Result<void> {
        if (!query) {
            Query rows(impl_->db.prepare("SELECT id FROM paper ORDER BY first_day DESC, id DESC"));
            take_each(*impl_, rows, take);
            return {};
        }
        // Weights of title, abstract, authors, comment.
        Query rows(impl_->db.prepare("SELECT rowid FROM paper_text WHERE paper_text MATCH ? "
                                     "ORDER BY bm25(paper_text, 5.0, 1.0, 3.0, 1.0), rowid DESC"),
                   to_fts5(*query));
        take_each(*impl_, rows, take);
        return {};
    });
}

}  // namespace lectern
