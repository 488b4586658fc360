#include "support.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace lectern::test {

TempDir::TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "lectern-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) fail_require("cannot make a temporary directory");
    path_ = name;
}

TempDir::~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string read(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) fail_require("cannot read " + path.string());
    std::ostringstream content;
    content << in.rdbuf();
    return content.str();
}

void write(std::filesystem::path const& path, std::string_view content) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << content;
    if (!out.flush()) fail_require("cannot write " + path.string());
}

std::optional<std::filesystem::path> shared_dir() {
    std::filesystem::path const path = LECTERN_SHARED_DIR;
    std::error_code ignored;
    if (!path.empty() && std::filesystem::is_directory(path, ignored)) return path;
    BOOST_TEST_MESSAGE("skipped: LECTERN_SHARED_DIR is not set");
    return std::nullopt;
}

std::filesystem::path source_dir() {
    return LECTERN_SOURCE_DIR;
}

void check_golden(std::string_view content, std::string const& name) {
    std::filesystem::path const path = source_dir() / "tests" / "golden" / name;
    if (std::getenv("LECTERN_UPDATE_GOLDEN")) write(path, content);
    BOOST_TEST(std::string(content) == read(path), "differs from " << path.string());
}

Paper make_paper(std::string const& id, std::string title, std::string abstract,
                 std::vector<std::string> const& categories, AnnounceType type) {
    Paper paper;
    paper.id = require(ArxivId::parse(id));
    paper.title = std::move(title);
    paper.abstract = std::move(abstract);
    paper.authors = {{"Ada Lovelace", {}, {}}, {"Emmy Noether", {}, {}}};
    for (std::string const& code : categories) paper.categories.emplace_back(code);
    paper.announce = type;
    return paper;
}

Date day(std::string_view iso) {
    return require(parse_date(iso));
}
Time time(std::string_view rfc3339) {
    return require(parse_rfc3339(rfc3339));
}

void fail_require(std::string const& message) {
    BOOST_FAIL(message);
    std::abort();  // BOOST_FAIL throws
}

}  // namespace lectern::test
