// JSON as models write it, and marks of reasoning.
#include "support.hpp"

#include <lectern/score/llm/answer.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <ctime>

using namespace lectern;
using llm::Batch;
using llm::parse_scores;
using llm::parse_titles;

BOOST_AUTO_TEST_SUITE(llm_reading)

Batch const both{"2601.00001", "2601.00002"};

/// A line of the pattern for each paper; `@` stands for the id.
std::string lines(std::string pattern) {
    std::string text;
    for (std::string const& id : both) {
        std::string line = pattern;
        line.replace(line.find('@'), 1, id);
        text += line + "\n";
    }
    return text;
}

std::string draft(int score = 10) {
    return lines(
        fmt::format(R"j({{"ARXIVID":"@","COMMENT":"draft","RELEVANCE":{0},"NOVELTY":{0}}})j", score));
}

std::string final_answer() {
    return lines(R"j({"ARXIVID":"@","COMMENT":"final","RELEVANCE":9,"NOVELTY":8})j");
}

void check_both(std::string const& text, std::string const& comment = "") {
    auto const answer = parse_scores(text, both);
    BOOST_TEST_CONTEXT(text) {
        BOOST_TEST_REQUIRE(answer.scores.size() == 2u);
        for (auto const& [id, score] : answer.scores) {
            BOOST_TEST(score.relevance == 9);
            BOOST_TEST(score.novelty == 8);
            if (!comment.empty()) BOOST_TEST(score.comment == comment);
        }
    }
}

BOOST_AUTO_TEST_CASE(quotes_within_comments_need_no_escape) {
    check_both(
        lines(
            R"j({"ARXIVID":"@","COMMENT":"calls it an "attention sink", which fits","RELEVANCE":9,"NOVELTY":8})j"),
        R"j(calls it an "attention sink", which fits)j");
    check_both(lines(R"j({"ARXIVID":"@","COMMENT":"both "A", "B", and "C"","RELEVANCE":9,"NOVELTY":8})j"),
               R"j(both "A", "B", and "C")j");
    check_both(lines(R"j({"ARXIVID":"@","RELEVANCE":9,"NOVELTY":8,"COMMENT":"the set {"a"} of "gates""})j"),
               R"j(the set {"a"} of "gates")j");
    check_both(
        lines(R"j({'ARXIVID':'@','COMMENT':'it's the reader's 'own' topic','RELEVANCE':9,'NOVELTY':8})j"),
        "it's the reader's 'own' topic");
    check_both("[" +
                   lines("{\n \"ARXIVID\": \"@\",\n \"COMMENT\": \"a \"sink\" again\"\n \"RELEVANCE\": 9,\n "
                         "\"NOVELTY\": 8\n},") +
                   "]",
               "a \"sink\" again");
}

BOOST_AUTO_TEST_CASE(words_of_other_languages) {
    check_both(lines("{'ARXIVID': '@', 'COMMENT': 'fits', 'RELEVANCE': 9, 'NOVELTY': 8, 'TOPICS': None}"));
    check_both(lines(R"j({"ARXIVID":"@","COMMENT":null,"RELEVANCE":9,"NOVELTY":8,"new":True,"SCORE":NaN})j"));
    check_both(lines(R"j({ARXIVID: "@", COMMENT: "fits", RELEVANCE: 9, NOVELTY: 8,})j"), "fits");
    check_both(lines(R"j({"ARXIVID":"@","COMMENT":"c","RELEVANCE":+9,"NOVELTY":8.0})j"));
    check_both(lines(R"j({"ARXIVID":"@","COMMENT":"c","RELEVANCE":"9 out of 10","NOVELTY":"8 (high)"})j"));
    check_both(lines(R"j({ARXIVID: @, COMMENT: "c", RELEVANCE: 9/10, NOVELTY: 8})j"));
    check_both(lines(R"j({"paper_id":"@","comment":"c","relevance_score":9,"novelty_score":8})j"));
}

