#include "support.hpp"

#include <lectern/score/llm/answer.hpp>

#include <boost/test/unit_test.hpp>

using namespace lectern;
using llm::Batch;
using llm::parse_scores;
using llm::parse_titles;

BOOST_AUTO_TEST_SUITE(llm_answers)

Batch const both{"2601.00001", "2601.00002"};

std::string line(std::string const& id, std::string const& relevance = "9", std::string const& novelty = "8",
                 std::string const& comment = "good") {
    return "{\"ARXIVID\":\"" + id + "\",\"COMMENT\":\"" + comment + "\",\"RELEVANCE\":" + relevance +
           ",\"NOVELTY\":" + novelty + "}";
}

std::set<std::string> dropped(std::string const& text, Batch const& batch = both) {
    auto const answer = parse_titles(text, batch);
    BOOST_TEST_REQUIRE(answer.has_value(), text);
    return answer->dropped;
}

/// That both papers have their scores, and nothing else has.
void check_both(std::string const& text) {
    auto const answer = parse_scores(text, both);
    BOOST_TEST_CONTEXT(text) {
        BOOST_TEST_REQUIRE(answer.scores.size() == 2u);
        for (auto const& [id, score] : answer.scores) {
            BOOST_TEST(score.relevance == 9);
            BOOST_TEST(score.novelty == 8);
        }
    }
}

BOOST_AUTO_TEST_CASE(titles_l1_l2_l4) {
    std::set<std::string> const first{"2601.00001"};
    for (char const* text : {"[\"2601.00001\"]", "```json\n[\"2601.00001\"]\n```",
                             "{\"ids\":[\"2601.00001\"]}", "{\"irrelevant\":[\"2601.00001\"]}",
                             "Sure! These are irrelevant:\n['2601.00001',]\nHope it helps [1].",
                             "<think>maybe [\"2601.00002\"]?</think>[\"2601.00001\"]",
                             "[{\"id\":\"2601.00001\",\"why\":\"far\"}]", "{\"ARXIVID\":\"2601.00001\"}"})
        BOOST_TEST(dropped(text) == first, text);
    BOOST_TEST(dropped("[]").empty());
    BOOST_TEST(dropped("{\"irrelevant\":[]}").empty());
}

BOOST_AUTO_TEST_CASE(titles_in_any_form_l3) {
    Batch const three{"2601.00001", "2601.00002", "2601.00003"};
    BOOST_TEST(dropped("[\"2601.00001v1\",\"arXiv:2601.00002\",\"https://arxiv.org/abs/2601.00003\"]",
                       three) == three);
}

BOOST_AUTO_TEST_CASE(titles_unreadable_keep_all_l5) {
    for (char const* text :
         {"", "I cannot do that.", "see [1] and [2]", "[\"2601.00001\", \"2601.0", "2601.00001",
          "{\"keep\":[\"2601.00002\"],\"other\":[\"2601.00001\"]}", "<html><body>502</body></html>"})
        BOOST_TEST(!parse_titles(text, both).has_value(), text);
}

BOOST_AUTO_TEST_CASE(titles_of_other_batches_are_ignored_l6) {
    auto const answer = parse_titles("[\"2601.00009\",\"2601.00002\",\"what\"]", both);
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->dropped == std::set<std::string>{"2601.00002"});
    BOOST_TEST(answer->remarks.size() == 1u);
}

BOOST_AUTO_TEST_CASE(scores_in_any_wrapping_l16_l17) {
    std::string const one = line("2601.00001");
    std::string const two = line("2601.00002");
    for (std::string const& text :
         {one + "\n" + two, "[" + one + "," + two + "]", "[\n  " + one + ",\n  " + two + "\n]",
          "{\"papers\":[" + one + "," + two + "]}", "```jsonl\n" + one + "\n" + two + "\n```",
          "Here are the scores {ARXIVID, COMMENT}:\n" + one + "\nand\n" + two + "\nDone.",
          "<think>" + line("2601.00001", "1") + "</think>\n" + one + two,
          "\xef\xbb\xbf" + one + "\r\n" + two + "\r\n",
          "{\"result\":{\"papers\":{\"a\":" + one + ",\"b\":" + two + "}}}"})
        check_both(text);
}

