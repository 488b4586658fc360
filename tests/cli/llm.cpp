// The command with a language model behind it.
#include "fake_model.hpp"
#include "process.hpp"
#include "support.hpp"

#include <lectern/archive/digest_reader.hpp>
#include <lectern/store/sqlite_store.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <csignal>
#include <cstdlib>
#include <random>

using namespace lectern;
using namespace std::chrono_literals;
using test::Asked;
using test::FakeModel;
using test::Finished;
using test::openai_error;
using test::ReceivedRequest;
using test::Reply;
using test::require;
using test::run_lectern;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(cli_llm)

constexpr char const* kKey = "sk-never-to-be-seen";

struct Fixture {
    test::TempDir dir;
    FakeModel model;
    std::vector<std::string> const run{"run", "--papers", "papers.jsonl", "--date", "2026-03-18"};

    Fixture() {
        ::setenv("LECTERN_TEST_KEY", kKey, 1);
        test::write(dir.path() / "topics.md", "1. Sparse networks\n   - Relevant: sparse networks, gates\n");
        configure("");
        std::string lines;
        for (int i = 1; i <= 120; ++i) {
            std::string const id = fmt::format("2603.{:05}", i);
            boost::json::object paper;
            paper["id"] = id;
            paper["title"] = i % 6 == 0 ? fmt::format("Sparse gates {}", i) : fmt::format("Weather {}", i);
            paper["abstract"] = "We study " + std::string(paper["title"].as_string()) + ".";
            paper["authors"] = boost::json::array{"Ada Lovelace"};
            paper["categories"] = boost::json::array{"cs.LG"};
            paper["announce"] = "new";
            lines += boost::json::serialize(paper) + "\n";
            if (i % 6 == 0) model.opinions[id] = {8 + i % 3, 7 + i % 4, fmt::format("about gates {}", i)};
            if (i % 6 == 1) model.surely_irrelevant.insert(id);
        }
        test::write(dir.path() / "papers.jsonl", lines);
    }
    ~Fixture() { ::unsetenv("LECTERN_TEST_KEY"); }

    void configure(std::string const& llm, std::string const& kind = "llm") {
        test::write(
            dir.path() / "lectern.toml",
            fmt::format(
                "[score]\nkind = \"{}\"\n[llm]\nbase_url = \"{}\"\napi_key_env = \"LECTERN_TEST_KEY\"\n"
                "{}\n[net]\nretry_wait = \"1ms\"\n",
                kind, model.url(), llm));
    }
    Finished lectern(std::vector<std::string> const& arguments) { return run_lectern(arguments, dir.path()); }
    std::string page() { return test::read(dir.path() / "out/md/2026-03/2026-03-18-output.md"); }
    Digest digest() {
        return require(parse_digest(test::read(dir.path() / "out/json/2026-03/2026-03-18-digest.json")));
    }
    bool says(std::string const& text, std::string_view part) {
        BOOST_TEST(text.find(part) != std::string::npos, text << "\n-- lacks: " << part);
        return true;
    }
};

BOOST_FIXTURE_TEST_CASE(a_day_is_scored_once, Fixture) {
    auto const first = lectern(run);
    BOOST_TEST(first.exit_code == 0, first.err);
    std::string const written = page();
    says(written, "| *[gpt-4o]*");
    says(written, "**Comment:** about gates 6");
    says(written, R"(\[PAPER LIST HERE\])");
    BOOST_TEST(digest().usage.prompt_tokens == model.prompt_tokens);
    std::size_t const asked = model.questions.size();
    BOOST_TEST(lectern(run).exit_code == 0);
    BOOST_TEST(model.questions.size() == asked);
    BOOST_TEST(page() == written);
    // Another cutoff costs nothing either.
    configure("title_stage = true\n[output]\nformats = [\"markdown\"]\n");
    BOOST_TEST(lectern(run).exit_code == 0);
    BOOST_TEST(model.questions.size() == asked);
    auto fresh = run;
    fresh.emplace_back("--fresh");
    BOOST_TEST(lectern(fresh).exit_code == 0);
    BOOST_TEST(model.questions.size() == 2 * asked);
    auto const explained = lectern({"explain", "2603.00006", "2603.00001"});
    says(explained.out, "  step: title stage: kept (gpt-4o, a request of ");
    says(explained.out, "  step: abstract stage: judged (gpt-4o, a request of ");
    says(explained.out, "  reason: title stage: surely irrelevant");
    says(explained.out, "tokens, $0.0");
}

