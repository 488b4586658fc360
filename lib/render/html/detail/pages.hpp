#pragma once

#include <lectern/core/digest.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>

/// What the templates of pages are given. Members that end in `_html` are markup made here; all others are text.
namespace lectern::html {

/// The paper's title as markup; "(no title)" if nothing of it can be seen.
std::string title_html(std::string_view title);

/// The anchor of a paper on the page of its day.
std::string anchor_of(ArxivId const& id);

/// "9·8": relevance and novelty; empty without a score.
std::string short_grades(DigestEntry const& entry);

/// The day: head, papers, sections, foot.
boost::json::object day_data(Digest const& digest);

/// FNV-1a as 16 hexadecimal digits: names a version of a text.
std::string hash_of(std::string_view content);

/// A name as part of an address: small letters, digits and hyphens. Where that loses more than case and accents, and for
/// long names, some digits of a hash keep different names apart.
std::string slug_of(std::string_view name);

}  // namespace lectern::html
