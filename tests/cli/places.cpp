#include "process.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

/// Where the command reads and writes: paths of the configuration, links, modes, and the files of `init`.

using namespace lectern;
using test::Finished;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(cli_places)

struct Fixture {
    test::TempDir temporary;
    fs::path dir = temporary.path();

    Fixture() {
        test::write(dir / "topics.md", "1. Theory\n   - Relevant: bounds, kernels\n");
        test::write(dir / "p.jsonl",
                    "{\"id\":\"2603.00001\",\"title\":\"Bounds for kernels\",\"abstract\":\"Bounds.\"}\n");
        configure("");
    }
    void configure(std::string const& text) {
        test::write(dir / "lectern.toml", "[store]\nrecheck = false\n" + text);
    }
    Finished script(std::string const& text) const { return test::run_script(text, dir); }
    static unsigned mode(fs::path const& path) {
        struct ::stat status {};
        return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
    }
};

BOOST_FIXTURE_TEST_CASE(home_in_the_configuration_is_expanded, Fixture) {
    fs::create_directory(dir / "home");
    configure("[output]\ndir = \"~/digest\"\n");
    auto const finished = script("HOME=$PWD/home exec \"$LECTERN\" run --papers p.jsonl");
    BOOST_TEST(finished.exit_code == 0, finished.err);
    BOOST_TEST(fs::exists(dir / "home/digest/output.md"));
    BOOST_TEST(!fs::exists(dir / "~"));
}

BOOST_FIXTURE_TEST_CASE(what_is_not_expanded_is_refused_and_makes_no_directory, Fixture) {
    for (char const* value : {"~reader/digest", "$HOME/digest", "${HOME}/digest"}) {
        configure(std::string("[output]\ndir = \"") + value + "\"\n");
        auto const finished = script("HOME=$PWD exec \"$LECTERN\" run --papers p.jsonl");
        BOOST_TEST(finished.exit_code == 2);
        BOOST_TEST(finished.err.find("lectern.toml:4: output.dir: ") != std::string::npos, finished.err);
    }
    configure("[output]\ndir = \"~/digest\"\n");
    BOOST_TEST(script("unset HOME; exec \"$LECTERN\" run --papers p.jsonl").exit_code == 2);
    for (auto const& file : fs::directory_iterator(dir)) {
        std::string const name = file.path().filename().string();
        BOOST_TEST(name.find_first_of("~$") == std::string::npos, name);
    }
}

BOOST_FIXTURE_TEST_CASE(paths_start_at_the_configuration_and_options_at_the_working_directory, Fixture) {
    fs::create_directory(dir / "work");
    BOOST_TEST(
        script("cd work && exec \"$LECTERN\" run --config ../lectern.toml --papers ../p.jsonl").exit_code ==
        0);
    BOOST_TEST(fs::exists(dir / "out/output.md"));
    BOOST_TEST(
        script("cd work && exec \"$LECTERN\" run --config ../lectern.toml --papers ../p.jsonl --out here")
            .exit_code == 0);
    BOOST_TEST(fs::exists(dir / "work/here/output.md"));
}