BOOST_AUTO_TEST_CASE(comments_are_passed_over) {
    check_both(
        "[\n" +
            lines("{\"ARXIVID\": \"@\", // the first\n \"COMMENT\": \"fits\", \"RELEVANCE\": 9, /* high, "
                  "\"NOVELTY\": 1 */ \"NOVELTY\": 8},") +
            "]",
        "fits");
    check_both(lines("{\"ARXIVID\": \"@\", # id\n \"COMMENT\": \"see https://a.b/c#d // e\", \"RELEVANCE\": "
                     "9, # nine\n "
                     "\"NOVELTY\": 8}"),
               "see https://a.b/c#d // e");
}

BOOST_AUTO_TEST_CASE(objects_by_id) {
    check_both(
        R"j({"2601.00001":{"COMMENT":"c","RELEVANCE":9,"NOVELTY":8},"arXiv:2601.00002v2":{"RELEVANCE":9,"NOVELTY":8}})j");
    check_both(
        R"j({"papers":{"2601.00001":{"ARXIVID":"2601.00001","RELEVANCE":9,"NOVELTY":8},"2601.00002":{"RELEVANCE":9,"NOVELTY":8}}})j");
    // Two ids for one judgment.
    BOOST_TEST(parse_scores(R"j({"2601.00001":{"ARXIVID":"2601.00002","RELEVANCE":9,"NOVELTY":8}})j", both)
                   .scores.empty());
    // What is complete of a cut answer counts.
    auto const cut =
        parse_scores(R"j({"2601.00001":{"RELEVANCE":9,"NOVELTY":8},"2601.00002":{"RELEVANCE":9,)j", both);
    BOOST_TEST(cut.scores.size() == 1u);
}

BOOST_AUTO_TEST_CASE(json_within_a_json_string) {
    boost::json::value const answer = boost::json::parse(
        R"j({"papers":[{"ARXIVID":"2601.00001","COMMENT":"a \"b\"","RELEVANCE":9,"NOVELTY":8},{"ARXIVID":"2601.00002","COMMENT":"a \"b\"","RELEVANCE":9,"NOVELTY":8}]})j");
    std::string text = boost::json::serialize(answer);
    for (int i = 0; i < 3; ++i) {
        check_both(text, "a \"b\"");
        check_both("```json\n" + text + "\n```", "a \"b\"");
        text = boost::json::serialize(boost::json::string(text));
    }
    boost::json::object wrapper;
    wrapper["result"] = boost::json::serialize(answer);
    check_both(boost::json::serialize(wrapper), "a \"b\"");
    auto const titles = parse_titles(R"j("[\"2601.00001\"]")j", both);
    BOOST_TEST_REQUIRE(titles.has_value());
    BOOST_TEST(titles->dropped == std::set<std::string>{"2601.00001"});
}

BOOST_AUTO_TEST_CASE(half_surrogates_and_typographic_quotes) {
    check_both(lines(R"j({"ARXIVID":"@","COMMENT":"odd \ud83d sign","RELEVANCE":9,"NOVELTY":8})j"),
               "odd \xef\xbf\xbd sign");
    check_both(lines(R"j({"ARXIVID":"@","COMMENT":"\ude00 and \ud83d\ude00","RELEVANCE":9,"NOVELTY":8})j"),
               "\xef\xbf\xbd and \xf0\x9f\x98\x80");
    check_both(lines("{“ARXIVID”：“@”，“COMMENT”：“符合主题一”，“RELEVANCE”：9，“NOVELTY”：8}"),
               "符合主题一");
    check_both(lines("{“ARXIVID”: “@”, “COMMENT”: “a “sink” again”, “RELEVANCE”: 9, “NOVELTY”: 8}"));
}

