#include "fake_model.hpp"
#include "hostile_server.hpp"
#include "http_server.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace lectern::test {
namespace {

using namespace std::chrono_literals;

std::string fill(std::string_view piece, std::size_t size) {
    std::string text;
    text.reserve(size + piece.size());
    while (text.size() < size) text += piece;
    return text;
}

class Table {
public:
    /// A response of chat completions around a model's text.
    void text(std::string name, std::function<std::string()> make) {
        body(std::move(name), [make] { return completion(make()); });
    }
    /// A body as it is.
    void body(std::string name, std::function<std::string()> make, std::string head = "HTTP/1.1 200 OK\r\n") {
        add(std::move(name), [make, head](Peer& peer, std::string const&) {
            peer.respond(make(), head + "Content-Type: application/json\r\n");
        });
    }
    void add(std::string name, Script script) { cases.push_back({std::move(name), std::move(script), {}}); }

    std::vector<HostileCase> cases;
};

void add_texts(Table& table, std::size_t size) {
    for (std::string const piece : {"[",
                                    "{",
                                    "]",
                                    "}",
                                    "\"",
                                    "'",
                                    "{\"ARXIVID\":",
                                    "\"\\",
                                    "\\u",
                                    "<think>",
                                    "</think>",
                                    "```\n",
                                    "[{\"a\":[",
                                    "{\"ARXIVID\":\"2603.00001\",\"RELEVANCE\":9,\"NOVELTY\":9}\n",
                                    "//",
                                    "/*",
                                    "None ",
                                    "-",
                                    "9",
                                    "2603.00001 ",
                                    "| 2603.00001 ",
                                    "**2603.00001**\n",
                                    "{{2603.00001"})
        table.text(fmt::format("text of {}", piece), [size, piece] { return fill(piece, size); });
    table.text("unclosed thought", [size] { return "<think>" + std::string(size, 't'); });
    table.text("one long comment", [size] {
        return "{\"ARXIVID\":\"2603.00001\",\"RELEVANCE\":9,\"NOVELTY\":9,\"COMMENT\":\"" +
               std::string(size, 'c') + "\"}";
    });
    table.text("a number of many digits", [size] {
        return "{\"ARXIVID\":\"2603.00001\",\"RELEVANCE\":" + std::string(size, '9') + ",\"NOVELTY\":9}";
    });
    table.text("topics without end", [size] {
        return "{\"ARXIVID\":\"2603.00001\",\"RELEVANCE\":9,\"NOVELTY\":9,\"TOPICS\":[" + fill("1,", size) +
               "1]}";
    });
    table.text("a live comment", [] {
        return std::string(
            "{\"ARXIVID\":\"2603.00001\",\"RELEVANCE\":9,\"NOVELTY\":9,\"COMMENT\":\"<img src=x "
            "onerror=alert(1)>\\u001b[2J\\u202e\"}");
    });
}

void add_bodies(Table& table, std::size_t size) {
    table.body("nested body", [size] { return fill("{\"choices\":[", size); });
    table.body("many choices", [size] { return "{\"choices\":[" + fill("{},", size) + "{}]}"; });
    table.body("empty content", [] { return completion(""); });
    table.body("tokens beyond 64 bits", [] {
        return std::string(
            "{\"choices\":[{\"message\":{\"content\":\"\"}}],\"usage\":{\"prompt_tokens\":"
            "1e999,\"completion_tokens\":-5}}");
    });
    table.body("reasoning only", [size] {
        boost::json::object message{{"content", nullptr}, {"reasoning_content", std::string(size, 'r')}};
        boost::json::object choice{{"message", std::move(message)}, {"finish_reason", "length"}};
        boost::json::object all;
        all["choices"] = boost::json::array{std::move(choice)};
        return boost::json::serialize(all);
    });
    table.body("a page", [size] { return fill("<html><body>Sign in</body></html>", size); });
    table.body(
        "an error of many words",
        [size] { return "{\"error\":{\"message\":\"" + std::string(size, 'e') + "\"}}"; },
        "HTTP/1.1 400 Bad Request\r\n");
    table.body(
        "overloaded", [] { return std::string("{}"); }, "HTTP/1.1 529 Overloaded\r\nRetry-After: 1e99\r\n");
    table.body(
        "events without end", [size] { return fill("data: {\"choices\":[]}\n\n", size); },
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n");
    table.add("endless body", [](Peer& peer, std::string const&) {
        if (peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
            peer.flood("10000\r\n" + std::string(0x10000, ' ') + "\r\n");
    });
    table.add("endless interim responses",
              [](Peer& peer, std::string const&) { peer.flood("HTTP/1.1 102 Processing\r\n\r\n"); });
    table.add("answer byte by byte", [](Peer& peer, std::string const&) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        peer.trickle(std::string(100'000, ' '), 20ms);
    });
    table.add("silence", [](Peer& peer, std::string const&) { peer.hang(); });
    table.add("close", [](Peer&, std::string const&) {});
    table.add("redirect elsewhere", [](Peer& peer, std::string const&) {
        peer.respond("", "HTTP/1.1 307 Moved\r\nLocation: http://localhost:1/v1/chat/completions\r\n");
    });
}

}  // namespace

std::vector<HostileCase> hostile_answers(std::size_t size) {
    Table table;
    add_texts(table, size);
    add_bodies(table, size);
    return std::move(table.cases);
}

}  // namespace lectern::test