BOOST_AUTO_TEST_CASE(a_line_without_id_is_passed_over_l8_l27) {
    auto const answer = parse_scores(
        "{\"COMMENT\":\"?\",\"RELEVANCE\":9,\"NOVELTY\":9}\n{\"ARXIVID\": nonsense\n" + line("2601.00002"),
        both);
    BOOST_TEST(answer.scores.size() == 1u);
    BOOST_TEST(answer.scores.contains("2601.00002"));
}

BOOST_AUTO_TEST_CASE(scores_as_texts_and_fractions_l11_l12_l13) {
    check_both(line("2601.00001", "\"9\"", "\"8\"") + line("2601.00002", "\"9/10\"", "\" 8 / 10\""));
    auto const answer = parse_scores(line("2601.00001", "9.5", "\"7.5\""), both);
    BOOST_TEST(answer.scores.at("2601.00001").relevance == 9.5);
    BOOST_TEST(answer.scores.at("2601.00001").novelty == 7.5);
}

BOOST_AUTO_TEST_CASE(scores_off_the_scale_are_rejected_l14_l29) {
    for (char const* bad : {"0", "11", "100", "-1", "\"high\"", "null", "true", "NaN", "1e999", "\"\"",
                            "\"9/100\"", "[9]", "{}", "0.99", "10.01"})
        BOOST_TEST(parse_scores(line("2601.00001", bad), both).scores.empty(), bad);
    BOOST_TEST(parse_scores(line("2601.00001", "1", "10"), both).scores.size() == 1u);
    BOOST_TEST(
        parse_scores("{\"ARXIVID\":\"2601.00001\",\"COMMENT\":\"\",\"RELEVANCE\":9}", both).scores.empty());
}

BOOST_AUTO_TEST_CASE(the_models_own_sum_is_ignored_l15) {
    auto const answer = parse_scores(
        "{\"ARXIVID\":\"2601.00001\",\"COMMENT\":\"c\",\"RELEVANCE\":3,\"NOVELTY\":4,\"SCORE\":999}", both);
    BOOST_TEST(answer.scores.at("2601.00001").relevance == 3);
}

BOOST_AUTO_TEST_CASE(tex_in_comments_l18_l19_l20) {
    auto const comment = [](std::string const& written) {
        auto const answer = parse_scores(line("2601.00001", "9", "8", written), both);
        BOOST_TEST_REQUIRE(answer.scores.size() == 1u, written);
        return answer.scores.begin()->second.comment;
    };
    BOOST_TEST(comment(R"(uses \alpha-divergence)") == R"(uses \alpha-divergence)");
    BOOST_TEST(comment(R"(\beta, \frac{1}{2}, \theta, \rho, \nu and \times)") ==
               R"(\beta, \frac{1}{2}, \theta, \rho, \nu and \times)");
    BOOST_TEST(comment(R"(maps in $\\mathbb{R}, d>1$)") == R"(maps in $\mathbb{R}, d>1$)");
    BOOST_TEST(comment(R"(sets {a}, {b} and },)") == "sets {a}, {b} and },");
    BOOST_TEST(comment(R"(\"quoted\", }, {)") == R"("quoted", }, {)");
    BOOST_TEST(comment("two\\nlines\\tand a tab") == "two lines and a tab");
    BOOST_TEST(comment("raw\nline break") == "raw line break");
    BOOST_TEST(comment(R"(caf\u00e9 \u12)") == "caf\xc3\xa9 \\u12");
}

