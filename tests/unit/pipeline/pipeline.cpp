#include "support.hpp"

#include <lectern/archive/output.hpp>
#include <lectern/config/config_file.hpp>
#include <lectern/daily/registry.hpp>
#include <lectern/filter/announce.hpp>
#include <lectern/pipeline/pipeline.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>

using namespace lectern;
using test::make_paper;
using test::require;

BOOST_AUTO_TEST_SUITE(pipeline)

/// A feed that gives what it was given.
class FixedFeed final : public Feed {
public:
    explicit FixedFeed(Result<FetchReport> report) : report_(std::move(report)) {}
    net::awaitable<Result<FetchReport>> fetch(Window, FetchContext&) override { co_return report_; }

private:
    Result<FetchReport> report_;
};

/// Scores by a table; papers that are not in it get no score.
class TableScorer final : public Scorer {
public:
    explicit TableScorer(std::map<std::string, Score> table) : table_(std::move(table)) {}
    net::awaitable<Result<ScoreReport>> score(std::span<Paper const> papers, ScoreContext&) override {
        ScoreReport report;
        report.scorer = "table";
        for (Paper const& paper : papers) {
            auto const found = table_.find(paper.id.base());
            if (found == table_.end())
                report.scores.emplace_back(Error(errc::scoring_failed, "not in the table"));
            else
                report.scores.emplace_back(found->second);
        }
        co_return std::move(report);
    }

private:
    std::map<std::string, Score> table_;
};

class BrokenScorer final : public Scorer {
public:
    explicit BrokenScorer(bool miscount) : miscount_(miscount) {}
    net::awaitable<Result<ScoreReport>> score(std::span<Paper const>, ScoreContext&) override {
        if (miscount_) co_return ScoreReport();
        co_return Error(errc::connect_failed, "no server");
    }

private:
    bool miscount_;
};

class PinFilter final : public Filter {
public:
    Verdict judge(Paper const& paper, FilterContext const&) const override {
        return paper.title == "Pinned" ? Verdict::pin("Author match") : Verdict::keep();
    }
};

Score make_score(double relevance, double novelty) {
    Score score;
    score.relevance = relevance;
    score.novelty = novelty;
    return score;
}

FetchReport report_of(std::vector<Paper> papers) {
    FetchReport report;
    report.day = test::day("2026-03-17");
    report.papers = std::move(papers);
    return report;
}

struct Fixture {
    FixedClock clock{test::time("2026-03-17T12:00:00Z")};
    test::LogBook log;
    AnnouncementCalendar calendar;
    Services services{clock, log.logger, calendar, nullptr, {}, {}};

    Digest digest(Pipeline& pipeline, Window window = {}) {
        return test::require(test::run(pipeline.run(window, services)));
    }
};

/// Every announced paper appears once, and the numbers add up.
void check_accounts(Digest const& digest) {
    std::map<Outcome, std::size_t> count;
    std::set<std::string> ids;
    for (Decision const& decision : digest.decisions) {
        ++count[decision.outcome];
        ids.insert(decision.id.base());
        BOOST_TEST((decision.outcome == Outcome::shown || !decision.reason.empty()));
    }
    BOOST_TEST(ids.size() == digest.totals.announced);
    BOOST_TEST(digest.totals.announced == digest.totals.filtered + digest.totals.scanned);
    BOOST_TEST(count[Outcome::filtered] == digest.totals.filtered);
    BOOST_TEST(count[Outcome::unscored] == digest.totals.unscored);
    BOOST_TEST(count[Outcome::shown] == digest.totals.relevant);
    BOOST_TEST(digest.entries.size() == digest.totals.relevant);
    BOOST_TEST(digest.unscored.size() == digest.totals.unscored);
}

