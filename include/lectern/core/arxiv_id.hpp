#pragma once

#include <lectern/core/error.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

/// Identifier of an arXiv paper, with or without a version: `2301.07041v2`, `hep-th/9901001`.
///
/// Source: https://info.arxiv.org/help/arxiv_identifier.html. A regular value type. Two ids are equal when
/// paper and version are; use same_paper() to ignore the version.
class ArxivId {
public:
    /// The empty id; equal to no id that parse() gives.
    ArxivId() = default;

    /// Reads an id in the forms that people write and paste, and makes it canonical: words before it
    /// ("arXiv:", "arXiv preprint", "CoRR abs/"), addresses of arXiv, its mirrors and sites that show its
    /// papers, DOIs of arXiv's own prefix, file endings, `[cs.LG]` behind it, punctuation and invisible
    /// characters around it, look-alike dashes, upper-case archives, old-style subject classes (dropped).
    /// Nothing is guessed: the number must have four digits until 2014 and five from 2015 on, the month and
    /// the archive must exist.
    /// \param text the identifier; at most 1000 bytes
    /// \par Errors invalid_id, quoting the text, with the reason where its form is that of an identifier.
    static Result<ArxivId> parse(std::string_view text);

    /// Whether it is the empty id: default-constructed, never parsed.
    bool empty() const noexcept { return number_ == 0; }
    /// Full year, 1991 or later.
    int year() const noexcept { return year_; }
    /// 1–12.
    int month() const noexcept { return month_; }
    /// Sequence number within the month (and archive), ≥ 1.
    int number() const noexcept { return number_; }
    /// Archive of an old-style id, empty for new ones.
    std::string const& archive() const noexcept { return archive_; }
    /// Version ≥ 1 if one was named.
    std::optional<int> version() const noexcept {
        return version_ ? std::optional<int>(version_) : std::nullopt;
    }

    /// Canonical form without version.
    std::string base() const;
    /// Canonical form with `vN` if there is a version.
    std::string to_string() const;
    /// base() with an underscore for the slash: one file-name component, one HTML anchor. Reversible, since
    /// no archive name contains an underscore.
    std::string file_name() const;
    /// https://arxiv.org/abs/…, without version.
    std::string abs_url() const;
    /// https://arxiv.org/pdf/…, with the version if there is one.
    std::string pdf_url() const;

    /// The same paper with another version; 0 removes it.
    ArxivId with_version(int version) const;
    /// Whether both name the same paper, whatever the versions.
    bool same_paper(ArxivId const& other) const noexcept;

    /// Chronological total order: year, month, number, archive, version (none before v1).
    friend std::strong_ordering operator<=>(ArxivId const& a, ArxivId const& b) noexcept;
    friend bool operator==(ArxivId const& a, ArxivId const& b) noexcept = default;

private:
    std::int16_t year_ = 0;
    std::int16_t month_ = 0;
    std::int32_t number_ = 0;
    std::int32_t version_ = 0;
    std::string archive_;
};

}  // namespace lectern
