#include "support.hpp"

#include <lectern/core/file.hpp>
#include <lectern/core/file_lock.hpp>

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace lectern;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(core_files)

struct Fixture {
    test::TempDir temporary;
    fs::path dir = temporary.path();
    ::mode_t umask_before = ::umask(0022);

    ~Fixture() { ::umask(umask_before); }

    static unsigned mode(fs::path const& path) {
        struct ::stat status {};
        return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0U;
    }
    std::size_t temporary_files() const {
        std::size_t count = 0;
        for (auto const& file : fs::recursive_directory_iterator(dir))
            count += file.path().filename().string().find(".lectern-tmp-") != std::string::npos ? 1U : 0U;
        return count;
    }
};

BOOST_FIXTURE_TEST_CASE(writes_through_links, Fixture) {
    fs::create_directories(dir / "web");
    test::write(dir / "web/index.md", "old");
    fs::create_symlink("web/index.md", dir / "page");
    fs::create_symlink("page", dir / "second");
    fs::create_symlink(dir / "web", dir / "linked");
    for (char const* name : {"page", "second", "linked/index.md"}) {
        BOOST_TEST_CONTEXT(name) {
            test::require(write_file_atomically(dir / name, name));
            BOOST_TEST(test::read(dir / "web/index.md") == name);
        }
    }
    BOOST_TEST(fs::is_symlink(dir / "page"));
    BOOST_TEST(fs::is_symlink(dir / "second"));
    BOOST_TEST(fs::is_regular_file(fs::symlink_status(dir / "web/index.md")));
    BOOST_TEST(temporary_files() == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_link_to_a_missing_file_makes_the_file, Fixture) {
    fs::create_symlink("later/day/page.md", dir / "page");
    test::require(write_file_atomically(dir / "page", "new"));
    BOOST_TEST(fs::is_symlink(dir / "page"));
    BOOST_TEST(test::read(dir / "later/day/page.md") == "new");
}

BOOST_FIXTURE_TEST_CASE(places_that_cannot_be_written_are_errors, Fixture) {
    fs::create_symlink("b", dir / "a");
    fs::create_symlink("a", dir / "b");
    fs::create_symlink("self", dir / "self");
    fs::create_directory(dir / "folder");
    fs::create_symlink("folder", dir / "to-folder");
    test::write(dir / "file", "x");
    for (char const* name : {"a", "self", "folder", "to-folder", "missing/", "file/below", ""}) {
        BOOST_TEST_CONTEXT(name) {
            auto const written = write_file_atomically(*name ? dir / name : fs::path(), "new");
            BOOST_REQUIRE(written.has_error());
            BOOST_TEST(written.error() == errc::file, written.error().message());
            BOOST_TEST(written.error().detail().find(name) != std::string::npos);
        }
    }
    BOOST_TEST(test::read(dir / "file") == "x");
    BOOST_TEST(temporary_files() == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_file_that_is_replaced_keeps_its_mode, Fixture) {
    for (unsigned const mode : {0664U, 0600U, 0640U, 0755U, 0444U}) {
        BOOST_TEST_CONTEXT(mode) {
            fs::path const path = dir / std::to_string(mode);
            test::write(path, "old");
            BOOST_TEST(::chmod(path.c_str(), mode) == 0);
            test::require(write_file_atomically(path, "new"));
            BOOST_TEST(Fixture::mode(path) == mode);
            BOOST_TEST(test::read(path) == "new");
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_new_file_obeys_the_umask, Fixture) {
    struct Case {
        ::mode_t mask;
        unsigned mode;
    };
    for (Case const item : {Case{0022, 0644}, Case{0077, 0600}, Case{0002, 0664}, Case{0, 0666}}) {
        BOOST_TEST_CONTEXT(item.mask) {
            ::umask(item.mask);
            fs::path const path = dir / std::to_string(item.mask);
            test::require(write_file_atomically(path, "new"));
            BOOST_TEST(mode(path) == item.mode);
            test::require(FileLock::acquire(path.string() + ".lock"));
            BOOST_TEST(mode(path.string() + ".lock") == item.mode);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(owner_and_group_stay_where_they_may, Fixture) {
    test::write(dir / "page", "old");
    if (::chown((dir / "page").c_str(), 1234, 4321) != 0) return;  // only root gives files away
    test::require(write_file_atomically(dir / "page", "new"));
    struct ::stat status {};
    BOOST_TEST(::stat((dir / "page").c_str(), &status) == 0);
    BOOST_TEST(status.st_uid == 1234u);
    BOOST_TEST(status.st_gid == 4321u);
}

BOOST_FIXTURE_TEST_CASE(devices_and_pipes_are_written_directly, Fixture) {
    test::require(write_file_atomically("/dev/null", "gone"));
    BOOST_TEST(fs::is_character_file("/dev/null"));
    auto const full = write_file_atomically("/dev/full", "x");
    BOOST_REQUIRE(full.has_error());
    BOOST_TEST(full.error() == errc::io);
    BOOST_TEST(full.error().detail() == "cannot write /dev/full: No space left on device");
    fs::path const pipe = dir / "pipe";
    BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::string received;
    std::thread reader([&] { received = test::require(read_file(pipe)); });
    test::require(write_file_atomically(pipe, std::string(200'000, 'x')));
    reader.join();
    BOOST_TEST(received.size() == 200'000u);
    BOOST_TEST(fs::is_fifo(pipe));
}

BOOST_FIXTURE_TEST_CASE(an_open_file_without_a_name_is_written_directly, Fixture) {
    test::write(dir / "log", "before\n");
    int const fd = ::open((dir / "log").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    BOOST_REQUIRE(fd >= 0);
    fs::remove(dir / "log");
    test::write(dir / "kept", "first\n");
    int const kept = ::open((dir / "kept").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    test::require(write_file_atomically("/dev/fd/" + std::to_string(fd), "after\n"));
    test::require(write_file_atomically("/proc/self/fd/" + std::to_string(kept), "second\n"));
    BOOST_TEST(test::read("/proc/self/fd/" + std::to_string(fd)) == "before\nafter\n");
    BOOST_TEST(test::read(dir / "kept") == "first\nsecond\n");
    BOOST_TEST(!fs::exists(dir / "log"));
    ::close(fd);
    ::close(kept);
}

BOOST_FIXTURE_TEST_CASE(long_names_and_other_names_of_a_file, Fixture) {
    fs::path const longest = dir / std::string(255, 'n');
    test::require(write_file_atomically(longest, "one"));
    test::require(write_file_atomically(longest, "two"));
    BOOST_TEST(test::read(longest) == "two");
    BOOST_TEST((write_file_atomically(dir / std::string(256, 'n'), "x").error() == errc::file));
    test::write(dir / "one", "old");
    fs::create_hard_link(dir / "one", dir / "two");
    test::require(write_file_atomically(dir / "one", "new"));
    BOOST_TEST(test::read(dir / "two") == "old");
}

BOOST_FIXTURE_TEST_CASE(a_writer_without_commit_leaves_the_old_content, Fixture) {
    test::write(dir / "page", "old");
    {
        auto writer = test::require(FileWriter::open(dir / "page"));
        test::require(writer.write(std::string(1'000'000, 'x')));
        BOOST_TEST(temporary_files() == 1u);
    }
    BOOST_TEST(temporary_files() == 0u);
    BOOST_TEST(test::read(dir / "page") == "old");
    auto writer = test::require(FileWriter::open(dir / "page"));
    for (int i = 0; i < 3; ++i) test::require(writer.write("piece "));
    test::require(writer.commit());
    BOOST_TEST(test::read(dir / "page") == "piece piece piece ");
}

BOOST_FIXTURE_TEST_CASE(a_process_that_is_ended_removes_what_it_had_begun, Fixture) {
    test::write(dir / "page", "old");
    ::pid_t const child = ::fork();
    if (child == 0) {
        auto const one = FileWriter::open(dir / "page");
        auto const two = FileWriter::open(dir / "other/page");
        remove_unfinished_files();
        ::_exit(one && two ? 0 : 1);
    }
    int status = 0;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
    BOOST_TEST(temporary_files() == 0u);
    BOOST_TEST(test::read(dir / "page") == "old");
    BOOST_TEST(!fs::exists(dir / "other/page"));
}

BOOST_FIXTURE_TEST_CASE(large_files_are_refused_with_figures, Fixture) {
    fs::path const sparse = dir / "sparse";
    test::write(sparse, "");
    BOOST_REQUIRE(::truncate(sparse.c_str(), 200'000'000'000) == 0);
    auto const read = read_file(sparse);
    BOOST_REQUIRE(read.has_error());
    BOOST_TEST(read.error() == errc::too_large);
    for (char const* part : {"sparse", "200000000000", "67108864"})
        BOOST_TEST(read.error().detail().find(part) != std::string::npos, read.error().detail());
    auto const zero = read_file("/dev/zero", 1000);
    BOOST_REQUIRE(zero.has_error());
    BOOST_TEST(zero.error() == errc::too_large);
    BOOST_TEST(zero.error().detail().find("more than 1000") != std::string::npos);
    test::write(dir / "exact", std::string(1000, 'x'));
    BOOST_TEST(test::require(read_file(dir / "exact", 1000)).size() == 1000u);
    BOOST_TEST((read_file(dir / "exact", 999).error() == errc::too_large));
}

BOOST_FIXTURE_TEST_CASE(files_without_a_size_are_read, Fixture) {
    BOOST_TEST(!test::require(read_file("/proc/self/status")).empty());
    BOOST_TEST(test::require(read_file("/dev/null")).empty());
    BOOST_TEST((read_file(dir).error() == errc::file));
    BOOST_TEST((read_file(dir / "missing").error() == errc::file));
    fs::create_symlink("loop", dir / "loop");
    BOOST_TEST((read_file(dir / "loop").error() == errc::file));
}

BOOST_AUTO_TEST_SUITE_END()
