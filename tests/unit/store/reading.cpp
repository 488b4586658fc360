// Reading needs no writing, and files that are no sound store of this version are named as what they are.
#include "store/sqlite/reading.hpp"

#include "store/sqlite/database.hpp"
#include "support.hpp"

#include <lectern/store/sqlite_store.hpp>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace lectern;
using test::day;
using test::require;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(store_reading)

constexpr Time kMade{std::chrono::seconds(1'773'727'200)};

Paper paper() {
    return test::make_paper("2603.00001", "Sparse gates", "Words.", {"cs.LG"});
}

/// Fills a store and closes it.
void make_store(fs::path const& path) {
    SqliteStore store = require(SqliteStore::open(path));
    Paper const one = paper();
    (void)require(store.add_listed(day("2026-03-17"), std::span(&one, 1)));
    Mark const mark{one.id, true, "cli", kMade};
    (void)require(store.set_marks(std::span(&mark, 1)));
}

/// Everything that a look may not change: names, sizes, times.
std::vector<std::string> look_at(fs::path const& directory) {
    std::vector<std::string> entries;
    for (auto const& entry : fs::recursive_directory_iterator(directory)) {
        if (!entry.is_regular_file()) continue;
        entries.push_back(fmt::format("{} {} {}", entry.path().string(), entry.file_size(),
                                      entry.last_write_time().time_since_epoch().count()));
    }
    std::ranges::sort(entries);
    return entries;
}

/// How many papers of the day a look finds.
std::size_t look(fs::path const& path) {
    SqliteStore const store = require(SqliteStore::open_to_read(path));
    return require(store.papers_of(day("2026-03-17"))).size();
}

/// What `work` says, done by a user who owns nothing; the directories above can be entered.
template <class Work>
int as_nobody(fs::path const& directory, Work const& work) {
    constexpr uid_t nobody = 65534;
    fs::permissions(directory, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_read |
                                   fs::perms::others_exec);
    pid_t const child = ::fork();
    if (child == 0) {
        bool const ready = ::geteuid() != 0 || (::setgid(nobody) == 0 && ::setuid(nobody) == 0);
        ::_exit(ready ? work() : 99);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Any change to the file, with a text of one's own.
Result<std::int64_t> write_something(SqliteStore& store, std::string const& text = "x") {
    return store.begin_run(text, test::time("2026-03-17T06:00:00Z"));
}

std::string last_written(SqliteStore const& store) {
    auto const run = require(store.last_run());
    return run ? run->kind : std::string();
}

/// 0 if everything that only reads works.
int read_everything(fs::path const& path) {
    auto const store = SqliteStore::open_to_read(path);
    if (!store) return 1;
    auto const papers = store->papers_of(day("2026-03-17"));
    if (!papers || papers->size() != 1) return 2;
    auto const report = store->check();
    if (!report || !report->problems.empty()) return 3;
    auto const marks = store->marks();
    if (!marks || marks->size() != 1) return 4;
    auto const exported = store->export_lines([](std::string_view) {});
    return exported ? 0 : 5;
}

BOOST_AUTO_TEST_CASE(a_look_changes_nothing) {
    test::TempDir dir;
    fs::path const path = dir.path() / "lectern.db";
    make_store(path);
    auto const before = look_at(dir.path());
    BOOST_TEST(before.size() == 1u);
    {
        SqliteStore store = require(SqliteStore::open_to_read(path));
        BOOST_TEST(require(store.papers_of(day("2026-03-17"))).size() == 1u);
        KeptFeatures const features{1, "x"};
        require(store.keep_features(1, std::span(&features, 1)));
        auto const refused = write_something(store);
        BOOST_TEST((refused.error() == errc::store));
        BOOST_TEST(refused.error().message().find("is read-only") != std::string::npos);
        BOOST_TEST(refused.error().message().find("damage") == std::string::npos);
    }
    BOOST_TEST(look_at(dir.path()) == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_user_who_may_not_write_can_read) {
    test::TempDir dir;
    make_store(dir.path() / "closed/lectern.db");
    fs::create_directories(dir.path() / "wal");
    fs::create_directories(dir.path() / "both");
    {
        make_store(dir.path() / "open/lectern.db");
        SqliteStore const store = require(SqliteStore::open(dir.path() / "open/lectern.db"));
        SqliteStore writer = require(SqliteStore::open(dir.path() / "open/lectern.db"));
        require(write_something(writer));
        for (char const* suffix : {"", "-wal", "-shm"}) {
            std::string const name = std::string("lectern.db") + suffix;
            fs::copy_file(dir.path() / "open" / name, dir.path() / "both" / name);
            if (std::string(suffix) != "-shm")
                fs::copy_file(dir.path() / "open" / name, dir.path() / "wal" / name);
        }
        // While another process, here this one, has it open.
        BOOST_TEST(as_nobody(dir.path(), [&] { return read_everything(dir.path() / "open/lectern.db"); }) ==
                   0);
    }
    for (char const* state : {"closed", "wal", "both", "open"}) {
        BOOST_TEST_CONTEXT(state) {
            auto const before = look_at(dir.path() / state);
            BOOST_TEST(as_nobody(dir.path(),
                                 [&] { return read_everything(dir.path() / state / "lectern.db"); }) == 0);
            BOOST_TEST(look_at(dir.path() / state) == before, boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_wal_file_without_its_index_is_read) {
    test::TempDir dir;
    fs::path const copy = dir.path() / "copy.db";
    {
        make_store(dir.path() / "lectern.db");
        SqliteStore store = require(SqliteStore::open(dir.path() / "lectern.db"));
        require(write_something(store, "only in the -wal file"));
        fs::copy_file(dir.path() / "lectern.db", copy);
        fs::copy_file(dir.path() / "lectern.db-wal", dir.path() / "copy.db-wal");
    }
    auto const before = look_at(dir.path());
    BOOST_TEST(last_written(require(SqliteStore::open_to_read(copy))) == "only in the -wal file");
    BOOST_TEST(look_at(dir.path()) == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_reader_sees_what_a_run_at_work_writes) {
    test::TempDir dir;
    fs::path const path = dir.path() / "lectern.db";
    make_store(path);
    SqliteStore writer = require(SqliteStore::open(path));
    require(write_something(writer, "1"));
    SqliteStore const reader = require(SqliteStore::open_to_read(path));
    BOOST_TEST(last_written(reader) == "1");
    require(write_something(writer, "2"));
    BOOST_TEST(last_written(reader) == "2");
}

BOOST_AUTO_TEST_CASE(a_run_that_overtakes_a_reader_is_noticed) {
    test::TempDir dir;
    fs::path const path = dir.path() / "lectern.db";
    make_store(path);
    SqliteStore const reader = require(SqliteStore::open_to_read(path));
    BOOST_TEST(require(reader.marks()).size() == 1u);
    {
        SqliteStore writer = require(SqliteStore::open(path));
        for (int i = 0; i < 100; ++i) require(write_something(writer, std::string(1000, 'x')));
    }
    auto const late = reader.marks();
    BOOST_REQUIRE(late.has_error());
    BOOST_TEST(late.error().message().find("repeat the command") != std::string::npos,
               late.error().message());
}

BOOST_AUTO_TEST_CASE(every_earlier_schema_can_be_read_as_it_is) {
    for (int earlier = 0; earlier < store::newest_schema(); ++earlier) {
        BOOST_TEST_CONTEXT(earlier) {
            test::TempDir dir;
            fs::path const path = dir.path() / "s.db";
            {
                store::Database old(path, 1000);
                require(store::migrate(old, earlier));
                if (earlier > 0) {
                    old.run(
                        "INSERT INTO paper VALUES(1, '2603.00001', 1, 20529, 'T', 'A', '[]', 'cs.LG', '', "
                        "'', "
                        "'', '', NULL, NULL, 0)");
                    old.run("INSERT INTO listing VALUES(20529, 1, 'cs.LG', 'new', 1, 0)");
                }
            }
            auto const before = look_at(dir.path());
            SqliteStore store = require(SqliteStore::open_to_read(path));
            BOOST_TEST(require(store.papers_of(day("2026-03-17"))).size() == (earlier > 0 ? 1u : 0u));
            BOOST_TEST(require(store.marks()).empty());
            BOOST_TEST(require(store.check()).schema == earlier);
            BOOST_TEST(write_something(store).has_error());  // it would be lost with the copy
            BOOST_TEST(look_at(dir.path()) == before, boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(paths_are_no_addresses) {
    test::TempDir dir;
    for (char const* name :
         {"a?mode=rw.db", "b#c.db", "d%20e%.db", "f g\u00fc \u6587.db", "file:h.db", "i&j=k;l.db"}) {
        BOOST_TEST_CONTEXT(name) {
            fs::path const path = dir.path() / "dir ?#%41" / name;
            make_store(path);
            BOOST_TEST(look(path) == 1u);
        }
    }
    make_store(dir.path() / "real.db");
    fs::create_symlink("real.db", dir.path() / "link.db");
    BOOST_TEST(look(dir.path() / "link.db") == 1u);
    SqliteStore writer = require(SqliteStore::open(dir.path() / "link.db"));
    require(write_something(writer, "in the -wal file"));
    BOOST_TEST(last_written(require(SqliteStore::open_to_read(dir.path() / "link.db"))) ==
               "in the -wal file");
    BOOST_TEST(last_written(require(SqliteStore::open_to_read(dir.path() / "real.db"))) ==
               "in the -wal file");
}

BOOST_AUTO_TEST_CASE(a_look_creates_no_database) {
    test::TempDir dir;
    for (char const* name : {"none.db", "no/such/directory.db"}) {
        auto const missing = SqliteStore::open_to_read(dir.path() / name);
        BOOST_REQUIRE(missing.has_error());
        BOOST_TEST((missing.error() == errc::file));
        BOOST_TEST(missing.error().message().find("there is no database yet; `lectern run` creates it") !=
                   std::string::npos);
    }
    BOOST_TEST(fs::is_empty(dir.path()));
    test::write(dir.path() / "empty.db", "");  // what a run leaves that is killed at its very start
    BOOST_TEST(look(dir.path() / "empty.db") == 0u);
    BOOST_TEST(fs::file_size(dir.path() / "empty.db") == 0u);
}

/// A file that is no sound store, and words of the message about it.
struct Unfit {
    char const* name;
    std::string sql;  ///< Done to a store.
    std::string message;
};

BOOST_AUTO_TEST_CASE(databases_that_are_not_of_this_lectern_are_named) {
    int const newest = store::newest_schema();
    std::vector<Unfit> const unfit{
        Unfit{"negative", "PRAGMA user_version = -1", "its schema number (user_version) is -1"},
        Unfit{"lowest", "PRAGMA user_version = -2147483648", "user_version) is -2147483648"},
        Unfit{"huge", "PRAGMA user_version = 1000000000",
              fmt::format("its schema is 1000000000, this version knows schemas up to {}", newest)},
        Unfit{"next", fmt::format("PRAGMA user_version = {}", newest + 1),
              "made by a newer version of lectern"},
        Unfit{"numberless", "PRAGMA user_version = 0", "no schema number"},
        Unfit{"table", "DROP TABLE mark", fmt::format("its schema is {}, but mark.liked is missing", newest)},
        Unfit{"column", "ALTER TABLE recheck RENAME COLUMN made TO written", "recheck.made is missing"},
        Unfit{"earlier", "DROP TABLE ledger; PRAGMA user_version = 2", "its schema is 2, but ledger."}};
    for (Unfit const& one : unfit) {
        BOOST_TEST_CONTEXT(one.name) {
            test::TempDir dir;
            fs::path const path = dir.path() / "s.db";
            make_store(path);
            SQLite::Database(path.string(), SQLite::OPEN_READWRITE).exec(one.sql);
            auto const before = look_at(dir.path());
            for (auto const& opened : {SqliteStore::open_to_read(path), SqliteStore::open(path)}) {
                BOOST_REQUIRE(opened.has_error());
                BOOST_TEST((opened.error() == errc::store));
                std::string const message = opened.error().message();
                BOOST_TEST(message.find(one.message) != std::string::npos, message);
                BOOST_TEST(message.find("db check") == std::string::npos, message);
            }
            BOOST_TEST(look_at(dir.path()) == before, boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_database_of_another_program_stays_as_it_is) {
    test::TempDir dir;
    fs::path const path = dir.path() / "s.db";
    for (int version : {0, 1, 4}) {
        fs::remove(path);
        SQLite::Database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
            .exec(fmt::format("CREATE TABLE paper(title TEXT); CREATE TABLE day(x); PRAGMA user_version = {}",
                              version));
        auto const before = look_at(dir.path());
        for (auto const& opened : {SqliteStore::open_to_read(path), SqliteStore::open(path)}) {
            BOOST_REQUIRE(opened.has_error());
            std::string const message = opened.error().message();
            BOOST_TEST(message.find("not one of lectern's") != std::string::npos, message);
        }
        BOOST_TEST(look_at(dir.path()) == before, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(each_failure_has_its_own_advice) {
    test::TempDir dir;
    auto const says = [&](fs::path const& path, std::string_view words) {
        for (auto const& opened : {SqliteStore::open_to_read(path), SqliteStore::open(path)}) {
            BOOST_REQUIRE(opened.has_error());
            std::string const message = opened.error().message();
            BOOST_TEST(message.find(words) != std::string::npos, message);
        }
    };
    test::write(dir.path() / "text.db", std::string(5000, 'x'));
    test::write(dir.path() / "zeros.db", std::string(8192, '\0'));
    fs::create_directory(dir.path() / "directory.db");
    BOOST_REQUIRE(::mkfifo((dir.path() / "pipe.db").c_str(), 0600) == 0);
    says(dir.path() / "text.db", "not a sound database");
    says(dir.path() / "zeros.db", "not a sound database");
    says(dir.path() / "directory.db", "is not a file");
    says(dir.path() / "pipe.db", "is not a file");
    make_store(dir.path() / "secret.db");
    fs::permissions(dir.path() / "secret.db", fs::perms::none);
    BOOST_TEST(as_nobody(dir.path(), [&] {
                   auto const refused = SqliteStore::open_to_read(dir.path() / "secret.db");
                   if (refused) return 1;
                   std::string const message = refused.error().message();
                   return message.find("Permission denied") != std::string::npos ? 0 : 2;
               }) == 0);
    make_store(dir.path() / "theirs.db");
    BOOST_TEST(as_nobody(dir.path(), [&] {
                   auto const refused = SqliteStore::open(dir.path() / "theirs.db");
                   if (refused) return ::geteuid() == 65534 ? 1 : 0;
                   return refused.error().message().find("is read-only") != std::string::npos ? 0 : 2;
               }) == 0);
}

BOOST_AUTO_TEST_CASE(a_truncated_file_is_damaged) {
    test::TempDir dir;
    fs::path const path = dir.path() / "s.db";
    {
        SqliteStore store = require(SqliteStore::open(path));
        std::vector<Paper> papers;
        for (int i = 1; i <= 300; ++i)
            papers.push_back(
                test::make_paper(fmt::format("2603.{:05}", i), "Title", std::string(500, 'a'), {"cs.LG"}));
        (void)require(store.add_listed(day("2026-03-17"), papers));
    }
    auto const whole = fs::file_size(path);
    for (std::uintmax_t const part : {2u, 3u, 10u}) {
        fs::resize_file(path, whole / part / 4096 * 4096 + 100);
        auto const store = SqliteStore::open_to_read(path);
        auto const checked = store ? store->check() : Result<StoreReport>(store.error());
        bool const noticed = checked.has_error() || !checked->problems.empty();
        BOOST_TEST(noticed);
        if (checked.has_error())
            BOOST_TEST(
                checked.error().message().find("`lectern db check` looks for damage") != std::string::npos,
                checked.error().message());
    }
}

BOOST_AUTO_TEST_SUITE_END()