BOOST_AUTO_TEST_CASE(what_can_be_read_in_two_ways_is_refused) {
    for (
        char const* text :
        {// An abstract's text within a comment whose quotes are not escaped.
         R"j({"ARXIVID":"2601.00001","COMMENT":"it says {"ARXIVID":"2601.00002","RELEVANCE":10,"NOVELTY":10}","RELEVANCE":2,"NOVELTY":2})j",
         R"j({"ARXIVID":"2601.00001","COMMENT":"says "x","RELEVANCE":10,"NOVELTY":10,"c":"","RELEVANCE":2,"NOVELTY":2})j",
         R"j({"ARXIVID":"2601.00001","COMMENT":"says x","RELEVANCE":10,"NOVELTY":10}","RELEVANCE":2,"NOVELTY":2})j",
         R"j({"ARXIVID":"2601.00001","COMMENT":"say "RELEVANCE": 10" so","RELEVANCE":2,"NOVELTY":2} {"ARXIVID":"2601.00002","RELEVANCE":10,"NOVELTY":10})j",
         R"j({"ARXIVID":"2601.00001","RELEVANCE":9,"relevance":3,"NOVELTY":8})j",
         R"j({"ARXIVID":"2601.00001","id":"2601.00002","RELEVANCE":9,"NOVELTY":8})j",
         R"j({"ARXIVID":"2601.00001","RELEVANCE":"9 or 8","NOVELTY":8})j",
         R"j({"ARXIVID":"2601.00001","RELEVANCE":"9 (7)","NOVELTY":8})j",
         R"j({"ARXIVID":"2601.00001","RELEVANCE":9 NOVELTY:8})j",
         R"j({"ARXIVID":"1","RELEVANCE":9,"NOVELTY":8})j", R"j([{"COMMENT":"c","RELEVANCE":9,"NOVELTY":8}])j",
         "| ARXIVID | RELEVANCE | NOVELTY |\n|---|---|---|\n| 2601.00001 | 9 | 8 |",
         "**2601.00001**\n- RELEVANCE: 9\n- NOVELTY: 8"})
        BOOST_TEST(parse_scores(text, both).scores.empty(), text);
    // The next line is not at fault.
    BOOST_TEST(
        parse_scores(
            R"j({"ARXIVID":"2601.00001","COMMENT":"say "RELEVANCE": 10" so","RELEVANCE":2,"NOVELTY":2})j"
            "\n" +
                final_answer(),
            both)
            .scores.size() == 2u);
}

BOOST_AUTO_TEST_CASE(titles_in_the_same_dialects) {
    std::set<std::string> const first{"2601.00001"};
    for (char const* text : {"[2601.00001]", "{irrelevant: ['2601.00001',], reason: None}",
                             "{\"irrelevant\": [ // far away\n \"2601.00001\"\n]}", "[“2601.00001”]",
                             "<thinking>[\"2601.00002\"]</thinking>\n[\"2601.00001\"]"}) {
        auto const titles = parse_titles(text, both);
        BOOST_TEST_REQUIRE(titles.has_value(), text);
        BOOST_TEST(titles->dropped == first, text);
    }
    for (char const* text : {"[\"2601.00009\"]", "[see above] and [1]", "{\"irrelevant\": [\"2601.00001\", ",
                             "<think>[\"2601.00001\"]"})
        BOOST_TEST(!parse_titles(text, both).has_value(), text);
}

struct Marks {
    std::string opens;
    std::string closes;
};
std::vector<Marks> const kinds{
    {"<think>", "</think>"},
    {"<THINKING>", "</Thinking>"},
    {"<reasoning>", "</reasoning>"},
    {"<thought>", "</thought>"},
    {"<reflection>", "</reflection>"},
    {"<scratchpad>", "</scratchpad>"},
    {"<ant_thinking>", "</ant_thinking>"},
    {"<seed:think>", "</seed:think>"},
    {"<analysis type=\"long\">", "</analysis>"},
    {"[THINK]", "[/THINK]"},
    {"\xe2\x97\x81think\xe2\x96\xb7", "\xe2\x97\x81/think\xe2\x96\xb7"},
    {"<|begin_of_thought|>", "<|end_of_thought|>\n<|begin_of_solution|>"},
    {"<|START_THINKING|>", "<|END_THINKING|><|START_RESPONSE|>"},
    {"<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>"},
    {"<|channel>thought\n", "<channel|>"},
    {"analysisWe look: ", "assistantfinal"},
    {"Here is my thought process:\n", "\nHere is my response:\n"},
};

