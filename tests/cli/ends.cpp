#include "http_server.hpp"
#include "process.hpp"
#include "support.hpp"

#include <lectern/core/digest.hpp>
#include <lectern/render/json.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <optional>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/// How the command ends: by signals, with output that cannot be written, with exceptions, and with which code.

using namespace lectern;
using test::Finished;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(cli_ends)

// The promise is a second; the tests run on busy machines and with sanitizers.
constexpr auto kSoon = std::chrono::seconds(5);

/// `count` papers as JSON Lines, enough of them to keep the program busy for a long time.
std::string many_papers(int count) {
    std::string lines;
    for (int i = 0; i < count; ++i) {
        lines += fmt::format(
            "{{\"id\":\"26{:02}.{:05}\",\"title\":\"Bounds {} for kernel {}\",\"abstract\":\"We study word{} "
            "and word{} "
            "in space{}.\",\"categories\":[\"cs.LG\"],\"authors\":[\"Author {}\"]}}\n",
            1 + i / 90000, 1 + i % 90000, i % 977, i % 3571, i % 1013, i % 7919, i % 104729, i % 5003);
    }
    return lines;
}

struct Fixture {
    test::TempDir temporary;
    fs::path dir = temporary.path();

    Fixture() {
        test::write(dir / "topics.md", "1. Theory\n   - Relevant: bounds, kernels\n");
        test::write(dir / "p.jsonl",
                    "{\"id\":\"2603.00001\",\"title\":\"Bounds for kernels\",\"abstract\":\"Bounds.\"}\n");
        test::write(dir / "garbage", "<html>no feed</html>");
        configure("");
    }
    void configure(std::string const& text) {
        test::write(dir / "lectern.toml", "[store]\nrecheck = false\n" + text);
    }
    Finished script(std::string const& text) const { return test::run_script(text, dir); }

    /// The digest of one paper with an abstract of so many bytes, at dir/digest.json.
    void write_digest(std::size_t bytes) const {
        Digest digest;
        digest.date = test::day("2026-03-17");
        digest.scorer = "local";
        DigestEntry entry;
        entry.paper = test::make_paper("2603.00001", "Bounds", std::string(bytes, 'a'));
        digest.entries.push_back(entry);
        test::write(dir / "digest.json", test::require(make_digest_json_renderer()->render(digest)));
    }
    bool run_is_recorded() const {
        if (!fs::exists(dir / "out/lectern.db")) return false;
        auto const store = SqliteStore::open(dir / "out/lectern.db");
        auto const run = store ? store->last_run() : Result<std::optional<RunRecord>>(store.error());
        return run && run->has_value();
    }
    /// The place is in order: no piece of a file, a sound database, and the next run works.
    void check_order() const {
        for (auto const& file : fs::recursive_directory_iterator(dir))
            BOOST_TEST(file.path().filename().string().find(".lectern-tmp-") == std::string::npos,
                       file.path());
        auto const checked = script("exec \"$LECTERN\" db check");
        BOOST_TEST(checked.exit_code == 0, checked.out + checked.err);
        auto const next = script("exec \"$LECTERN\" run --papers p.jsonl");
        BOOST_TEST(next.exit_code == 0, next.err);
        BOOST_TEST(script("exec \"$LECTERN\" status").out.find(", done\n") != std::string::npos);
    }
};