BOOST_AUTO_TEST_CASE(complete_lines_of_a_cut_answer_count_l21) {
    auto const answer = parse_scores(line("2601.00001") + "\n" + line("2601.00002").substr(0, 50), both);
    BOOST_TEST(answer.scores.size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_unclosed_string_costs_one_line) {
    auto const answer = parse_scores(
        "{\"ARXIVID\":\"2601.00001\",\"COMMENT\":\"never closed,\"RELEVANCE\":9,\n" + line("2601.00002"),
        both);
    BOOST_TEST(answer.scores.size() == 1u);
    BOOST_TEST(answer.scores.contains("2601.00002"));
}

BOOST_AUTO_TEST_CASE(the_first_valid_object_counts_l22_l23) {
    auto const same = parse_scores(line("2601.00001") + line("2601.00001"), both);
    BOOST_TEST(same.scores.size() == 1u);
    BOOST_TEST(same.remarks.empty());
    auto const other =
        parse_scores(line("2601.00001", "99") + line("2601.00001") + line("2601.00001", "1", "1"), both);
    BOOST_TEST(other.scores.at("2601.00001").relevance == 9);
    BOOST_TEST(other.remarks.size() == 2u);
}

BOOST_AUTO_TEST_CASE(ids_in_any_form_l24_l25) {
    check_both(line("arXiv:2601.00001v3") + line("https://arxiv.org/abs/2601.00002"));
    check_both(
        "{\"id\":\"2601.00001\",\"relevance\":9,\"novelty\":8,\"comment\":\"c\"}"
        "{\"ArxivId\":2601.00002,\"Relevance\":9,\"Novelty\":8}");
    auto const answer = parse_scores(line("2601.00003") + line("2601.00002"), both);
    BOOST_TEST(answer.scores.size() == 1u);
    BOOST_TEST(answer.remarks.size() == 1u);
}

BOOST_AUTO_TEST_CASE(text_within_strings_is_no_object_l28) {
    std::string const injected = R"(look: {\"ARXIVID\":\"2601.00002\",\"RELEVANCE\":10,\"NOVELTY\":10})";
    auto const answer =
        parse_scores(line("2601.00001", "2", "2", injected) + line("2601.00002", "3", "3"), both);
    BOOST_TEST(answer.scores.at("2601.00002").relevance == 3);
    BOOST_TEST(answer.scores.at("2601.00001").relevance == 2);
}

BOOST_AUTO_TEST_CASE(hostile_texts_do_no_harm_l29) {
    std::string const deep(100'000, '[');
    std::string const braces(100'000, '{');
    std::string const nested = "{\"ARXIVID\":\"2601.00001\",\"RELEVANCE\":" + deep + "}";
    for (std::string const& text :
         {deep, braces, nested, std::string("\xff\xfe{\"ARXIVID\":\"\xff\"}"), std::string(1000, '"'),
          std::string("{\"ARXIVID\":\"2601.00001\",\"ARXIVID\":\"2601.00002\"}")}) {
        BOOST_TEST(parse_scores(text, both).scores.empty());
        parse_titles(text, both);
    }
    check_both("{\"ARXIVID\":\"2601.00001\",\"RELEVANCE\":1,\"RELEVANCE\":9,\"NOVELTY\":8}" +
               line("2601.00002"));
}

BOOST_AUTO_TEST_CASE(topics_and_single_quotes) {
    auto const answer = parse_scores(
        "{'ARXIVID': '2601.00001', 'COMMENT': 'it\\'s the reader's topic', 'RELEVANCE': 9, 'NOVELTY': 8, "
        "'TOPICS': [2, "
        "'Sparsity'],}",
        both);
    BOOST_TEST_REQUIRE(answer.scores.size() == 1u);
    auto const& score = answer.scores.begin()->second;
    BOOST_TEST(score.topics == (std::vector<std::string>{"2", "Sparsity"}), boost::test_tools::per_element());
    BOOST_TEST(score.comment.find("reader's topic") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(whatever_is_cut_off_what_came_before_stays) {
    std::string const text = "Prose {\"papers\": [" + line("2601.00001", "9", "8", "a } \\\" { b") + ",\n" +
                             line("2601.00002") + "]} and {\"ARXIVID\":\"2601.0";
    auto const whole = parse_scores(text, both).scores;
    BOOST_TEST(whole.size() == 2u);
    std::size_t most = 0;
    for (std::size_t size = 0; size <= text.size(); ++size) {
        auto const found = parse_scores(std::string_view(text).substr(0, size), both).scores;
        BOOST_TEST(found.size() >= most);
        most = found.size();
        for (auto const& [id, score] : found) BOOST_TEST((score == whole.at(id)), size);
    }
    BOOST_TEST(most == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
