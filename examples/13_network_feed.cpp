// A feed of one's own over the network: papers as JSON Lines from a server.
//
//     13_network_feed http://127.0.0.1:8000/papers.jsonl
#include <lectern/daily/environment.hpp>
#include <lectern/feed/parse.hpp>

#include <iostream>

namespace {

using namespace lectern;

// [feed]
class ListFeed final : public Feed {
public:
    explicit ListFeed(std::string url) : url_(std::move(url)) {}

    net::awaitable<Result<FetchReport>> fetch(Window window, FetchContext& context) override {
        if (!context.http) co_return Error(errc::unsupported, url_ + ": no network is wanted");
        // Repetitions after an overload, redirects, compression and limits are behind send().
        auto const response = co_await context.http->send(net::HttpRequest::get(url_));
        if (!response) co_return response.error();
        if (auto const status = net::check_status(*response); !status) co_return status.error();
        auto parsed = parse_feed(response->body);  // RSS, Atom, API answers, JSON Lines
        if (!parsed) co_return parsed.error();
        FetchReport report;
        report.day = window.day;
        report.papers = std::move(parsed->papers);
        report.warnings = std::move(parsed->warnings);  // a bad line is a warning, not a failed fetch,
        report.incomplete = !report.warnings.empty();   // and the day is then done only in part
        co_return std::move(report);
    }

private:
    std::string url_;
};
// [feed]

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return std::cerr << "usage: 13_network_feed URL\n", 2;
    Environment environment;
    environment.connect().value();
    ListFeed feed(argv[1]);
    FetchContext context = fetch_context(environment.services());
    auto const report = environment.run(feed.fetch({}, context));
    // [errors]
    if (!report && report.error() == errc::not_a_feed) std::cerr << "a web page?\n";  // one code
    if (!report && report.error().code() == error_kind::retryable)
        std::cerr << "try again later\n";  // a group
    // [errors]
    if (!report) return std::cerr << report.error().message() << "\n", 1;
    for (Paper const& paper : report->papers) std::cout << paper.id.to_string() << " " << paper.title << "\n";
    for (Error const& warning : report->warnings.lines())
        std::cout << "warning: " << warning.message() << "\n";
}