BOOST_FIXTURE_TEST_CASE(a_signal_ends_a_run_that_is_busy, Fixture) {
    test::write(dir / "many.jsonl", many_papers(100'000));
    for (int const signal : {SIGINT, SIGTERM}) {
        BOOST_TEST_CONTEXT(signal) {
            fs::remove_all(dir / "out");
            auto const finished = test::run_lectern(
                {"run", "--papers", "many.jsonl"}, dir, [&] { return run_is_recorded(); }, signal);
            BOOST_TEST(finished.exit_code == 128 + signal, finished.err);
            BOOST_TEST((finished.after_signal < kSoon));
            BOOST_TEST(finished.err.find("interrupted by SIG") != std::string::npos, finished.err);
            check_order();
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_signal_is_reported_while_another_program_holds_the_database, Fixture) {
    test::write(dir / "many.jsonl", many_papers(100'000));
    std::optional<SQLite::Database> other;
    auto const hold_database = [&] {
        if (!run_is_recorded()) return false;
        other.emplace(dir / "out/lectern.db", SQLite::OPEN_READWRITE, 60'000);
        other->exec("BEGIN IMMEDIATE");
        return true;
    };
    auto const finished = test::run_lectern({"run", "--papers", "many.jsonl"}, dir, hold_database, SIGTERM);
    BOOST_TEST(finished.exit_code == 128 + SIGTERM, finished.err);
    BOOST_TEST((finished.after_signal < kSoon));
    BOOST_TEST(finished.err == "lectern: error: interrupted by SIGTERM\n");
    other.reset();
    check_order();
}

BOOST_FIXTURE_TEST_CASE(a_signal_ends_a_run_that_waits_for_a_server, Fixture) {
    test::HttpServer server([](test::ReceivedRequest const&) {
        test::Reply never = test::reply_with("");
        never.delay = std::chrono::seconds(8);
        return never;
    });
    configure("[feed]\nrss_url = \"" + server.url() + "\"\n");
    auto const finished = test::run_lectern(
        {"run"}, dir, [&] { return server.connections() > 0; }, SIGTERM);
    BOOST_TEST(finished.exit_code == 128 + SIGTERM, finished.err);
    BOOST_TEST((finished.after_signal < kSoon));
    BOOST_TEST(finished.err == "lectern: error: interrupted by SIGTERM\n");
    auto const status = script("exec \"$LECTERN\" status");
    BOOST_TEST(status.out.find("ended with: interrupted") != std::string::npos, status.out);
    check_order();
}

BOOST_FIXTURE_TEST_CASE(a_signal_ends_every_command_that_waits_for_its_input, Fixture) {
    fs::path const pipe = dir / "pipe";
    BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::vector<std::vector<std::string>> const commands{
        {"run", "--papers", "pipe"},
        {"rank", "--papers", "pipe", "--labels", "pipe", "--scores", "s"},
        {"render", "pipe"},
        {"import", "--page", "pipe", "pipe", "-o", "d.json"},
        {"marks", "--import", "pipe"},
        {"prompt", "--papers", "pipe"},
        {"db", "import", "pipe"}};
    for (auto const& command : commands) {
        BOOST_TEST_CONTEXT(command[0]) {
            int writer = -1;
            auto const is_open = [&] { return (writer = ::open(pipe.c_str(), O_WRONLY | O_NONBLOCK)) >= 0; };
            auto const finished = test::run_lectern(command, dir, is_open, SIGINT);
            ::close(writer);
            BOOST_TEST(finished.exit_code == 128 + SIGINT, finished.err);
            BOOST_TEST((finished.after_signal < kSoon));
            BOOST_TEST(finished.out.empty());
        }
    }
    check_order();
}

BOOST_FIXTURE_TEST_CASE(a_signal_ends_a_command_whose_reader_stalls, Fixture) {
    write_digest(1'000'000);
    fs::path const pipe = dir / "pipe";
    BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    for (char const* command :
         {"render digest.json --format json > pipe", "render digest.json --format json -o pipe"}) {
        BOOST_TEST_CONTEXT(command) {
            int const reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
            auto const is_full = [&] {
                int waiting = 0;
                return ::ioctl(reader, FIONREAD, &waiting) == 0 && waiting >= 65536;
            };
            auto const finished =
                test::run_script(std::string("exec \"$LECTERN\" ") + command, dir, is_full, SIGTERM);
            ::close(reader);
            BOOST_TEST(finished.exit_code == 128 + SIGTERM, finished.err);
            BOOST_TEST((finished.after_signal < kSoon));
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_signal_that_is_ignored_stays_ignored, Fixture) {
    fs::path const pipe = dir / "pipe";
    BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    BOOST_REQUIRE(::mkfifo((dir / "go").c_str(), 0600) == 0);
    int writer = -1;
    auto const is_open = [&] {
        if (writer < 0) writer = ::open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
        return writer >= 0;
    };
    // The shell sends SIGINT; SIGTERM, which is not ignored, ends it.
    auto const finished = test::run_script(
        "trap '' INT; \"$LECTERN\" render pipe & child=$!; read -r _ < go; kill -INT $child; kill -TERM "
        "$child; wait "
        "$child",
        dir, [&] {
            int const go = is_open() ? ::open((dir / "go").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC) : -1;
            if (go < 0) return false;
            (void)!::write(go, "go\n", 3);
            ::close(go);
            return false;
        });
    ::close(writer);
    BOOST_TEST(finished.exit_code == 128 + SIGTERM, finished.err);
}

BOOST_FIXTURE_TEST_CASE(output_that_is_lost_is_a_failure, Fixture) {
    write_digest(10);
    BOOST_TEST(script("exec \"$LECTERN\" run --papers p.jsonl").exit_code == 0);
    BOOST_TEST(script("exec \"$LECTERN\" like 2603.00001").exit_code == 0);
    for (char const* command :
         {"render digest.json", "render digest.json --format json", "explain 2603.00001", "status",
          "status --json", "prompt", "plugins", "marks", "db export", "db check", "doctor --offline",
          "init new", "run --papers p.jsonl", "--help", "--version", "run --help",
          "db export -o /dev/stdout"}) {
        BOOST_TEST_CONTEXT(command) {
            auto const full = script(fmt::format("exec \"$LECTERN\" {} > /dev/full", command));
            BOOST_TEST(full.exit_code == 1);
            BOOST_TEST(full.err.find("No space left on device") != std::string::npos, full.err);
        }
    }
    auto const closed = script("exec \"$LECTERN\" render digest.json >&-");
    BOOST_TEST(closed.exit_code == 1);
    BOOST_TEST(closed.err == "lectern: error: cannot write to standard output: Bad file descriptor\n");
}

BOOST_FIXTURE_TEST_CASE(files_that_cannot_be_written_are_a_failure, Fixture) {
    write_digest(10);
    BOOST_TEST(script("exec \"$LECTERN\" run --papers p.jsonl").exit_code == 0);
    BOOST_TEST(script("exec \"$LECTERN\" like 2603.00001").exit_code == 0);
    test::write(dir / "l.jsonl", "{\"date\":\"2026-01-05\",\"id\":\"2603.00001\",\"selected\":1}\n");
    for (char const* command :
         {"render digest.json -o /dev/full", "marks --export /dev/full", "db export -o /dev/full",
          "rank --papers p.jsonl --labels l.jsonl --scores /dev/full"}) {
        BOOST_TEST_CONTEXT(command) {
            auto const full = script(fmt::format("exec \"$LECTERN\" {}", command));
            BOOST_TEST(full.exit_code == 1);
            BOOST_TEST(full.err.find("cannot write /dev/full: No space left on device") != std::string::npos,
                       full.err);
        }
    }
    // A limit of the file size stands for a full disk; the old page stays.
    test::write(dir / "page", "old");
    write_digest(1'000'000);
    auto const large = script("ulimit -f 100; exec \"$LECTERN\" render digest.json --format json -o page");
    BOOST_TEST(large.exit_code == 1);
    BOOST_TEST(large.err.find("cannot write page: File too large") != std::string::npos, large.err);
    BOOST_TEST(test::read(dir / "page") == "old");
    check_order();
}

BOOST_FIXTURE_TEST_CASE(a_reader_that_has_seen_enough_ends_the_command_quietly, Fixture) {
    write_digest(1'000'000);
    auto const finished = script(
        "\"$LECTERN\" render digest.json --format json | head -c 1 > /dev/null; echo ${PIPESTATUS[0]}");
    BOOST_TEST(finished.out == "141\n");
    BOOST_TEST(finished.err.empty());
}

BOOST_FIXTURE_TEST_CASE(messages_that_cannot_be_written_change_nothing, Fixture) {
    for (char const* where : {"2> /dev/full", "2>&-", "2> >(exec <&-; sleep 0)"}) {
        BOOST_TEST_CONTEXT(where) {
            BOOST_TEST(
                script(fmt::format("exec \"$LECTERN\" -vv run --papers p.jsonl {}", where)).exit_code == 0);
            BOOST_TEST(script(fmt::format("exec \"$LECTERN\" run --papers nope {}", where)).exit_code == 2);
            BOOST_TEST(script(fmt::format("exec \"$LECTERN\" --nonsense {}", where)).exit_code == 2);
        }
    }
    check_order();
}

BOOST_FIXTURE_TEST_CASE(closed_streams_are_not_taken_by_other_files, Fixture) {
    BOOST_TEST(script("exec \"$LECTERN\" -vv run --papers p.jsonl <&- >&- 2>&-").exit_code == 1);
    check_order();
}

BOOST_FIXTURE_TEST_CASE(the_exit_code_says_whose_fault_it_is, Fixture) {
    struct Case {
        char const* command;
        int exit_code;
    };
    write_digest(10);
    test::write(dir / "file", "x");
    test::write(dir / "cut.gz", test::gzip(std::string(100'000, 'x')).substr(0, 100));
    BOOST_REQUIRE(script("truncate -s 200G sparse").exit_code == 0);
    for (Case const item : {Case{"run --papers nope", 2},
                            Case{"run --papers .", 2},
                            Case{"run --papers garbage", 2},
                            Case{"run --papers cut.gz", 2},
                            Case{"run --papers sparse", 2},
                            Case{"run --papers /dev/null/x", 2},
                            Case{"run --papers p.jsonl --out file", 2},
                            Case{"run --config nope", 2},
                            Case{"run --config .", 2},
                            Case{"run --config sparse", 2},
                            Case{"prompt --papers garbage", 2},
                            Case{"rank --papers nope --labels p.jsonl --scores s", 2},
                            Case{"rank --papers p.jsonl --labels garbage --scores s", 2},
                            Case{"rank --papers garbage --labels p.jsonl --scores s", 2},
                            Case{"rank --papers p.jsonl --labels nope --scores s --topics sparse", 2},
                            Case{"render nope", 2},
                            Case{"render garbage", 2},
                            Case{"render sparse", 2},
                            Case{"render digest.json -o .", 2},
                            Case{"render digest.json -o file/below", 2},
                            Case{"import --page nope nope -o d.json", 2},
                            Case{"import --page sparse sparse -o d.json", 2},
                            Case{"import --archive nope", 2},
                            Case{"marks --import nope", 2},
                            Case{"marks --import sparse", 2},
                            Case{"db import nope", 2},
                            Case{"db import cut.gz", 2}}) {
        BOOST_TEST_CONTEXT(item.command) {
            auto const finished = script(fmt::format("exec \"$LECTERN\" {}", item.command));
            BOOST_TEST(finished.exit_code == item.exit_code, finished.err);
            BOOST_TEST(!finished.err.empty());
        }
    }
    fs::remove(dir / "topics.md");
    BOOST_TEST(script("exec \"$LECTERN\" run --papers p.jsonl").exit_code == 2);
}

BOOST_FIXTURE_TEST_CASE(large_files_are_refused_with_figures, Fixture) {
    BOOST_REQUIRE(script("truncate -s 200G sparse").exit_code == 0);
    for (char const* command : {"render sparse", "marks --import sparse", "run --papers sparse"}) {
        auto const finished = script(fmt::format("exec \"$LECTERN\" {}", command));
        BOOST_TEST(finished.err.find("sparse has 214748364800 bytes; at most ") != std::string::npos,
                   finished.err);
    }
}

#if !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)  // they need more memory than the limits leave
BOOST_FIXTURE_TEST_CASE(a_run_that_runs_out_of_memory_is_recorded, Fixture) {
    test::write(dir / "many.jsonl", many_papers(200'000));
    auto const finished = script("ulimit -v 200000; exec \"$LECTERN\" run --papers many.jsonl");
    BOOST_TEST(finished.exit_code == 1);
    BOOST_TEST(finished.err.find("out of memory") != std::string::npos, finished.err);
    auto const status = script("exec \"$LECTERN\" status");
    BOOST_TEST(status.out.find("failed (exit 1): ") != std::string::npos, status.out);
    check_order();
}
#endif

BOOST_FIXTURE_TEST_CASE(a_run_that_was_killed_is_not_at_work_for_ever, Fixture) {
    test::write(dir / "many.jsonl", many_papers(100'000));
    auto const killed = test::run_lectern(
        {"run", "--papers", "many.jsonl"}, dir, [&] { return run_is_recorded(); }, SIGKILL);
    BOOST_TEST(killed.exit_code == -SIGKILL);
    check_order();
    auto const store = test::require(SqliteStore::open(dir / "out/lectern.db"));
    BOOST_TEST(test::require(store.last_run())->finished.has_value());
}

BOOST_FIXTURE_TEST_CASE(the_record_says_which_days_are_open, Fixture) {
    test::HttpServer server([](test::ReceivedRequest const&) { return test::reply_with("gone", 404); });
    configure("[feed]\nmin_interval = \"1ms\"\nfallback = \"none\"\nrss_url = \"" + server.url() +
              "\"\n[net]\nattempts = 1\n");
    auto const finished = script("exec \"$LECTERN\" run");
    BOOST_TEST(finished.exit_code == 1);
    auto const status = script("exec \"$LECTERN\" status");
    BOOST_TEST(status.out.find("ended well") == std::string::npos, status.out);
    BOOST_TEST(status.out.find("ended with: ") != std::string::npos, status.out);
}

BOOST_AUTO_TEST_SUITE_END()