BOOST_FIXTURE_TEST_CASE(pages_are_written_through_links_and_keep_their_mode, Fixture) {
    fs::create_directory(dir / "out");
    test::write(dir / "web/index.md", "old");
    BOOST_TEST(::chmod((dir / "web/index.md").c_str(), 0664) == 0);
    fs::create_symlink("../web/index.md", dir / "out/output.md");
    auto const finished = script("umask 077; exec \"$LECTERN\" run --papers p.jsonl");
    BOOST_TEST(finished.exit_code == 0, finished.err);
    BOOST_TEST(fs::is_symlink(dir / "out/output.md"));
    BOOST_TEST(test::read(dir / "web/index.md").find("Bounds for kernels") != std::string::npos);
    BOOST_TEST(mode(dir / "web/index.md") == 0664u);
    for (auto const& file : fs::recursive_directory_iterator(dir / "out")) {
        BOOST_TEST_CONTEXT(file.path()) {
            if (!file.is_symlink()) BOOST_TEST((mode(file.path()) & 077U) == 0u);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(exports_obey_the_umask_and_go_through_links, Fixture) {
    BOOST_TEST(script("exec \"$LECTERN\" run --papers p.jsonl").exit_code == 0);
    BOOST_TEST(script("umask 077; exec \"$LECTERN\" marks --export marks.jsonl").exit_code == 0);
    BOOST_TEST(mode(dir / "marks.jsonl") == 0600u);
    BOOST_TEST(script("ln -s real.jsonl link; umask 027; exec \"$LECTERN\" db export -o link").exit_code ==
               0);
    BOOST_TEST(fs::is_symlink(dir / "link"));
    BOOST_TEST(mode(dir / "real.jsonl") == 0640u);
    BOOST_TEST(test::read(dir / "real.jsonl") == script("exec \"$LECTERN\" db export").out);
    BOOST_TEST(script("exec \"$LECTERN\" db export -o /dev/stdout | cmp - real.jsonl").exit_code == 0);
    BOOST_TEST(script("exec \"$LECTERN\" db export -o /dev/null").exit_code == 0);
}

constexpr char const* kCommit = "0123456789abcdef0123456789abcdef01234567";

BOOST_FIXTURE_TEST_CASE(a_workflow_without_a_source_stops_at_its_first_step, Fixture) {
    auto const made = script("exec \"$LECTERN\" init reader");
    BOOST_TEST(made.exit_code == 0);
    BOOST_TEST(made.out.find("LECTERN_SOURCE") != std::string::npos);
    std::string const workflow = test::read(dir / "reader/.github/workflows/lectern.yml");
    BOOST_TEST(workflow.find("LECTERN_SOURCE: \"\"\n") != std::string::npos);
    BOOST_TEST(workflow.find("Check where lectern comes from") < workflow.find("Install git"));
    BOOST_TEST(workflow.find("https://") == std::string::npos);
    BOOST_TEST(workflow.find("pull_request_target") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_workflow_is_pinned_to_the_commit_that_is_named, Fixture) {
    std::string const source = "https://git.example.org/me/lectern.git";
    auto const made = script("exec \"$LECTERN\" init reader --source " + source + "@" + kCommit);
    BOOST_TEST(made.exit_code == 0, made.err);
    std::string const workflow = test::read(dir / "reader/.github/workflows/lectern.yml");
    BOOST_TEST(workflow.find("LECTERN_SOURCE: \"" + source + "\"\n") != std::string::npos);
    BOOST_TEST(workflow.find(std::string("LECTERN_COMMIT: \"") + kCommit + "\"\n") != std::string::npos);
    // Keys are in the environment of one step only.
    std::size_t const run = workflow.find("- name: Make the digest");
    std::size_t const commit = workflow.find("- name: Commit it");
    for (std::size_t at = workflow.find("secrets."); at != std::string::npos;
         at = workflow.find("secrets.", at + 1)) {
        BOOST_TEST(at > run);
        BOOST_TEST(at < commit);
    }
}

BOOST_FIXTURE_TEST_CASE(sources_that_are_not_fixed_or_not_safe_are_refused, Fixture) {
    std::string const commit = std::string("@") + kCommit;
    std::vector<std::string> const wrong{
        "https://git.example.org/lectern",
        "https://git.example.org/lectern@main",
        "https://git.example.org/lectern@0123456",
        "https://git.example.org/lectern@0123456789ABCDEF0123456789ABCDEF01234567",
        "https://git.example.org/lectern" + commit + "8",
        "http://git.example.org/lectern" + commit,
        "git@git.example.org:lectern" + commit,
        "file:///srv/lectern" + commit,
        "https:///lectern" + commit,
        "https://me:secret@git.example.org/lectern" + commit,
        "https://git.example.org/$(id)" + commit,
        "https://git.example.org/\"; id; \"" + commit,
        "https://git.example.org/${{ secrets.KEY }}" + commit,
        "https://git.example.org/a\nb" + commit,
        commit,
        "@"};
    for (std::string const& source : wrong) {
        BOOST_TEST_CONTEXT(source) {
            auto const finished = test::run_lectern({"init", "reader", "--source", source}, dir);
            BOOST_TEST(finished.exit_code == 2);
            BOOST_TEST(finished.err.find("--source") != std::string::npos, finished.err);
        }
    }
    BOOST_TEST(!fs::exists(dir / "reader"));
}

/// Whether a text names the address of a project that is not ours.
BOOST_AUTO_TEST_CASE(no_file_names_an_address_of_the_project) {
    std::string const invented = std::string("github.com/") + "lectern";
    std::size_t read = 0;
    for (char const* part : {"apps", "cmake", "docs", "examples", "include", "lib", "tests"}) {
        for (auto const& file : fs::recursive_directory_iterator(test::source_dir() / part)) {
            if (!file.is_regular_file()) continue;
            BOOST_TEST(test::read(file.path()).find(invented) == std::string::npos, file.path());
            ++read;
        }
    }
    BOOST_TEST(read > 100u);
}

BOOST_AUTO_TEST_SUITE_END()
