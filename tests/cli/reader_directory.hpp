#pragma once

#include "process.hpp"
#include "support.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace lectern::test {

inline bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// A directory with the configuration and the topics of a reader who is shown every paper.
struct ReaderDirectory {
    TempDir dir;

    explicit ReaderDirectory(std::string const& topic = "Sparse networks") {
        write(dir.path() / "lectern.toml",
              "[feed]\ncategories = [\"cs.LG\"]\n[score]\nrelevance_cutoff = 0\n");
        write(dir.path() / "topics.md", "1. " + topic + "\n   - Relevant: sparse networks\n");
    }

    Finished lectern(std::vector<std::string> const& arguments) const {
        return run_lectern(arguments, dir.path());
    }

    void add_to_config(std::string const& lines) const {
        auto const file = dir.path() / "lectern.toml";
        write(file, read(file) + lines);
    }

    /// A line of a file of papers.
    static std::string paper(std::string const& id, std::string const& title, std::string const& abstract,
                             std::string const& author = "Ann Roe") {
        return boost::json::serialize(
                   boost::json::object{{"id", id},
                                       {"title", title},
                                       {"abstract", abstract},
                                       {"authors", boost::json::array{boost::json::value(author)}},
                                       {"categories", boost::json::array{"cs.LG"}},
                                       {"announce", "new"}}) +
               "\n";
    }

    /// Makes the digest of a day from such lines.
    void run_day(std::string const& day, std::string const& lines) const {
        write(dir.path() / "day.jsonl", lines);
        auto const done = lectern({"run", "--papers", "day.jsonl", "--date", day});
        BOOST_TEST(done.exit_code == 0, done.err);
    }
};

}  // namespace lectern::test