BOOST_FIXTURE_TEST_CASE(selects_orders_and_accounts, Fixture) {
    std::vector<Paper> papers{make_paper("2603.00001v1", "Low"),
                              make_paper("2603.00002v1", "Tie"),
                              make_paper("2603.00003v1", "Best"),
                              make_paper("2603.00004v1", "Replaced", "a", {"cs.LG"}, AnnounceType::replace),
                              make_paper("2603.00005v1", "Pinned"),
                              make_paper("2603.00006v1", "Unknown"),
                              make_paper("2603.00007v1", "Not new"),
                              make_paper("2603.00008v1", "Tie too"),
                              make_paper("2603.00003v1", "Best ")};
    Pipeline pipeline(
        std::make_unique<FixedFeed>(report_of(papers)),
        std::make_unique<TableScorer>(std::map<std::string, Score>{{"2603.00001", make_score(5, 9)},
                                                                   {"2603.00002", make_score(9, 7)},
                                                                   {"2603.00003", make_score(10, 8)},
                                                                   {"2603.00005", make_score(2, 2)},
                                                                   {"2603.00007", make_score(9, 3)},
                                                                   {"2603.00008", make_score(8, 8)}}));
    pipeline.add_filter(make_announce_filter({AnnounceType::new_paper}))
        .add_filter(std::make_unique<PinFilter>());
    Digest const result = digest(pipeline);
    check_accounts(result);
    std::vector<std::string> titles;
    for (DigestEntry const& entry : result.entries) titles.push_back(entry.paper.title);
    std::vector<std::string> const expected{"Pinned", "Best", "Tie", "Tie too"};
    BOOST_TEST(titles == expected, boost::test_tools::per_element());
    BOOST_TEST(result.entries[0].order_key == 20);
    BOOST_TEST(result.entries[0].score->relevance == 2);
    BOOST_TEST(result.totals.duplicates == 1u);
    BOOST_TEST(result.totals.pinned == 1u);
    BOOST_TEST((result.state == DayState::partial));
    BOOST_TEST(result.decisions[0].reason == "relevance 5 is below 8");
    BOOST_TEST(result.decisions[6].reason == "novelty 3 is below 7");
    BOOST_TEST(result.decisions[5].reason.find("not in the table") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(limits_estimated_scores_only, Fixture) {
    std::vector<Paper> papers;
    std::map<std::string, Score> table;
    for (int i = 1; i <= 9; ++i) {
        std::string const id = "2603.0000" + std::to_string(i);
        papers.push_back(make_paper(id, "T" + std::to_string(i)));
        Score score;
        score.relevance = 9;
        score.estimated = true;
        score.strength = i;
        score.novelty = 10 - i;  // shown, but neither orders nor cuts
        table[id] = score;
    }
    Selection selection;
    selection.max_papers = 3;
    Pipeline pipeline(std::make_unique<FixedFeed>(report_of(papers)), std::make_unique<TableScorer>(table),
                      selection);
    Digest const result = digest(pipeline);
    check_accounts(result);
    BOOST_REQUIRE(result.entries.size() == 3u);
    BOOST_TEST(result.entries[0].paper.title == "T9");
    BOOST_TEST(result.entries[0].order_key == 9);
    BOOST_TEST(result.entries[2].paper.title == "T7");
    BOOST_TEST(result.decisions[0].reason == "beyond the 3 best papers");
    BOOST_TEST((result.state == DayState::ok));
}

BOOST_FIXTURE_TEST_CASE(a_failed_scorer_loses_no_paper, Fixture) {
    for (bool const miscount : {false, true}) {
        Pipeline pipeline(std::make_unique<FixedFeed>(
                              report_of({make_paper("2603.00001", "A"), make_paper("2603.00002", "B")})),
                          std::make_unique<BrokenScorer>(miscount));
        Digest const result = digest(pipeline);
        check_accounts(result);
        BOOST_TEST(result.unscored.size() == 2u);
        BOOST_TEST((result.state == DayState::partial));
        BOOST_TEST(!result.warnings.empty());
    }
}

BOOST_FIXTURE_TEST_CASE(tells_a_holiday_from_a_missing_feed_f18, Fixture) {
    FetchReport weekend;
    weekend.day = test::day("2026-03-15");
    Pipeline on_sunday(std::make_unique<FixedFeed>(weekend),
                       std::make_unique<TableScorer>(std::map<std::string, Score>{}));
    Digest const sunday = digest(on_sunday);
    BOOST_TEST((sunday.state == DayState::no_announcement));
    BOOST_TEST(sunday.warnings.at(0).find("the next one is due on 2026-03-16") != std::string::npos);
    Pipeline on_tuesday(std::make_unique<FixedFeed>(report_of({})),
                        std::make_unique<TableScorer>(std::map<std::string, Score>{}));
    BOOST_TEST((digest(on_tuesday).state == DayState::partial));
}

BOOST_FIXTURE_TEST_CASE(passes_on_the_feeds_error, Fixture) {
    Pipeline pipeline(std::make_unique<FixedFeed>(Error(errc::timeout, "x")),
                      std::make_unique<BrokenScorer>(false));
    BOOST_TEST((test::run(pipeline.run({}, services)).error() == errc::timeout));
}

BOOST_AUTO_TEST_CASE(writes_files_and_keeps_the_newest_in_front) {
    test::TempDir const dir;
    Registry const registry = default_registry();
    Digest digest;
    digest.scorer = "local";
    digest.date = test::day("2026-03-17");
    auto const files =
        test::require(write_digest(digest, registry.formats, {"markdown", "json"}, dir.path()));
    BOOST_REQUIRE(files.size() == 3u);
    BOOST_TEST(files[0] == dir.path() / "md/2026-03/2026-03-17-output.md");
    BOOST_TEST(files[1] == dir.path() / "json/2026-03/2026-03-17-output.json");
    BOOST_TEST(files[2] == dir.path() / "json/2026-03/2026-03-17-digest.json");
    for (char const* older : {"2026-03-16", "2026-02-27"}) {  // R17
        digest.date = test::day(older);
        test::require(write_digest(digest, registry.formats, {"markdown"}, dir.path()));
        BOOST_TEST(test::read(dir.path() / "output.md").find("2026-03-17") != std::string::npos);
    }
    digest.date = test::day("2026-04-01");
    test::require(write_digest(digest, registry.formats, {"markdown"}, dir.path()));
    BOOST_TEST(test::read(dir.path() / "output.md").find("2026-04-01") != std::string::npos);
    BOOST_TEST(
        (write_digest(digest, registry.formats, {"markdwon"}, dir.path()).error() == errc::unsupported));
    BOOST_TEST((check_output(registry.formats, {"markdown"}, "/proc/nowhere").error() == errc::file));
}

BOOST_AUTO_TEST_CASE(the_registry_names_what_it_knows) {
    Registry registry = default_registry();
    Config config;
    config.feed.source = "arxiv-rrs";
    auto const error = registry.make_feed(config).error();
    BOOST_TEST(error.detail().find("did you mean \"arxiv-rss\"?") != std::string::npos);
    config.score.kind = "llmm";
    BOOST_TEST(registry.make_scorer(config).error().detail().find("did you mean \"llm\"?") !=
               std::string::npos);
    registry.feeds.push_back({"mine", "made up", [](Config const&) -> Result<std::unique_ptr<Feed>> {
                                  return std::make_unique<FixedFeed>(FetchReport());
                              }});
    config.feed.source = "mine";
    BOOST_TEST(registry.make_feed(config).has_value());
    config.filter.include = {"title:"};
    BOOST_TEST(registry.make_filters(config).error().detail().starts_with("filter.include: column 7"));
}

/// Drops papers whose titles have a word of its option `word`.
class WordFilter final : public Filter {
public:
    explicit WordFilter(std::string word) : word_(std::move(word)) {}
    Verdict judge(Paper const& paper, FilterContext const&) const override {
        bool const found = !word_.empty() && paper.title.find(word_) != std::string::npos;
        return found ? Verdict::drop("has " + word_) : Verdict::keep();
    }

private:
    std::string word_;
};

BOOST_AUTO_TEST_CASE(a_registered_filter_judges_with_its_options) {
    Registry registry = default_registry();
    registry.filters.push_back(
        {"word", "made up", [](Config const& config) -> Result<std::unique_ptr<Filter>> {
             std::string word;
             PluginOptions options = config.options_of("word");
             options.text("word", word);
             if (auto const read = options.check(); !read) return read.error();
             return std::make_unique<WordFilter>(word);
         }});
    auto const told = [&](std::string const& toml) {
        auto const filters = registry.make_filters(require(parse_config(toml, "f.toml", {})));
        return filters ? std::to_string(filters->size()) : filters.error().detail();
    };
    BOOST_TEST(told("") == "4");  // no expression, no keyword filter
    BOOST_TEST(told("[filter]\nexclude = [\"survey\"]\n") == "5");
    BOOST_TEST(told("[plugin.word]\nword = \"survey\"\n") == "4");
    BOOST_TEST(told("\n[plugin.word]\nwort = \"survey\"\n") ==
               "f.toml:3: unknown key \"wort\" in [plugin.word]; did you mean \"word\"?");
    Paper paper;
    paper.title = "A survey";
    auto const filters = require(
        registry.make_filters(require(parse_config("[plugin.word]\nword = \"survey\"\n", "f.toml", {}))));
    BOOST_TEST((filters.back()->judge(paper, {}).action == Action::drop));
}

BOOST_AUTO_TEST_CASE(options_of_a_plugin_that_is_not_there) {
    Registry const registry = default_registry();
    auto const told = [&](std::string const& toml) {
        auto const known = registry.check_options(require(parse_config(toml, "f.toml", {})));
        return known ? std::string() : known.error().detail();
    };
    BOOST_TEST(told("[plugin.local]\n") == "");
    BOOST_TEST(told("[plugin.local]\nthreads = 2\n") ==
               "f.toml:2: plugin.local.threads: this plug-in has no options in [plugin.local]");
    BOOST_TEST(told("[plugin.locla]\n") ==
               "f.toml:1: [plugin.locla]: there is no plug-in of this name (did you mean \"local\"?); "
               "`plugins` lists them");
}

BOOST_AUTO_TEST_SUITE_END()