BOOST_FIXTURE_TEST_CASE(a_dry_run_asks_nobody, Fixture) {
    auto dry = run;
    dry.emplace_back("--dry-run");
    ::unsetenv("LECTERN_TEST_KEY");
    auto const before = lectern(dry);
    BOOST_TEST(before.exit_code == 0, before.err);
    says(before.out, "120 papers to score, 0 of them already paid for");
    says(before.out, "gpt-4o: about ");
    says(before.out, "cost: about $0.");
    BOOST_TEST(model.questions.empty());
    BOOST_TEST(!fs::exists(dir.path() / "out/md"));
    ::setenv("LECTERN_TEST_KEY", kKey, 1);
    BOOST_TEST(lectern(run).exit_code == 0);
    auto const after = lectern(dry);
    says(after.out, "120 papers to score, 120 of them already paid for");
    says(after.out, "about 0 requests");
    says(after.out, "cost: about $0.00");
    auto const plan = lectern({"remedy", "--date", "2026-03-17", "--plan"});
    says(plan.out, "cost: about $0.");
    configure("model = \"unheard-of\"\n");
    says(lectern(dry).out, "cost: unknown");
    configure("", "local");
    says(lectern(dry).out, "the local scorer: about 0 requests");
}

BOOST_FIXTURE_TEST_CASE(a_missing_key_is_told_before_anything_is_done, Fixture) {
    ::unsetenv("LECTERN_TEST_KEY");
    auto const finished = lectern(run);
    BOOST_TEST(finished.exit_code == 2);
    says(finished.err, "LECTERN_TEST_KEY is not set");
    BOOST_TEST(!fs::exists(dir.path() / "out"));
    test::write(dir.path() / "key", std::string(kKey) + "\n");
    fs::permissions(dir.path() / "key", fs::perms(0640));
    configure("api_key_file = \"key\"\n");
    auto const open = lectern(run);
    BOOST_TEST(open.exit_code == 2);
    says(open.err, "chmod 600");
    fs::permissions(dir.path() / "key", fs::perms(0600));
    BOOST_TEST(lectern(run).exit_code == 0);
    BOOST_TEST(model.server().requests().back().headers.at("authorization") == std::string("Bearer ") + kKey);
    // A server of one's own needs none.
    configure("api_key_env = \"\"\nmodel = \"mine\"\n");
    std::string toml = test::read(dir.path() / "lectern.toml");
    toml.erase(toml.find("api_key_env = \"LECTERN_TEST_KEY\"\n"), 33);
    test::write(dir.path() / "lectern.toml", toml);
    auto const own = lectern(run);
    BOOST_TEST(own.exit_code == 0, own.err);
    BOOST_TEST(!model.server().requests().back().headers.contains("authorization"));
}

