#include "support.hpp"

#include <lectern/core/date.hpp>
#include <lectern/core/file.hpp>
#include <lectern/core/logger.hpp>
#include <lectern/core/usage.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(core_misc)

BOOST_AUTO_TEST_CASE(writes_dates_and_times) {
    BOOST_TEST(format_date(test::day("2026-02-28")) == "2026-02-28");
    BOOST_TEST(format_us_date(test::day("2025-05-16")) == "05/16/2025");
    BOOST_TEST(test::require(parse_us_date("05/16/2025")) == test::day("2025-05-16"));
    BOOST_TEST(format_time(test::time("2026-04-21T04:00:00Z")) == "2026-04-21T04:00:00Z");
    BOOST_TEST(weekday_name(test::day("2026-11-22")) == "Sun");
}

BOOST_AUTO_TEST_CASE(money_keeps_its_digits) {  // R16
    BOOST_TEST(test::require(Money::parse("0.1")).to_string() == "0.1");
    BOOST_TEST(test::require(Money::parse("12.50")).to_string() == "12.50");
    BOOST_TEST(test::require(Money::parse("0.05")).dollars() == 0.05);
    BOOST_TEST(Money::from_dollars(0.0).to_string() == "0.00");
    BOOST_TEST(Money::from_dollars(0.16302).to_string() == "0.1630");
    BOOST_TEST(Money::from_dollars(3.14159).to_string() == "3.14");
    for (char const* wrong : {"", ".5", "5.", "-1.0", "1,5", "1.0000000001", "abc"})
        BOOST_TEST(Money::parse(wrong).has_error());
}

BOOST_AUTO_TEST_CASE(writes_files_whole_or_not_at_all) {
    test::TempDir const dir;
    auto const path = dir.path() / "a" / "b.txt";
    test::require(write_file_atomically(path, "one"));
    test::require(write_file_atomically(path, "two"));
    BOOST_TEST(test::require(read_file(path)) == "two");
    std::size_t files = 0;
    for (auto const& entry : std::filesystem::directory_iterator(path.parent_path()))
        files += entry.exists() ? 1u : 0u;
    BOOST_TEST(files == 1u);
    auto const error = write_file_atomically(path / "below-a-file", "x").error();
    BOOST_TEST((error == errc::file));
    BOOST_TEST(error.detail().find("b.txt") != std::string::npos);
    BOOST_TEST((read_file(dir.path() / "missing").error() == errc::file));
    BOOST_TEST((read_file(dir.path()).error() == errc::file));
    BOOST_TEST((read_file(path, 2).error() == errc::too_large));
}

BOOST_AUTO_TEST_CASE(errors_have_kinds_and_safe_details) {
    Error const error(errc::timeout, "a\nb");
    BOOST_TEST(error.detail() == "a\\nb");
    BOOST_TEST((error.code() == error_kind::retryable));
    BOOST_TEST((error.code() == error_kind::remote));
    BOOST_TEST((error.code() != error_kind::user));
    BOOST_TEST((Error(errc::invalid_config).code() == error_kind::user));
    BOOST_TEST(Error(errc::file, std::string(5000, 'x')).detail().size() <= Error::max_detail);
    BOOST_TEST(error.with_context("here").message() == "here: a\\nb (timed out)");
    BOOST_CHECK_THROW(Result<int>(error).value(), Exception);
}

BOOST_AUTO_TEST_CASE(the_logger_drops_what_nobody_wants) {
    int lines = 0;
    Logger const logger([&](LogLevel, std::string_view) { ++lines; }, LogLevel::warning);
    logger.info("no");
    logger.error("yes");
    BOOST_TEST(lines == 1);
    Logger().error("into nothing");
}

BOOST_AUTO_TEST_SUITE_END()
