// Services that refuse parts of requests in words of their own, and models whose answers are of no use.
#include "scored_day.hpp"

#include <lectern/core/text.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>

using namespace lectern;
using test::Asked;
using test::check_accounts;
using test::completion;
using test::ReceivedRequest;
using test::Reply;
using test::reply_with;
using test::ScoredDay;
using test::shown;
namespace bj = boost::json;

BOOST_AUTO_TEST_SUITE(llm_refusals)

bool has(ReceivedRequest const& request, std::string_view name) {
    return bj::parse(request.body).as_object().contains(name);
}

/// Refuses requests that have a member.
auto refusing(std::string name, std::string body, int status = 400) {
    return [=](Asked const&, ReceivedRequest const& request) -> std::optional<Reply> {
        if (!has(request, name)) return std::nullopt;
        return reply_with(body, status);
    };
}

/// Answers every question with this response.
auto always(std::string body) {
    return [=](Asked const&, ReceivedRequest const&) { return std::optional<Reply>(reply_with(body)); };
}

std::string warnings(Digest const& digest) {
    return text::join(digest.warnings, "\n");
}

void check_says(std::string const& text, std::string const& part) {
    BOOST_TEST(text.find(part) != std::string::npos, text << "\n-- lacks: " << part);
}

BOOST_AUTO_TEST_CASE(a_refused_schema_is_left_out_whatever_the_words) {
    for (auto const& [status, body] :
         {std::pair(400, R"({"object":"error","message":"features not supported by xgrammar","code":400})"),
          {400, R"({"error":{"code":400,"message":"failed to parse grammar"}})"},
          {422, R"({"detail":"nope"})"},
          {400, "<html>Bad Request</html>"},
          {400, ""},
          {415, R"({"error":"what is this"})"},
          {500, R"({"error":{"message":"Internal Server Error: guided decoding failed"}})"}}) {
        ScoredDay day;
        day.make_papers(60);
        day.options.retry.attempts = 2;
        day.model.fault = refusing("response_format", body, status);
        Digest const digest = day.run();
        BOOST_TEST((digest.state == DayState::ok), body);
        BOOST_TEST(digest.entries.size() == 12u, body);
        // Those in flight at the beginning, and one search.
        std::size_t const refused = day.asked() - static_cast<std::size_t>(day.model.answers);
        BOOST_TEST(refused <= 2 * 8u + 2u, body);
        check_accounts(digest);
    }
}

BOOST_FIXTURE_TEST_CASE(every_part_that_can_be_left_out_is_tried, ScoredDay) {
    make_papers(10);
    options.concurrency = 1;
    model.fault = [](Asked const&, ReceivedRequest const& request) -> std::optional<Reply> {
        bool const plain = !has(request, "response_format") && !has(request, "temperature");
        if (plain) return std::nullopt;
        return reply_with(R"({"error":{"message":"unprocessable"}})", 400);
    };
    Digest const digest = run();
    BOOST_TEST((digest.state == DayState::ok));
    BOOST_TEST(asked() == static_cast<std::size_t>(model.answers) + 2);
}

BOOST_FIXTURE_TEST_CASE(a_system_message_that_is_not_supported_goes_to_the_user, ScoredDay) {
    make_papers(10);
    options.concurrency = 1;
    model.fault = [](Asked const& asked, ReceivedRequest const& request) -> std::optional<Reply> {
        bj::value const body = bj::parse(request.body);
        if (body.at("messages").as_array().size() == 2)
            return reply_with(R"({"error":{"message":"System role not supported"}})", 400);
        BOOST_TEST(body.as_object().contains("response_format"));
        bj::array scores;
        for (std::string const& id : asked.ids)
            scores.push_back(bj::object{{"ARXIVID", id}, {"RELEVANCE", 9}, {"NOVELTY", 8}, {"COMMENT", "c"}});
        return reply_with(completion(bj::serialize(scores)));
    };
    Digest const digest = run();
    BOOST_TEST((digest.state == DayState::ok));
    BOOST_TEST(digest.entries.size() == 10u);
}