BOOST_FIXTURE_TEST_CASE(a_server_that_is_down_is_told_and_made_up_for, Fixture) {
    configure("[store]\ncatch_up_days = 0");
    model.fault = [](Asked const&, ReceivedRequest const&) {
        return std::optional<Reply>(openai_error(503, "overloaded", "down"));
    };
    auto const down = lectern(run);
    BOOST_TEST(down.exit_code == 3);
    says(down.err, "120 of 120 papers were ranked locally instead of by gpt-4o");
    says(page(), "**This digest is incomplete.**");
    says(page(), "(estimated)");
    BOOST_TEST(digest().decisions.size() == 120u);
    model.fault = {};
    BOOST_TEST(lectern(run).exit_code == 0);
    BOOST_TEST(page().find("estimated") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_killed_run_goes_on_and_pays_no_more, Fixture) {
    model.latency = 3ms;
    auto const started = std::chrono::steady_clock::now();
    BOOST_TEST(lectern(run).exit_code == 0);
    auto span = std::chrono::steady_clock::now() - started;
    std::string const wanted = page();
    int const clean = model.total_scored();
    std::size_t largest = 0;
    for (Asked const& asked : model.questions) {
        if (!asked.titles) largest = std::max(largest, asked.ids.size());
    }
    int const in_flight = 8 * static_cast<int>(largest);
    std::mt19937 dice(5);
    int killed = 0;
    for (int i = 0; killed < 20 && i < 200; ++i) {
        fs::remove_all(dir.path() / "out");
        model.times_scored.clear();
        auto const when = std::chrono::steady_clock::now() + span * (dice() % 1000) / 1000;
        auto const finished = run_lectern(
            run, dir.path(), [&] { return std::chrono::steady_clock::now() >= when; }, SIGKILL);
        bool const in_time = finished.exit_code == -SIGKILL;
        span = in_time ? span * 11 / 10 : span * 8 / 10;
        if (!in_time) continue;
        ++killed;
        auto const next = lectern(run);
        BOOST_TEST(next.exit_code == 0, next.err);
        BOOST_TEST(page() == wanted);
        BOOST_TEST(model.total_scored() <= clean + in_flight);
        SqliteStore store = require(SqliteStore::open(dir.path() / "out/lectern.db"));
        BOOST_TEST(require(store.check()).problems.empty());
    }
    BOOST_TEST(killed == 20);
}

BOOST_FIXTURE_TEST_CASE(the_key_appears_nowhere, Fixture) {
    // A server that tells everybody what it was told.
    int requests = 0;
    model.fault = [&](Asked const&, ReceivedRequest const& request) -> std::optional<Reply> {
        if (++requests % 3 != 0) return std::nullopt;
        return openai_error(500, "oops", "your request had " + request.headers.at("authorization"));
    };
    for (auto& [id, opinion] : model.opinions) opinion.comment = std::string("your key is ") + kKey;
    for (bool const refused : {false, true}) {
        if (refused) {
            model.fault = [](Asked const&, ReceivedRequest const& request) {
                return std::optional<Reply>(
                    openai_error(401, "invalid_api_key", "not " + request.headers.at("authorization")));
            };
            fs::remove_all(dir.path() / "out");
        }
        for (char const* format : {"text", "json"}) {
            std::vector<std::string> loud{"-v", "-v", "--log-format", format};
            loud.insert(loud.end(), run.begin(), run.end());
            auto const finished = lectern(loud);
            BOOST_TEST(finished.exit_code == (refused ? 3 : 0));
            BOOST_TEST((finished.out + finished.err).find(kKey) == std::string::npos);
            if (!refused && format == std::string("text")) says(page(), "your key is \\[secret\\]");
        }
        auto const looked = lectern({"-v", "-v", "doctor", "--ask"});
        BOOST_TEST((looked.out + looked.err).find(kKey) == std::string::npos, looked.out);
        auto const exported = lectern({"db", "export"});
        BOOST_TEST(exported.out.find(kKey) == std::string::npos);
        for (auto const& entry : fs::recursive_directory_iterator(dir.path())) {
            if (entry.is_regular_file())
                BOOST_TEST(test::read(entry.path()).find(kKey) == std::string::npos, entry.path());
        }
    }
}

/// A character in one of the ways services write it.
std::string each(std::string const& text, std::string const& form) {
    std::string out;
    for (char const c : text)
        out += fmt::format(fmt::runtime(form), static_cast<unsigned>(static_cast<unsigned char>(c)));
    return out;
}

std::string base64(std::string const& bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (char const c : bytes) {
        bits = bits << 8 | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6) out += alphabet[bits >> (count - 6) & 63];
    }
    if (count > 0) out += alphabet[bits << (6 - count) & 63];
    return out;
}

/// The key as services send it back.
std::vector<std::string> echoes() {
    std::string const key = kKey;
    std::string wrapped = key;
    wrapped.insert(9, "\n ");
    std::string upper = key;
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return {key,
            each(key, "\\u{:04x}"),
            "sk\\u002Dnever\\x2dto-be\\-seen",
            each(key, "%{:02X}"),
            each(key, "%25{:02x}"),
            each(key, "&#{};"),
            each(key, "&#x{:X};"),
            each(key, "{:02x}"),
            each(key, "{:02X}:"),
            base64(key),
            base64("user:" + key),
            base64("Bearer " + key),
            upper,
            wrapped};
}

