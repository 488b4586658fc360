#include <lectern/core/text.hpp>
#include <lectern/core/text_file.hpp>
#include <lectern/people/author_names.hpp>
#include <lectern/people/followed_authors.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lectern {
namespace {

/// Whether a record is of this author, by an id.
bool is_of(FollowedAuthor const& author, AuthorRecord const& record) {
    auto const same = [](std::string const& wanted, std::string const& found) {
        return !wanted.empty() && wanted == found;
    };
    if (author.is_institution())
        return std::ranges::any_of(record.institutions, [&](std::string const& id) {
            return same(author.ror, id) || same(author.openalex, id);
        });
    return same(author.s2, record.s2) || same(author.openalex, record.openalex) ||
           same(author.orcid, record.orcid);
}

/// Whether the records tell people apart by a kind of id that this author has.
bool can_tell(FollowedAuthor const& author, std::vector<AuthorRecord> const& records) {
    return std::ranges::any_of(records, [&](AuthorRecord const& record) {
        return (!author.s2.empty() && !record.s2.empty()) ||
               (!author.openalex.empty() && !record.openalex.empty()) ||
               (!author.orcid.empty() && (!record.orcid.empty() || !record.openalex.empty())) ||
               author.is_institution();
    });
}

}  // namespace

Result<std::vector<FollowedAuthor>> parse_followed_authors(std::string_view text, std::string_view name) {
    auto const plain = plain_text(text, name);
    if (!plain) return plain.error();
    std::vector<FollowedAuthor> authors;
    std::size_t number = 0;
    for (std::string_view line : text::split(*plain, '\n')) {
        ++number;
        line = text::trim(line.substr(0, line.find('#')));
        if (line.empty()) continue;
        std::size_t const comma = line.rfind(',');
        std::string_view const id = comma == std::string_view::npos ? "" : text::trim(line.substr(comma + 1));
        std::string_view const who = text::trim(line.substr(0, comma));
        bool const good = !id.empty() && std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
        if (!good || who.empty())
            return Error(
                errc::invalid_config,
                fmt::format(
                    "{}:{}: \"{}\" is no line \"Name, id\" with the number of a Semantic Scholar author; "
                    "`lectern authors add NAME` finds it",
                    name, number, text::printable(line, 100)));
        bool const again =
            std::ranges::any_of(authors, [&](FollowedAuthor const& known) { return known.s2 == id; });
        if (again) continue;
        FollowedAuthor author;
        author.name = who;
        author.s2 = id;
        author.place = fmt::format("{}:{}", name, number);
        authors.push_back(std::move(author));
    }
    return authors;
}

std::string followed_author_line(FollowedAuthor const& author) {
    std::string name = text::printable(author.name, 200);
    std::erase(name, '#');
    return fmt::format("{}, {}\n", name, author.s2);
}

std::vector<FollowedAuthors::Match> FollowedAuthors::matches(Paper const& paper,
                                                             std::vector<AuthorRecord> const* records) const {
    std::vector<Match> found;
    for (FollowedAuthor const& author : authors_) {
        bool const known = records && can_tell(author, *records);
        if (records &&
            std::ranges::any_of(*records, [&](auto const& record) { return is_of(author, record); })) {
            found.push_back({&author, true});
            continue;
        }
        bool const by_name = !author.has_id() || (pin_names_ && !known);
        if (!by_name || author.is_institution()) continue;
        bool const same = std::ranges::any_of(
            paper.authors, [&](Author const& one) { return may_be_same_name(author.name, one.name); });
        if (same) found.push_back({&author, false});
    }
    return found;
}

bool FollowedAuthors::has_any(std::vector<AuthorRecord> const& records) const {
    return std::ranges::any_of(authors_, [&](FollowedAuthor const& author) {
        return std::ranges::any_of(records,
                                   [&](AuthorRecord const& record) { return is_of(author, record); });
    });
}

bool FollowedAuthors::has_ids() const {
    return std::ranges::any_of(authors_, &FollowedAuthor::has_id);
}

bool FollowedAuthors::needs_openalex() const {
    return std::ranges::any_of(
        authors_, [](FollowedAuthor const& author) { return author.has_id() && author.s2.empty(); });
}

}  // namespace lectern
