#include "support.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <regex>
#include <sstream>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(core_errors)

/// The enumerators of errc as its header lists them.
std::map<std::string, errc> all_codes() {
    std::string const header = test::read(test::source_dir() / "include/lectern/core/error.hpp");
    std::size_t const start = header.find("enum class errc {");
    std::string const body = header.substr(start, header.find("};", start) - start);
    std::regex const enumerator("([a-z_]+) = ([0-9]+),");
    std::map<std::string, errc> codes;
    for (std::sregex_iterator match(body.begin(), body.end(), enumerator), end; match != end; ++match)
        codes[(*match)[1]] = static_cast<errc>(std::stoi((*match)[2]));
    return codes;
}

struct Row {
    std::string kind;
    std::string exit_code;
};

/// The table of docs/errors.md.
std::map<std::string, Row> documented_codes() {
    std::istringstream page(test::read(test::source_dir() / "docs/errors.md"));
    std::regex const row(R"(\| (`[^|]+`) \| ([^|]+) \| ([0-9]) \|.*)");
    std::regex const name("`([a-z_]+)`");
    std::map<std::string, Row> rows;
    for (std::string line; std::getline(page, line);) {
        std::smatch cells;
        if (!std::regex_match(line, cells, row)) continue;
        std::string const names = cells[1];
        for (std::sregex_iterator match(names.begin(), names.end(), name), end; match != end; ++match)
            rows[(*match)[1]] = {cells[2], cells[3]};
    }
    return rows;
}

std::string kind_of(errc code) {
    auto const error = make_error_code(code);
    if (error == make_error_condition(error_kind::user)) return "user";
    if (error == make_error_condition(error_kind::retryable)) return "retryable";
    return error == make_error_condition(error_kind::remote) ? "remote" : "–";
}

BOOST_AUTO_TEST_CASE(the_page_has_kind_and_exit_code_of_every_error) {
    auto const codes = all_codes();
    auto const rows = documented_codes();
    BOOST_TEST(codes.size() > 30u);
    BOOST_TEST(rows.size() == codes.size());
    for (auto const& [name, code] : codes) {
        BOOST_TEST_CONTEXT(name) {
            BOOST_REQUIRE(rows.contains(name));
            BOOST_TEST(rows.at(name).kind == kind_of(code));
            BOOST_TEST(rows.at(name).exit_code == (kind_of(code) == "user" ? "2" : "1"));
            BOOST_TEST(make_error_code(code).message() != "unknown error");
        }
    }
}

BOOST_AUTO_TEST_CASE(values_without_a_name_are_unknown) {
    std::size_t known = 0;
    for (int value = 0; value < 256; ++value)
        known += make_error_code(static_cast<errc>(value)).message() == "unknown error" ? 0U : 1U;
    BOOST_TEST(known == all_codes().size());
}

BOOST_AUTO_TEST_SUITE_END()
