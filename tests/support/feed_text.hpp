#pragma once

#include <string>

/// RSS as arXiv writes it, for tests.
namespace lectern::test {

/// A feed of 2026-04-21 around the items.
std::string rss(std::string const& items, std::string const& pub_date = "Tue, 21 Apr 2026 00:00:00 -0400");

/// One item. Title and abstract are XML already.
std::string rss_item(std::string const& id, std::string const& title, std::string const& abstract,
                     std::string const& type = "new", std::string const& category = "cs.LG");

}  // namespace lectern::test
