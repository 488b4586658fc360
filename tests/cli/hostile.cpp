// The command against servers that try to exhaust its memory, its time, or its trust.
#include "hostile_server.hpp"
#include "process.hpp"
#include "support.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

using namespace lectern;
using namespace std::chrono_literals;
using test::Finished;
using test::HostileCase;
using test::HostileServer;
using test::run_lectern;
namespace fs = std::filesystem;

namespace {

// LECTERN_HOSTILE=full: responses of 30 MB and a signal during each, as docs/testing.md reports them; that takes
// some minutes. Otherwise of half a megabyte.
bool const full = std::getenv("LECTERN_HOSTILE") != nullptr;
std::size_t const size = full ? std::size_t{30} << 20 : std::size_t{1} << 19;

constexpr auto kTimeout = 2s;
constexpr auto kLongestBeyond = 10s;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kMostMemory = std::size_t{4} << 30;  // a sanitizer's own memory counts, too
#else
constexpr std::size_t kMostMemory = std::size_t{300} << 20;
#endif

long ms(std::chrono::steady_clock::duration time) {
    return static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

struct Place {
    test::TempDir dir;

    explicit Place(std::string const& settings) {
        test::write(dir.path() / "topics.md", "1. Sparse networks\n   - Relevant: sparse networks, gates\n");
        test::write(dir.path() / "lectern.toml",
                    settings +
                        "[net]\ntimeout = \"2s\"\nattempts = 1\nretry_wait = \"10ms\"\n"
                        "[store]\ncatch_up_days = 0\nrecheck = false\n");
    }

    Finished run(std::vector<std::string> const& arguments,
                 std::function<bool()> const& interrupt_when = {}) {
        return run_lectern(arguments, dir.path(), interrupt_when, SIGTERM);
    }

    /// The largest file below the output directory.
    std::size_t largest_file() const {
        std::size_t most = 0;
        for (auto const& file : fs::recursive_directory_iterator(dir.path() / "out"))
            if (file.is_regular_file()) most = std::max<std::size_t>(most, file.file_size());
        return most;
    }
};

void check_bounds(std::string const& name, Finished const& finished, int timeouts) {
    BOOST_TEST_CONTEXT(name << "\n" << finished.err.substr(0, 2000)) {
        bool const told = finished.exit_code == 0 || finished.exit_code == 1 || finished.exit_code == 3;
        BOOST_TEST(told, "exit code " << finished.exit_code);
        BOOST_TEST(finished.peak_bytes > 0);
        BOOST_TEST(finished.peak_bytes <= kMostMemory);
        BOOST_TEST((finished.elapsed <= timeouts * kTimeout + kLongestBeyond), finished.elapsed.count()
                                                                                   << " ms");
        BOOST_TEST(std::ranges::count(finished.err, '\n') <= 60);
    }
    BOOST_TEST_MESSAGE(fmt::format("{:40} {:6} ms {:4} MB  exit {}", name, ms(finished.elapsed),
                                   finished.peak_bytes >> 20, finished.exit_code));
}

void check_interrupted(std::string const& name, Place& place, HostileServer const& server,
                       std::vector<std::string> const& command) {
    int const before = server.requests();
    Finished const finished = place.run(command, [&] { return server.requests() > before; });
    BOOST_TEST_CONTEXT(name << "\n" << finished.err.substr(0, 2000)) {
        BOOST_TEST((finished.after_signal <= 1s), ms(finished.after_signal) << " ms after the signal");
        Finished const checked = place.run({"db", "check"});
        BOOST_TEST(checked.exit_code == 0, checked.out << checked.err);
    }
}

void try_feed(HostileCase const& hostile) {
    HostileServer const server(hostile.script);
    Place place(
        fmt::format("[feed]\nsource = \"{}\"\ncategories = [\"cs.LG\"]\nfallback = \"none\"\n"
                    "rss_url = \"{}\"\napi_url = \"{}\"\noai_url = \"{}\"\nmin_interval = \"1ms\"\n"
                    "[score]\nrelevance_cutoff = 0\n",
                    hostile.source, server.url(), server.url(), server.url()));
    // A feed of past days is not asked on a day without announcement: the test must not depend on when it runs.
    std::vector<std::string> command{"run"};
    if (!hostile.source.starts_with("arxiv-rss") && !hostile.source.starts_with("arxiv-atom"))
        command.insert(command.end(), {"--date", "2026-03-18"});
    Finished const finished = place.run(command);
    check_bounds(hostile.name, finished, std::max(1, server.requests()));
    BOOST_TEST(server.requests() >= 1, hostile.name);
    BOOST_TEST(place.largest_file() < (std::size_t{64} << 20), hostile.name);
    if (full) check_interrupted(hostile.name, place, server, command);
}

void try_answer(HostileCase const& hostile) {
    HostileServer const server(hostile.script);
    Place place(
        fmt::format("[score]\nkind = \"llm\"\n[llm]\nbase_url = \"{}/v1\"\nmodel = \"m\"\napi_key_env = "
                    "\"\"\ntitle_stage = false\ntimeout = \"2s\"\n",
                    server.url()));
    std::string papers;
    for (int i = 1; i <= 12; ++i)
        papers += fmt::format(
            "{{\"id\":\"2603.{:05}\",\"title\":\"Sparse gates {}\",\"abstract\":\"We study "
            "gates.\",\"authors\":"
            "[\"Ann Roe\"],\"categories\":[\"cs.LG\"],\"announce\":\"new\"}}\n",
            i, i);
    test::write(place.dir.path() / "papers.jsonl", papers);
    std::vector<std::string> const run{"run", "--papers", "papers.jsonl", "--date", "2026-03-18"};
    Finished const finished = place.run(run);
    check_bounds(hostile.name, finished, std::max(1, server.requests()));
    BOOST_TEST(server.requests() >= 1, hostile.name);
    auto const digest =
        boost::json::parse(test::read(place.dir.path() / "out/json/2026-03/2026-03-18-digest.json"));
    BOOST_TEST(digest.at("decisions").as_array().size() == 12u, hostile.name);
    if (!full) return;
    fs::remove_all(place.dir.path() / "out");
    check_interrupted(hostile.name, place, server, run);
}

}  // namespace

// Two suites, so that they run side by side.
BOOST_AUTO_TEST_SUITE(cli_hostile_feeds)

BOOST_AUTO_TEST_CASE(feeds_are_bounded_in_memory_and_time) {
    auto const cases = test::hostile_feeds(size);
    BOOST_TEST(cases.size() >= 100u);
    for (HostileCase const& hostile : cases) try_feed(hostile);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(cli_hostile_answers)

BOOST_AUTO_TEST_CASE(answers_are_bounded_in_memory_and_time) {
    auto const cases = test::hostile_answers(size);
    BOOST_TEST(cases.size() >= 40u);
    for (HostileCase const& hostile : cases) try_answer(hostile);
}

BOOST_AUTO_TEST_SUITE_END()
