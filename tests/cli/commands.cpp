#include "feed_text.hpp"
#include "http_server.hpp"
#include "process.hpp"
#include "support.hpp"

#include <lectern/archive/digest_reader.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/net/inflate.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

using namespace lectern;
using namespace std::chrono_literals;
using test::Finished;
using test::HttpServer;
using test::ReceivedRequest;
using test::Reply;
using test::reply_with;
using test::run_lectern;

BOOST_AUTO_TEST_SUITE(cli)

constexpr std::string_view kTopics =
    "1. Theory\n   - Relevant: bounds, kernels, sparse recovery\n   - Irrelevant: chatbots\n";

struct Fixture {
    test::TempDir dir;

    Finished lectern(std::vector<std::string> const& arguments) { return run_lectern(arguments, dir.path()); }
    void configure(std::string const& feed, std::string const& more = {}) {
        test::write(dir.path() / "topics.md", kTopics);
        test::write(dir.path() / "lectern.toml", "[feed]\nmin_interval = \"1ms\"\n" + feed + more);
    }
    Digest digest(std::string const& date) {
        return test::require(
            parse_digest(test::read(dir.path() / "out/json" / date.substr(0, 7) / (date + "-digest.json"))));
    }
};

BOOST_FIXTURE_TEST_CASE(helps_with_every_command, Fixture) {
    for (char const* command :
         {"", "init", "run", "remedy", "status", "explain", "like", "dislike", "unmark", "marks", "prompt",
          "render", "rank", "evaluate", "import", "db", "doctor", "plugins"}) {
        std::vector<std::string> arguments;
        if (*command) arguments.emplace_back(command);
        arguments.emplace_back("--help");
        auto const finished = lectern(arguments);
        BOOST_TEST_CONTEXT(command) {
            BOOST_TEST(finished.exit_code == 0);
            BOOST_TEST(finished.err.empty());
            BOOST_TEST(finished.out.find("Usage") != std::string::npos);
        }
    }
    BOOST_TEST(lectern({"--version"}).out.starts_with("lectern 0."));
}

BOOST_FIXTURE_TEST_CASE(rejects_wrong_arguments, Fixture) {
    BOOST_TEST(lectern({}).exit_code == 0);  // the overview
    BOOST_TEST(lectern({"runn"}).err.find("did you mean \"run\"?") != std::string::npos);
    std::vector<std::vector<std::string>> const wrong{
        {"runn"}, {"run", "--nonsense"},     {"render"},
        {"rank"}, {"import", "--page", "x"}, {"--log-format", "xml", "plugins"}};
    for (auto const& arguments : wrong) {
        auto const finished = lectern(arguments);
        BOOST_TEST(finished.exit_code == 2);
        BOOST_TEST(!finished.err.empty());
        BOOST_TEST(finished.out.empty());
    }
}

/// The lines of a Markdown file's code blocks that start with `lectern `, without comments.
std::vector<std::string> documented_commands(std::filesystem::path const& page) {
    std::vector<std::string> commands;
    std::istringstream text(test::read(page));
    bool code = false;
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with("```")) code = !code;
        if (code && line.starts_with("lectern ")) commands.push_back(line.substr(0, line.find(" #")));
    }
    return commands;
}

BOOST_FIXTURE_TEST_CASE(documented_command_lines_are_understood_p8, Fixture) {
    std::size_t checked = 0;
    for (auto const& page : std::filesystem::directory_iterator(test::source_dir() / "docs")) {
        if (page.path().extension() != ".md") continue;
        for (std::string const& command : documented_commands(page.path())) {
            std::istringstream words(command);
            std::string word;
            std::vector<std::string> arguments;
            std::vector<std::string> flags;
            words >> word;
            while (words >> word) {
                bool const sub_command = arguments.empty() || (arguments.size() == 1 && arguments[0] == "db");
                if (word.starts_with("-"))
                    flags.push_back(word);
                else if (sub_command && flags.empty())
                    arguments.push_back(word);
            }
            arguments.emplace_back("--help");
            auto const help = lectern(arguments);
            BOOST_TEST_CONTEXT(command) {
                BOOST_TEST(help.exit_code == 0);
                for (std::string const& flag : flags)
                    BOOST_TEST(help.out.find(flag) != std::string::npos, flag);
            }
            ++checked;
        }
    }
    BOOST_TEST(checked > 10u);
}