BOOST_FIXTURE_TEST_CASE(what_does_not_help_comes_back, ScoredDay) {
    make_papers(60);
    options.concurrency = 1;
    model.fault = [](Asked const&, ReceivedRequest const&) {
        return std::optional<Reply>(
            reply_with(R"({"error":{"message":"User location is not supported for the API use."}})", 400));
    };
    Digest const digest = run();
    // Three searches at most, and eight failures in a row.
    BOOST_TEST(asked() <= 16u + 3u * 3u);
    BOOST_TEST((digest.state == DayState::partial));
    check_says(warnings(digest), "User location is not supported");
    check_says(warnings(digest), "60 of 60 papers were ranked locally instead of by gpt-4o");
    BOOST_TEST(std::ranges::any_of(model.server().requests(),
                                   [](auto const& request) { return !has(request, "response_format"); }));
    BOOST_TEST(has(model.server().requests().back(), "response_format"));
    check_accounts(digest);
}

BOOST_FIXTURE_TEST_CASE(a_schema_that_is_wanted_is_kept, ScoredDay) {
    make_papers(4);
    options.keep_schema = true;
    model.fault = refusing("response_format", R"({"error":{"message":"no grammars here"}})");
    Digest const digest = run();
    for (auto const& request : model.server().requests()) BOOST_TEST(has(request, "response_format"));
    check_says(warnings(digest), "no grammars here");
    check_says(warnings(digest), "llm.answer = \"json_schema\" keeps the schema");
}

BOOST_FIXTURE_TEST_CASE(a_bad_paper_is_not_the_schemas_fault, ScoredDay) {
    make_papers(40);
    options.concurrency = 1;
    model.fault = [](Asked const& asked, ReceivedRequest const&) -> std::optional<Reply> {
        if (std::ranges::find(asked.ids, "2603.00001") == asked.ids.end()) return std::nullopt;
        return reply_with(R"({"error":{"message":"content"}})", 400);
    };
    Digest const digest = run();
    BOOST_TEST(digest.unscored.size() == 1u);
    BOOST_TEST(has(model.server().requests().back(), "response_format"));
    check_accounts(digest);
}

BOOST_FIXTURE_TEST_CASE(a_failed_generation_may_be_the_answer, ScoredDay) {
    make_papers(20);
    model.fault = [](Asked const& asked, ReceivedRequest const& request) -> std::optional<Reply> {
        if (!has(request, "response_format")) return std::nullopt;
        std::string lines;
        for (std::string const& id : asked.ids)
            lines +=
                fmt::format("{{\"ARXIVID\":\"{}\",\"COMMENT\":\"c\",\"RELEVANCE\":9,\"NOVELTY\":8}}\n", id);
        bj::object error{{"message", "Failed to generate JSON."}, {"failed_generation", lines}};
        return reply_with(bj::serialize(bj::object{{"error", std::move(error)}}), 400);
    };
    Digest const digest = run();
    BOOST_TEST((digest.state == DayState::ok));
    BOOST_TEST(digest.entries.size() == 20u);
    BOOST_TEST(asked() <= 5u);
}

std::string choice(std::string const& members) {
    return R"({"choices":[{"index":0,)" + members +
           R"(}],"usage":{"prompt_tokens":100,"completion_tokens":20}})";
}

