#pragma once

#include "http_server.hpp"
#include "support.hpp"

#include <lectern/net/http_client.hpp>
#include <lectern/net/runtime.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace lectern::test {

using namespace std::chrono_literals;

inline net::awaitable<Result<std::vector<net::HttpResponse>>> send_all(
    net::HttpClient& client, std::vector<net::HttpRequest> requests) {
    std::vector<net::HttpResponse> responses;
    for (net::HttpRequest const& request : requests) {
        auto response = co_await client.send(request);
        if (!response) co_return response.error();
        responses.push_back(std::move(*response));
    }
    co_return std::move(responses);
}

/// A client with short time limits, and everything it needs.
struct HttpFixture {
    SystemClock clock;
    Random random{1};
    LogBook log;
    net::Runtime runtime;
    net::HttpOptions options;
    TempDir dir;

    HttpFixture() {
        options.retry.base = 5ms;
        options.connect_timeout = 2000ms;
        options.idle_timeout = 500ms;
        options.total_timeout = 3000ms;
    }

    Result<std::vector<net::HttpResponse>> send(std::vector<net::HttpRequest> requests) {
        auto const client = require(net::make_http_client(options, clock, random, log.logger));
        return runtime.run(send_all(*client, std::move(requests)));
    }
    Result<net::HttpResponse> send(net::HttpRequest request) {
        std::vector<net::HttpRequest> requests;
        requests.push_back(std::move(request));
        auto responses = send(std::move(requests));
        if (!responses) return responses.error();
        return std::move(responses->front());
    }
    Result<net::HttpResponse> get(std::string const& url) { return send(net::HttpRequest::get(url)); }

    /// Makes the client trust these servers' certificates.
    void trust(std::vector<HttpServer const*> const& servers) {
        std::string certificates;
        for (HttpServer const* server : servers) certificates += server->certificate();
        options.ca_file = (dir.path() / "ca.pem").string();
        write(options.ca_file, certificates);
    }
    bool logged(std::string_view text) const {
        for (std::string const& line : log.lines) {
            if (line.find(text) != std::string::npos) return true;
        }
        return false;
    }
};

/// The request's error; success fails the test.
inline Error failure(Result<net::HttpResponse> const& result) {
    BOOST_TEST_REQUIRE(result.has_error());
    return result.error();
}

inline bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// A response sent byte for byte; the connection closes after it.
inline Reply raw(std::string bytes) {
    Reply reply;
    reply.raw = std::move(bytes);
    reply.close_silently = true;
    return reply;
}

inline Reply redirect_to(std::string location, int status = 302) {
    Reply reply;
    reply.status = status;
    reply.headers["Location"] = std::move(location);
    return reply;
}

}  // namespace lectern::test