BOOST_FIXTURE_TEST_CASE(lists_plugins, Fixture) {
    auto const finished = lectern({"plugins"});
    BOOST_TEST(finished.exit_code == 0);
    for (char const* name : {"arxiv-rss", "arxiv-atom", "keywords", "local", "markdown", "json"})
        BOOST_TEST(finished.out.find(name) != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(init_makes_what_run_needs, Fixture) {
    auto const made = lectern({"init", "reader"});
    BOOST_TEST(made.exit_code == 0);
    for (char const* file : {"lectern.toml", "topics.md", ".github/workflows/lectern.yml"}) {
        BOOST_TEST(std::filesystem::exists(dir.path() / "reader" / file));
    }
    test::write(dir.path() / "reader/topics.md", "1. Mine\n   - Relevant: mine\n");
    BOOST_TEST(lectern({"init", "reader"}).out.find("is there already") != std::string::npos);
    BOOST_TEST(test::read(dir.path() / "reader/topics.md").find("Mine") != std::string::npos);
    std::string const day = (test::source_dir() / "examples/data/day.rss").string();
    auto const finished = lectern({"run", "--config", "reader/lectern.toml", "--papers", day});
    BOOST_TEST(finished.exit_code == 0, finished.err);
    BOOST_TEST(std::filesystem::exists(dir.path() / "reader/out/output.md"));
}

BOOST_FIXTURE_TEST_CASE(topics_of_another_world_show_nothing, Fixture) {
    configure("categories = [\"cs.LG\", \"cs.AI\", \"cs.CL\", \"stat.ML\"]\n");
    std::string const day = (test::source_dir() / "examples/data/day.rss").string();
    for (char const* topics :
         {"1. Medieval poetry\n   - Relevant: Middle English verse, troubadours, scribes, parchment\n",
          "**Keywords:**\n- Relevant: dwarf galaxies, stellar winds, redshift\n",
          "1. Gardening\n   - Relevant: compost, roses, tomatoes, hedges, watering\n"}) {
        test::write(dir.path() / "topics.md", topics);
        std::filesystem::remove_all(dir.path() / "out");
        auto const finished = lectern({"run", "--papers", day, "--exit-code"});
        BOOST_TEST(finished.exit_code == 5, topics);
        BOOST_TEST(finished.out.find("nothing matched your topics") != std::string::npos, finished.out);
        std::string const page = test::read(dir.path() / "out/output.md");
        BOOST_TEST(page.find("nothing matched your topics") != std::string::npos, page);
        BOOST_TEST(page.find("Total relevant papers: 0") != std::string::npos, page);
    }
}

BOOST_FIXTURE_TEST_CASE(run_digests_the_sample_day, Fixture) {
    configure("categories = [\"cs.LG\", \"cs.AI\", \"cs.CL\", \"stat.ML\"]\n");
    std::string const day = (test::source_dir() / "examples/data/day.rss").string();
    auto const finished = lectern({"run", "--papers", day, "--out", "elsewhere"});
    BOOST_TEST(finished.exit_code == 0, finished.err);
    BOOST_TEST(finished.err.empty());
    BOOST_TEST(finished.out.find("announced") != std::string::npos);
    BOOST_TEST(finished.out.find("elsewhere/md/2026-03/2026-03-17-output.md") != std::string::npos);
    test::check_golden(test::read(dir.path() / "elsewhere/output.md"), "sample_day.md");
    auto const again = lectern({"run", "--papers", day, "--out", "again", "-q"});
    BOOST_TEST(test::read(dir.path() / "again/output.md") == test::read(dir.path() / "elsewhere/output.md"));
}

BOOST_FIXTURE_TEST_CASE(a_write_that_fails_is_a_failed_run, Fixture) {
    configure("categories = [\"cs.LG\"]\n");
    test::write(dir.path() / "out/md", "a file where a directory must be");
    std::string const day = (test::source_dir() / "examples/data/day.rss").string();
    auto const finished = lectern({"run", "--papers", day});
    BOOST_TEST(finished.exit_code == 1);
    BOOST_TEST(finished.err.find("out/md") != std::string::npos);
    BOOST_TEST(!std::filesystem::exists(dir.path() / "out/output.md"));
}

BOOST_FIXTURE_TEST_CASE(run_explains_what_is_missing, Fixture) {
    auto const nothing = lectern({"run"});
    BOOST_TEST(nothing.exit_code == 2);
    BOOST_TEST(nothing.err.find("lectern init") != std::string::npos);
    test::write(dir.path() / "lectern.toml", "[feed]\ncategorys = []\n");
    auto const unknown = lectern({"run"});
    BOOST_TEST(unknown.exit_code == 2);
    BOOST_TEST(unknown.err.find(
                   "lectern.toml:2: unknown key \"categorys\" in [feed]; did you mean \"categories\"?") !=
               std::string::npos);
    test::write(dir.path() / "lectern.toml", "");
    BOOST_TEST(lectern({"run", "--papers", "x"}).err.find("topics.md") != std::string::npos);
    test::write(dir.path() / "lectern.toml", "[score]\nkind = \"locl\"\n");
    BOOST_TEST(lectern({"run"}).err.find("did you mean \"local\"?") != std::string::npos);
    configure("source = \"file\"\n");
    BOOST_TEST(lectern({"run"}).err.find("--papers") != std::string::npos);
    BOOST_TEST(lectern({"run", "--date", "tomorrow"}).exit_code == 2);
    configure("", "[output]\nformats = [\"pdf\"]\n");
    BOOST_TEST(lectern({"run"}).exit_code == 2);
    configure("", "[output]\ndir = \"/proc/nowhere\"\n");
    BOOST_TEST(lectern({"run"}).exit_code == 2);
}

BOOST_FIXTURE_TEST_CASE(run_reads_a_server, Fixture) {
    HttpServer server([](ReceivedRequest const&) {
        return reply_with(test::rss(test::rss_item("2604.00001v1", "Bounds for Kernels", "Sparse recovery.") +
                                    test::rss_item("2604.00002v1", "A Chatbot", "Talks.") +
                                    test::rss_item("2604.00003v1", "Old News", "x", "replace")));
    });
    configure("categories = [\"cs.LG\"]\nfallback = \"none\"\nrss_url = \"" + server.url() + "\"\n");
    auto const finished = lectern({"run", "--date", "2026-04-21"});
    BOOST_TEST(finished.exit_code == 0, finished.err);
    Digest const made = digest("2026-04-21");
    BOOST_TEST(made.totals.announced == 3u);
    BOOST_TEST(made.totals.filtered == 1u);
    BOOST_TEST(made.entries.at(0).paper.title == "Bounds for Kernels");
    BOOST_TEST(server.requests().at(0).target == "/rss/cs.LG");
    auto const other = lectern({"run", "--date", "2026-04-22"});  // the feed has no other day
    BOOST_TEST(other.exit_code == 1);
    BOOST_TEST(other.err.find("2026-04-22: failed") != std::string::npos, other.err);
}

BOOST_FIXTURE_TEST_CASE(exit_codes_tell_the_days_apart, Fixture) {
    std::string feed;
    HttpServer server([&](ReceivedRequest const&) { return reply_with(feed); });
    configure("categories = [\"cs.LG\"]\nfallback = \"none\"\nrss_url = \"" + server.url() + "\"\n",
              "[net]\nretry_wait = \"1ms\"\n");
    feed = test::rss("", "Sat, 25 Apr 2026 00:00:00 -0400");
    BOOST_TEST(lectern({"run", "--date", "2026-04-25"}).exit_code == 0);
    BOOST_TEST(lectern({"run", "--date", "2026-04-25", "--exit-code"}).exit_code == 4);
    BOOST_TEST((digest("2026-04-25").state == DayState::no_announcement));
    feed = test::rss(test::rss_item("2604.00003v1", "Old News", "x", "replace"));
    BOOST_TEST(lectern({"run", "--date", "2026-04-21"}).exit_code == 0);
    BOOST_TEST(lectern({"run", "--date", "2026-04-21", "--exit-code"}).exit_code == 5);
    feed = test::rss("<item><title>No id</title></item>" + test::rss_item("2604.00001v1", "Bounds", "x"));
    BOOST_TEST(lectern({"run", "--date", "2026-04-21"}).exit_code == 3);
    BOOST_TEST((digest("2026-04-21").state == DayState::partial));
    feed = test::rss("");
    BOOST_TEST(lectern({"run", "--date", "2026-04-21"}).exit_code == 3);  // an announcement was due
    feed = "<html>busy</html>";
    auto const failed = lectern({"run", "--date", "2026-04-21"});
    BOOST_TEST(failed.exit_code == 1);
    BOOST_TEST(failed.err.find("HTML page") != std::string::npos);
    BOOST_TEST(test::read(dir.path() / "out/debug/rss-cs.LG.raw") == feed);
}

BOOST_FIXTURE_TEST_CASE(an_interrupted_run_leaves_nothing_behind, Fixture) {
    HttpServer server([](ReceivedRequest const&) {
        Reply reply = reply_with(test::rss(""));
        reply.delay = 2000ms;
        return reply;
    });
    configure("categories = [\"cs.LG\"]\nrss_url = \"" + server.url() + "\"\n");
    auto const finished = run_lectern({"run"}, dir.path(), [&] { return !server.requests().empty(); });
    BOOST_TEST(finished.exit_code == 130);
    BOOST_TEST(finished.err.find("interrupted by SIGINT") != std::string::npos, finished.err);
    std::size_t files = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(dir.path() / "out"))
        files +=
            entry.is_regular_file() && !entry.path().filename().string().starts_with("lectern.") ? 1u : 0u;
    BOOST_TEST(files == 0u);
}

BOOST_FIXTURE_TEST_CASE(logs_as_json_on_request, Fixture) {
    auto const finished = lectern({"run", "--log-format", "json"});
    auto const line = boost::json::parse(finished.err.substr(0, finished.err.find('\n'))).as_object();
    BOOST_TEST(line.at("level").as_string() == "error");
    BOOST_TEST(line.contains("time"));
    BOOST_TEST(line.contains("message"));
}

BOOST_FIXTURE_TEST_CASE(import_and_render_bring_pages_back, Fixture) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    for (std::string const date : {"2025-07-08", "2025-08-01", "2025-08-12"}) {
        std::string const page = (*shared / "seeds" / (date + ".md")).string();
        std::string const json = (*shared / "seeds" / (date + ".json")).string();
        BOOST_TEST(lectern({"import", "--page", page, json, "-o", "d.json"}).exit_code == 0);
        BOOST_TEST(lectern({"render", "d.json", "--format", "markdown"}).out == test::read(page));
        BOOST_TEST(lectern({"render", "d.json", "--format", "markdown", "-o", "p.md"}).exit_code == 0);
        BOOST_TEST(test::read(dir.path() / "p.md") == test::read(page));
    }
    auto const mismatch = lectern({"import", "--page", (*shared / "seeds/2025-07-08.md").string(),
                                   (*shared / "seeds/2025-08-01.json").string(), "-o", "x.json"});
    BOOST_TEST(mismatch.exit_code == 2);
    BOOST_TEST(mismatch.err.find("paper 1: the page has") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(render_explains_what_is_wrong, Fixture) {
    BOOST_TEST(lectern({"render", "missing.json"}).exit_code == 2);
    test::write(dir.path() / "d.json", "{}");
    BOOST_TEST(lectern({"render", "d.json"}).err.find("d.json") != std::string::npos);
    test::write(dir.path() / "d.json",
                "{\"schema\":1,\"date\":\"2026-01-01\",\"state\":\"complete\",\"usage\":{},\"totals\":{},"
                "\"prompt\":{}}");
    BOOST_TEST(lectern({"render", "d.json", "--format", "markdwon"}).err.find("did you mean \"markdown\"?") !=
               std::string::npos);
    BOOST_TEST(lectern({"render", "d.json"}).exit_code == 0);
}

BOOST_FIXTURE_TEST_CASE(rank_writes_scores, Fixture) {
    test::write(dir.path() / "topics.md", kTopics);
    test::write(dir.path() / "p.jsonl",
                "{\"id\":\"2601.00001\",\"title\":\"Bounds\",\"abstract\":\"x\"}\n{\"id\":\"2601.00002\","
                "\"title\":\"Cats\",\"abstract\":\"y\"}\n");
    test::write(dir.path() / "l.jsonl",
                "{\"date\":\"2026-01-05\",\"id\":\"2601.00001\",\"selected\":1}\n{\"date\":\"2026-01-05\","
                "\"id\":\"2601.00002\",\"selected\":0}\n");
    auto const finished = lectern(
        {"rank", "--papers", "p.jsonl", "--labels", "l.jsonl", "--train-days", "0", "--scores", "s.jsonl"});
    BOOST_TEST(finished.exit_code == 0, finished.err);
    std::string const scores = test::read(dir.path() / "s.jsonl");
    BOOST_TEST(std::ranges::count(scores, '\n') == 2);
    BOOST_TEST(boost::json::parse(scores.substr(0, scores.find('\n'))).at("id").as_string() == "2601.00001");
    test::write(dir.path() / "l.jsonl", "{\"date\":\"2026-01-05\",\"id\":\"2601.00009\",\"selected\":1}\n");
    BOOST_TEST(
        lectern({"rank", "--papers", "p.jsonl", "--labels", "l.jsonl", "--scores", "s.jsonl"}).exit_code ==
        3);
}

/// The RSS of a day in JSON Lines, written as arXiv does, with the announce types of the combined request.
std::string rss_of(std::string const& json_lines, std::string const& pub_date) {
    std::string items;
    std::istringstream lines(json_lines);
    auto const escape = [](std::string_view text) {
        std::string out;
        for (char const c : text) {
            if (c == '<')
                out += "&lt;";
            else if (c == '>')
                out += "&gt;";
            else if (c == '&')
                out += "&amp;";
            else
                out += c;
        }
        return out;
    };
    for (std::string line; std::getline(lines, line);) {
        auto const paper = boost::json::parse(line).as_object();
        std::string const id(paper.at("id").as_string());
        auto const& categories = paper.at("categories").as_array();
        std::string const primary(categories.at(0).as_string());
        bool const is_new = (primary == "cs.LG" || primary == "cs.AI") && id.starts_with("2507.");
        std::string authors;
        for (auto const& name : paper.at("authors").as_array())
            authors += (authors.empty() ? "" : ", ") + std::string(name.as_string());
        items += fmt::format(
            "<item><title>{0}</title><link>https://arxiv.org/abs/{1}</link><description>arXiv:{1}v1 Announce "
            "Type: {2} \nAbstract: {3}</description>"
            "<guid isPermaLink=\"false\">oai:arXiv.org:{1}v1</guid>",
            escape(std::string(paper.at("title").as_string())), id, is_new ? "new" : "cross",
            escape(std::string(paper.at("abstract").as_string())));
        for (auto const& category : categories)
            items += "<category>" + escape(std::string(category.as_string())) + "</category>";
        items +=
            fmt::format("<arxiv:announce_type>{}</arxiv:announce_type><dc:creator>{}</dc:creator></item>",
                        is_new ? "new" : "cross", escape(authors));
    }
    return test::rss(items, pub_date);
}

BOOST_FIXTURE_TEST_CASE(run_digests_a_whole_real_day_from_a_server, Fixture) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    std::string const packed = test::read(*shared / "days/2025-08-01.papers.jsonl.gz");
    std::string const lines = test::require(net::inflate(packed, std::size_t{1} << 26));
    std::size_t const papers = static_cast<std::size_t>(std::ranges::count(lines, '\n'));
    std::string const feed = rss_of(lines, "Fri, 01 Aug 2025 00:00:00 -0400");
    HttpServer server([&](ReceivedRequest const&) { return reply_with(feed); });
    configure("categories = [\"cs.LG\", \"cs.AI\"]\nrss_url = \"" + server.url() + "\"\n",
              "[profile]\ntopics = \"" + (*shared / "corpus/topics.txt").string() + "\"\n");
    auto const finished = lectern({"run", "--date", "2025-08-01"});
    BOOST_TEST(finished.exit_code == 0, finished.err);
    Digest const made = digest("2025-08-01");
    BOOST_TEST(made.totals.announced == papers);
    BOOST_TEST(made.totals.scored == papers);
    BOOST_TEST(made.decisions.size() == papers);
    BOOST_TEST(made.entries.size() > 10u);
    BOOST_TEST(
        test::read(dir.path() / "out/output.md").find(fmt::format("Total arXiv papers: {}\n", papers)) !=
        std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(marks_are_made_listed_moved_and_taken_back, Fixture) {
    configure("");
    BOOST_TEST(lectern({"marks"}).out.find("no marks yet") != std::string::npos);
    auto const day = (test::source_dir() / "examples/data/day.rss").string();
    BOOST_TEST(lectern({"run", "--papers", day}).exit_code == 0);
    auto const papers = test::require(read_feed_file(day)).papers;
    std::string const one = papers.at(0).id.base();
    std::string const two = papers.at(1).id.base();
    auto const liked = lectern({"like", one, one});
    BOOST_TEST(liked.out.starts_with("Liked " + one + " \""), liked.out);
    BOOST_TEST(lectern({"like", one}).out.ends_with("is liked already\n"));
    BOOST_TEST(lectern({"dislike", "https://arxiv.org/abs/" + two}).exit_code == 0);
    auto const listed = lectern({"marks"}).out;
    BOOST_TEST(listed.find("like      " + one) != std::string::npos);
    BOOST_TEST(listed.find("dislike   " + two) != std::string::npos);
    BOOST_TEST(lectern({"marks", "--export", "exported.jsonl"}).exit_code == 0);
    auto const unmarked = lectern({"unmark", one, two, "2601.99999"}).out;
    BOOST_TEST(unmarked.find("Unmarked " + one) != std::string::npos, unmarked);
    BOOST_TEST(unmarked.find("(it was disliked)") != std::string::npos, unmarked);
    BOOST_TEST(unmarked.find("2601.99999 had no mark") != std::string::npos, unmarked);
    BOOST_TEST(lectern({"marks", "--import", "exported.jsonl"}).out.find("2 papers marked") !=
               std::string::npos);
    BOOST_TEST(lectern({"marks"}).out == listed);
    // A library with an entry that is no arXiv paper: the rest is taken, and the exit code says so.
    test::write(dir.path() / "lib.bib", "@misc{a, eprint = {" + two + "}}\n@book{b, title = {Print}}\n");
    auto const imported = lectern({"marks", "--import", "lib.bib"});
    BOOST_TEST(imported.exit_code == 3);
    BOOST_TEST(imported.err.find("names no arXiv paper: Print") != std::string::npos);
    BOOST_TEST(lectern({"marks"}).out.find("like      " + two) != std::string::npos);
    BOOST_TEST(lectern({"like", "nonsense"}).exit_code != 0);
}

BOOST_FIXTURE_TEST_CASE(the_past_is_evaluated, Fixture) {
    configure("");
    BOOST_TEST(lectern({"evaluate"}).err.find("there is no database yet") != std::string::npos);
    auto const day = (test::source_dir() / "examples/data/day.rss").string();
    BOOST_TEST(lectern({"run", "--papers", day}).exit_code == 0);
    auto const nothing = lectern({"evaluate"});
    BOOST_TEST(nothing.exit_code == 2);
    BOOST_TEST(nothing.err.find("there is no day to measure by") != std::string::npos);
    for (DigestEntry const& entry : digest("2026-03-17").entries)
        BOOST_TEST(lectern({"like", entry.paper.id.base()}).exit_code == 0);
    auto const measured = lectern({"evaluate", "--days", "--scores", "s.jsonl"});
    BOOST_TEST(measured.exit_code == 0, measured.err);
    BOOST_TEST(measured.out.find("1 day, ") != std::string::npos);
    // The reader likes what was shown, and nothing but that day is known: the ranking is perfect.
    BOOST_TEST(measured.out.find("average precision    1.000              -") != std::string::npos,
               measured.out);
    BOOST_TEST(measured.out.find("\n2026-03-17 ") != std::string::npos);
    BOOST_TEST(test::read(dir.path() / "s.jsonl").find("\"date\": \"2026-03-17\"") != std::string::npos);
    std::string const config = test::read(dir.path() / "lectern.toml");
    test::write(dir.path() / "other.toml", config + "[score]\nmax_papers = 1\n");
    auto const compared = lectern({"evaluate", "--against", "other.toml"});
    BOOST_TEST(compared.exit_code == 0, compared.err);
    BOOST_TEST(compared.out.find("other.toml instead of lectern.toml") != std::string::npos);
    BOOST_TEST(compared.out.find("would have dropped + 2603.") != std::string::npos);
    BOOST_TEST(compared.out.find("would have added 0 papers") != std::string::npos);
    BOOST_TEST(lectern({"evaluate", "--from", "tomorrow"}).exit_code == 2);
    BOOST_TEST(lectern({"evaluate", "--from", "2026-03-18"}).exit_code == 2);
    BOOST_TEST(lectern({"evaluate", "--against", "none.toml"}).exit_code != 0);
}

BOOST_FIXTURE_TEST_CASE(a_paper_that_was_not_shown_is_explained_too, Fixture) {
    configure("");
    auto const day = (test::source_dir() / "examples/data/day.rss").string();
    BOOST_TEST(lectern({"run", "--papers", day}).exit_code == 0);
    Digest const made = digest("2026-03-17");
    auto const of = [&](Outcome outcome) {
        return std::ranges::find(made.decisions, outcome, &Decision::outcome)->id.base();
    };
    std::string const low = lectern({"explain", of(Outcome::below_cutoff)}).out;
    BOOST_TEST(low.find(" of 46, ranked again with what is known now") != std::string::npos, low);
    BOOST_TEST(low.find("  comment: ") != std::string::npos);
    BOOST_TEST(low.find("  for it: ") != std::string::npos);
    BOOST_TEST(lectern({"explain", of(Outcome::filtered)}).out.find("ranked again") == std::string::npos);
    BOOST_TEST(lectern({"explain", of(Outcome::shown)}).out.find("ranked again") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(liking_a_paper_that_is_not_held_looks_it_up, Fixture) {
    HttpServer server([](ReceivedRequest const& request) {
        bool const known = request.target.find("2601.00007") != std::string::npos;
        std::string const entry =
            known ? "<entry><id>http://arxiv.org/abs/2601.00007v2</id><title>Found</title>"
                    "<summary>Words.</summary><author><name>A B</name></author>"
                    "<category term=\"cs.LG\"/><published>2026-01-05T00:00:00Z</published>"
                    "<updated>2026-01-06T00:00:00Z</updated></entry>"
                  : "";
        return reply_with(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
            "xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\">"
            "<opensearch:totalResults>1</opensearch:totalResults>" +
            entry + "</feed>");
    });
    configure("api_url = \"" + server.url() + "\"\n");
    auto const liked = lectern({"like", "2601.00007", "2601.00008"});
    BOOST_TEST(liked.exit_code == 3);
    BOOST_TEST(liked.out.find("Liked 2601.00007 \"Found\"") != std::string::npos, liked.out);
    BOOST_TEST(liked.err.find("arXiv knows no paper 2601.00008; not marked") != std::string::npos);
    BOOST_TEST(lectern({"marks"}).out.find("Found") != std::string::npos);
    auto const requests = server.requests().size();
    BOOST_TEST(lectern({"like", "2601.00007"}).exit_code == 0);
    BOOST_TEST(server.requests().size() == requests);
}

BOOST_AUTO_TEST_SUITE_END()