BOOST_AUTO_TEST_CASE(useless_answers_end_the_asking) {
    struct Case {
        std::string body;
        std::string reason;
    };
    std::string const other =
        R"({\"ARXIVID\":\"2501.99999\",\"COMMENT\":\"c\",\"RELEVANCE\":9,\"NOVELTY\":8})";
    for (
        auto const& [body, reason] : std::vector<Case>{
            {choice(
                 R"("finish_reason":"stop","message":{"content":"","reasoning_content":"I look at gates"})"),
             "I look at gates"},
            {choice(R"("finish_reason":"stop","message":{"content":null,"reasoning":"I look at gates"})"),
             "llm.reasoning_effort"},
            {choice(R"("finish_reason":"length","message":{"content":"","reasoning":"I look"})"),
             "llm.max_output_tokens"},
            {choice(R"("finish_reason":"length","message":{"content":"<think>I look at"})"),
             "breaks off within a thought"},
            {choice(R"("finish_reason":"stop","message":{"content":""})"), "the answer is empty"},
            {choice(R"("finish_reason":"stop","message":{"content":"Which papers?"})"), "Which papers?"},
            {choice(R"("finish_reason":"stop","message":{"content":")" + other + R"("})"),
             "2501.99999 was not asked about"},
            {choice(R"("finish_reason":"stop","message":{"content":"","refusal":"I cannot rate people."})"),
             "I cannot rate people."},
            {choice(R"("finish_reason":"content_filter","message":{"content":""})"),
             "the model declined to answer"},
            {choice(
                 R"("finish_reason":"error","error":{"code":502,"message":"upstream broke"},"message":{"content":""})"),
             "upstream broke"},
            {choice(R"("finish_reason":"error","message":{"content":"half"})"), "half"}}) {
        for (bool const titles : {false, true}) {
            ScoredDay day;
            day.make_papers(60);
            day.options.title_stage = titles;
            day.options.retry.attempts = 1;
            day.model.fault = always(body);
            Digest const digest = day.run();
            BOOST_TEST_CONTEXT(body) {
                BOOST_TEST(day.asked() <= (titles ? 6 : 3) * 8u);
                BOOST_TEST((digest.state == DayState::partial));
                BOOST_TEST(digest.unscored.empty());
                check_says(warnings(digest), "60 of 60 papers were ranked locally instead of by gpt-4o");
                // A title stage finds nothing wrong with ids of other papers in an object.
                if (!titles || reason.find("2501") == std::string::npos) check_says(warnings(digest), reason);
                check_accounts(digest);
            }
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_small_day_gets_estimates_too, ScoredDay) {
    make_papers(2);
    model.fault = always(choice(R"("finish_reason":"stop","message":{"content":"no"})"));
    Digest const digest = run();
    BOOST_TEST(digest.unscored.empty());
    check_says(warnings(digest), "2 of 2 papers were ranked locally instead of by gpt-4o");
    check_says(warnings(digest), "it begins: \"no\"");
    // The next run asks again.
    model.fault = {};
    BOOST_TEST((run().state == DayState::ok));
}

BOOST_FIXTURE_TEST_CASE(an_empty_answer_is_tried_without_the_schema, ScoredDay) {
    make_papers(60);
    model.fault = [](Asked const&, ReceivedRequest const& request) -> std::optional<Reply> {
        if (!has(request, "response_format")) return std::nullopt;
        return reply_with(choice(R"("finish_reason":"stop","message":{"content":""})"));
    };
    Digest const digest = run();
    BOOST_TEST((digest.state == DayState::ok));
    BOOST_TEST(digest.entries.size() == 12u);
    BOOST_TEST(!has(model.server().requests().back(), "response_format"));
}

BOOST_FIXTURE_TEST_CASE(a_draft_is_never_stored, ScoredDay) {
    make_papers(8);
    options.concurrency = 1;
    int times = 0;
    model.spoil = [&](Asked const&, std::string text) {
        std::string draft = text;
        for (std::size_t at = 0; (at = draft.find("\"RELEVANCE\":", at)) != std::string::npos; ++at)
            draft.replace(at, 13, "\"RELEVANCE\":1");
        return ++times == 1 ? "<thinking>" + draft : "[THINK]" + draft + "[/THINK]" + text;
    };
    Digest const digest = run();
    BOOST_TEST((digest.state == DayState::ok));
    BOOST_TEST(digest.entries.size() == 1u);
    model.spoil = {};
    std::size_t const before = asked();
    BOOST_TEST(shown(run()) == shown(digest));
    BOOST_TEST(asked() == before);
}

BOOST_FIXTURE_TEST_CASE(an_answer_of_any_length_is_refused_with_its_size, ScoredDay) {
    make_papers(1);
    model.fault = always(completion(std::string(std::size_t{5} << 20, 'x')));
    check_says(warnings(run()), "the text of the answer has 5.0 MB; at most 4 MB are read");
}

BOOST_AUTO_TEST_SUITE_END()