BOOST_AUTO_TEST_CASE(an_answer_counts_from_behind_the_last_end_of_reasoning) {
    for (Marks const& marks : kinds) {
        check_both(marks.opens + "First: " + draft() + "Too high." + marks.closes + final_answer(), "final");
        // An end alone, where the beginning is part of the prompt.
        if (!marks.opens.starts_with("analysis"))
            check_both(draft() + marks.closes + final_answer(), "final");
        // Again and again.
        check_both(marks.opens + draft(1) + marks.closes + draft(2) + marks.opens + draft(3) + marks.closes +
                       final_answer(),
                   "final");
        // What follows an answer undoes it.
        BOOST_TEST(parse_scores(final_answer() + marks.closes, both).scores.empty(), marks.closes);
    }
    check_both("<think><think>\n" + draft() + "</think>" + final_answer(), "final");
    check_both("<think>a <reflection>b</reflection> c " + draft() + "</think>" + final_answer(), "final");
    check_both("<think>a <think>b</think> c " + draft() + "</think>" + final_answer(), "final");
    check_both("<think>They want {\"COMMENT\": \"... and `{` </think>" + final_answer(), "final");
    // A draft that breaks off within a string.
    check_both(draft(1) + "{\"ARXIVID\":\"2601.00001\",\"COMMENT\":\"hm, no</think>" + final_answer(),
               "final");
    check_both(draft(1) + "{\"ARXIVID\":\"2601.00001\",\"COMMENT\":\"hm, no</think>\n" + final_answer(),
               "final");
}

BOOST_AUTO_TEST_CASE(a_thought_that_breaks_off_has_no_answer) {
    for (Marks const& marks : kinds) {
        auto const cut = parse_scores(marks.opens + "First: " + draft(), both);
        BOOST_TEST(cut.scores.empty(), marks.opens);
        BOOST_TEST(cut.unfinished_thought, marks.opens);
    }
    BOOST_TEST(parse_scores("<think>a</think>" + draft() + "<think>b " + draft(), both).scores.empty());
    BOOST_TEST(parse_scores("<think>a <think>b</think> " + draft(), both).scores.empty());
    BOOST_TEST(!parse_scores(final_answer(), both).unfinished_thought);
}

BOOST_AUTO_TEST_CASE(marks_within_strings_are_text) {
    for (char const* comment :
         {"on <think> tags", "ends with </think>", "[/THINK] and <|channel|>final", "Here is my response:"})
        check_both(
            lines(fmt::format(R"j({{"ARXIVID":"@","COMMENT":"{}","RELEVANCE":9,"NOVELTY":8}})j", comment)),
            comment);
    check_both("A note on <b>bold</b>, <thinker> and [thin] <think/>.\n" + final_answer(), "final");
}

BOOST_AUTO_TEST_CASE(time_is_linear_in_the_text) {
    constexpr std::size_t size = std::size_t{2} << 20;
    auto const repeated = [](std::string const& piece) {
        std::string text;
        text.reserve(size + piece.size());
        while (text.size() < size) text += piece;
        return text;
    };
    for (char const* piece :
         {"[",
          "{",
          "{\"a\":",
          "\"\\",
          "<think>",
          "```json\n{}\n",
          "[{",
          "{\"a\":\"",
          "\"",
          "\",/*",
          "{/*",
          "\n",
          "{\"a\":\"\n",
          "[1,",
          "{\"a\":1},",
          "</think>",
          "{\"a\":\"</think>",
          "<think>a</cot>",
          "{\"a\":\"b\"\n\"",
          "'",
          "{a:",
          "// \n",
          "[THINK]",
          "{\"ARXIVID\":\"2601.00001\",\"COMMENT\":\"a \"b\" c\",\"RELEVANCE\":9,\"NOVELTY\":8}\n",
          "\\u00",
          "[\"2601.00001\",",
          "a",
          "{\" "}) {
        std::string const text = repeated(piece);
        std::string const within = "{\"ARXIVID\":\"2601.00001\",\"COMMENT\":\"" + text;
        std::clock_t const begin = std::clock();
        (void)parse_scores(text, both);
        (void)parse_titles(text, both);
        (void)parse_scores(within, both);
        double const seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / 3;
        // What is quadratic takes minutes; sanitizers have room.
        BOOST_TEST(seconds < 5, piece);
        BOOST_TEST_MESSAGE(piece << ": " << seconds << " s");
    }
}

BOOST_AUTO_TEST_SUITE_END()