/// What of the key a file or a log must not hold: its forms without what may stand around them.
void check_hidden(std::string const& text, std::string const& where) {
    for (std::string const& echo : echoes()) {
        // The beginning and the end of base64 depend on what stands around; a JSON log doubles backslashes.
        std::string const core = echo.substr(2, echo.size() - 6);
        for (std::string const& form : {core, boost::json::serialize(boost::json::string(core))}) {
            std::string const bare = form.starts_with('"') ? form.substr(1, form.size() - 2) : form;
            BOOST_TEST(text.find(bare) == std::string::npos, where << " holds " << bare);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(the_key_appears_in_no_encoding, Fixture) {
    std::vector<std::string> const forms = echoes();
    configure("headers = [\"X-Team-Token: team-token-0123456789\"]\n[store]\nrecheck = false\n");
    std::size_t next = 0;
    int requests = 0;
    model.fault = [&](Asked const&, ReceivedRequest const& request) -> std::optional<Reply> {
        std::string const& form = forms[next++ % forms.size()];
        if (++requests % 3 != 0) return std::nullopt;
        std::string const said = form + " " + request.headers.at("x-team-token");
        if (requests % 2 == 0) return test::reply_with("<html>" + said + "</html>");
        Reply reply = openai_error(503, "oops", "your request had " + said);
        reply.headers["X-Echo"] = each(kKey, "%{:02x}");
        return reply;
    };
    std::size_t at = 0;
    for (auto& [id, opinion] : model.opinions)
        opinion.comment = "about team-token-0123456789 and (" + forms[at++ % forms.size()] + ")";
    for (char const* format : {"text", "json"}) {
        std::vector<std::string> loud{"-v", "-v", "--log-format", format};
        loud.insert(loud.end(), run.begin(), run.end());
        if (at++ > 0) loud.emplace_back("--fresh");
        auto const finished = lectern(loud);
        check_hidden(finished.out + finished.err, "the log");
        BOOST_TEST((finished.out + finished.err).find("team-token") == std::string::npos);
    }
    says(page(), R"(about \[secret\] and (\[secret\])");
    auto const looked = lectern({"-v", "-v", "doctor", "--ask"});
    check_hidden(looked.out + looked.err, "doctor");
    check_hidden(lectern({"db", "export"}).out, "the export");
    check_hidden(lectern({"explain", "2603.00006"}).out, "explain");
    for (auto const& entry : fs::recursive_directory_iterator(dir.path() / "out")) {
        if (!entry.is_regular_file()) continue;
        std::string const bytes = test::read(entry.path());
        check_hidden(bytes, entry.path().string());
        BOOST_TEST(bytes.find("team-token") == std::string::npos, entry.path());
    }
}

BOOST_FIXTURE_TEST_CASE(a_short_key_leaves_the_page_alone, Fixture) {
    ::setenv("LECTERN_TEST_KEY", "a", 1);
    for (auto& [id, opinion] : model.opinions) opinion.comment = "a gate that a reader wants";
    BOOST_TEST(lectern(run).exit_code == 0);
    says(page(), "a gate that a reader wants");
}

BOOST_FIXTURE_TEST_CASE(answers_of_no_use_are_told_and_made_up_for, Fixture) {
    configure("[store]\ncatch_up_days = 0");
    model.fault = [](Asked const&, ReceivedRequest const&) {
        return std::optional<Reply>(test::reply_with(
            R"({"choices":[{"finish_reason":"length","message":{"content":"","reasoning_content":"I look at gates"}}]})"));
    };
    auto const finished = lectern(run);
    BOOST_TEST(finished.exit_code == 3);
    // Eight about titles, eight about abstracts, and those in flight then.
    BOOST_TEST(model.questions.size() <= 32u);
    says(finished.err, "120 of 120 papers were ranked locally instead of by gpt-4o");
    says(finished.err, "raise llm.max_output_tokens");
    says(finished.err, "I look at gates");
    says(page(), "(estimated)");
}

BOOST_FIXTURE_TEST_CASE(dialects_of_json_are_read_or_quoted, Fixture) {
    configure("title_stage = false\n");
    for (auto const& [line, read] : std::vector<std::pair<std::string, bool>>{
             {R"j({{"ARXIVID":"{}","COMMENT":"an "inner" quote, so","RELEVANCE":9,"NOVELTY":8}})j", true},
             {"{{'ARXIVID': '{}', 'COMMENT': 'c', 'RELEVANCE': 9, 'NOVELTY': 8, 'TOPICS': None}}", true},
             {"{{ARXIVID: \"{}\", /* c */ RELEVANCE: +9, // nine\n NOVELTY: 8}}", true},
             {R"j({{"{}": {{"RELEVANCE":9,"NOVELTY":8,"COMMENT":"\ud83d"}}}})j", true},
             {"| {} | 9 | 8 |", false}}) {
        fs::remove_all(dir.path() / "out");
        model.spoil = [&line = line](Asked const& asked, std::string) {
            std::string text;
            for (std::string const& id : asked.ids) text += fmt::format(fmt::runtime(line), id) + "\n";
            return text;
        };
        auto const finished = lectern(run);
        BOOST_TEST(finished.exit_code == (read ? 0 : 3), line << finished.err);
        if (read) BOOST_TEST(digest().totals.scored == 120u, line);
        if (!read) says(finished.err, "it begins: \"| 2603.");
    }
}

BOOST_FIXTURE_TEST_CASE(prompt_prints_what_is_sent, Fixture) {
    auto const example = lectern({"prompt"});
    BOOST_TEST(example.exit_code == 0, example.err);
    says(example.out, "=== abstract stage, request 1 of 1, at most ");
    says(example.out, "Sparse networks");
    auto const bodies = lectern({"prompt", "--stage", "title", "--papers", "papers.jsonl", "--json"});
    BOOST_TEST(bodies.exit_code == 0, bodies.err);
    BOOST_TEST(lectern(run).exit_code == 0);
    std::vector<std::string> sent;
    for (ReceivedRequest const& request : model.server().requests()) {
        if (test::read_question(request.body).titles) sent.push_back(request.body + "\n");
    }
    std::ranges::sort(sent);
    std::vector<std::string> printed;
    std::istringstream lines(bodies.out);
    for (std::string line; std::getline(lines, line);) printed.push_back(line + "\n");
    std::ranges::sort(printed);
    BOOST_TEST(printed == sent, boost::test_tools::per_element());
    fs::create_directory(dir.path() / "prompts");
    configure("prompts = \"prompts\"\n");
    says(lectern({"prompt"}).err, "llm.prompts");
    test::write(dir.path() / "prompts/system_prompt.txt", "You are a careful reader.");
    says(lectern({"prompt"}).out, "You are a careful reader.");
    BOOST_TEST(lectern({"prompt", "--stage", "what"}).exit_code == 2);
}

BOOST_FIXTURE_TEST_CASE(cascade_and_batches, Fixture) {
    configure("", "cascade");
    BOOST_TEST(lectern(run).exit_code == 0);
    BOOST_TEST(model.total_scored() < 70);
    BOOST_TEST(model.total_scored() >= 60);
    BOOST_TEST(digest().entries.size() == 20u);
    std::string dropped;
    for (Decision const& decision : digest().decisions) {
        if (decision.reason.find("beyond the first 60") != std::string::npos) dropped = decision.id.base();
    }
    says(lectern({"explain", dropped}).out, "  step: local ranking: ");
    fs::remove_all(dir.path() / "out");
    configure("mode = \"batch\"\ntitle_stage = false\n");
    model.batch_delay = 1;
    auto const waiting = lectern(run);
    BOOST_TEST(waiting.exit_code == 3);
    says(waiting.err, "in_progress");
    auto const collected = lectern(run);
    BOOST_TEST(collected.exit_code == 0, collected.err);
    BOOST_TEST(digest().entries.size() == 20u);
    configure("provider = \"gemini\"\nmodel = \"gemini-2.5-flash\"\nmode = \"batch\"\n");
    says(lectern(run).err, "has no batches here");
}

BOOST_FIXTURE_TEST_CASE(mistakes_in_the_configuration_are_named, Fixture) {
    for (auto const& [text, wanted] :
         {std::pair("provider = \"open\"\n", "did you mean \"openai\""),
          {"provider = \"anthropic\"\n", "llm.model: the model of another provider must be named"},
          {"headers = [\"no colon\"]\n", "llm.headers"},
          {"extra_body = \"[1]\"\n", "llm.extra_body"},
          {"title_stage = false\nabstract_stage = false\n", "both off"},
          {"prices = \"none.json\"\n", "llm.prices"},
          {"model = \"unheard-of\"\nmax_cost_usd = 1.0\n", "needs the price of"}}) {
        configure(text);
        auto const finished = lectern(run);
        BOOST_TEST(finished.exit_code == 2, text << finished.err);
        says(finished.err, wanted);
    }
}

BOOST_AUTO_TEST_SUITE_END()
