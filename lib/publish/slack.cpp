#include "detail/paper_text.hpp"
#include "detail/post.hpp"

#include <lectern/core/text.hpp>
#include <lectern/publish/chat.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace lectern {
namespace slack {
namespace {

namespace bj = boost::json;

// Of a message: 50 blocks, 3000 characters a section, and about 13,200 in all, which is not documented.
constexpr std::size_t kMostBlocks = 40;
constexpr std::size_t kLongestSection = 2900;
constexpr std::size_t kLongestMessage = 12'000;
constexpr std::size_t kLongestHeader = 150;
constexpr std::size_t kTopTitles = 5;

/// A text in mrkdwn. Only three characters have escapes; those that begin bold, italic, struck or code text have none, and
/// become others of the same look.
std::string mrkdwn(std::string_view text) {
    std::string out;
    for (char const c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '*':
                out += "∗";
                break;
            case '_':
                out += "ˍ";
                break;
            case '~':
                out += "∼";
                break;
            case '`':
                out += "ˋ";
                break;
            default:
                out += c;
        }
    }
    return out;
}

/// A bar would end the address of a link.
std::string link(std::string const& url, std::string const& label) {
    std::string text = mrkdwn(label);
    std::ranges::replace(text, '|', '/');
    return fmt::format("<{}|{}>", url, text);
}

std::string paper_mrkdwn(publish::PaperText const& paper) {
    std::string text = fmt::format("*{}. {}*", paper.number, link(paper.url, paper.title));
    std::string facts = mrkdwn(paper.authors);
    if (!paper.grades.empty()) facts += (facts.empty() ? "" : " — ") + mrkdwn(paper.grades);
    for (std::string const& line : {facts, mrkdwn(paper.reason), mrkdwn(paper.gist)}) {
        if (!line.empty()) text += "\n" + line;
    }
    return text;
}

bj::object section(std::string text) {
    return {{"type", "section"}, {"text", bj::object{{"type", "mrkdwn"}, {"text", std::move(text)}}}};
}

/// The blocks of one message, and what notifications show.
struct Part {
    bj::array blocks{};
    std::string text{};
};

Part head_of(Issue const& issue, std::vector<publish::PaperText> const& papers) {
    Part part;
    part.text = mrkdwn(title_of(issue));
    part.blocks.push_back(bj::object{
        {"type", "header"},
        {"text",
         bj::object{{"type", "plain_text"}, {"text", text::truncate(title_of(issue), kLongestHeader)}}}});
    std::string lines;
    for (std::string const& line : publish::head_lines(issue))
        lines += (lines.empty() ? "" : "\n") + mrkdwn(line);
    if (std::string const page = publish::site_page(issue); !page.empty())
        lines += "\n" + link(page, "Read it on the site");
    part.blocks.push_back(section(text::truncate(lines, kLongestSection)));
    std::string titles;
    for (publish::PaperText const& paper : papers) {
        if (paper.number > kTopTitles) break;
        titles +=
            fmt::format("{}{}. {}", titles.empty() ? "" : "\n", paper.number, link(paper.url, paper.title));
    }
    if (!titles.empty()) part.blocks.push_back(section(std::move(titles)));
    return part;
}

/// All papers, a section each.
std::vector<Part> papers_of(std::vector<publish::PaperText> const& papers) {
    std::vector<Part> parts;
    std::size_t size = 0;
    std::size_t first = 0;
    for (publish::PaperText const& paper : papers) {
        std::string text = publish::fitting(paper, kLongestSection, paper_mrkdwn, publish::bytes_of);
        bool const full = !parts.empty() &&
                          (size + text.size() > kLongestMessage || parts.back().blocks.size() == kMostBlocks);
        if (parts.empty() || full) {
            parts.emplace_back();
            size = 0;
            first = paper.number;
        }
        size += text.size();
        parts.back().text = fmt::format("Papers {} to {}", first, paper.number);
        parts.back().blocks.push_back(section(std::move(text)));
    }
    return parts;
}

std::vector<Part> parts_of(Issue const& issue) {
    auto const papers = publish::paper_texts(issue);
    std::vector<Part> parts{head_of(issue, papers)};
    for (Part& part : papers_of(papers)) parts.push_back(std::move(part));
    return parts;
}

bj::object body_of(Part part) {
    return {{"text", std::move(part.text)},
            {"blocks", std::move(part.blocks)},
            {"unfurl_links", false},
            {"unfurl_media", false}};
}

/// `{"ok":false,"error":…}` comes with status 200.
publish::Reception judge(net::HttpResponse const& response) {
    publish::Reception reception = publish::by_status(response);
    if (!reception.taken) return reception;
    bj::object const answer = publish::object_in(response.body);
    auto const text_at = [&](std::string_view key) {
        bj::value const* value = answer.if_contains(key);
        return value && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    bj::value const* ok = answer.if_contains("ok");
    reception.taken = ok && ok->is_bool() && ok->get_bool();
    reception.reference = text_at("ts");
    reception.problem = text_at("error");
    constexpr auto passing =
        std::to_array<std::string_view>({"ratelimited", "rate_limited", "internal_error", "fatal_error",
                                         "service_unavailable", "request_timeout"});
    reception.again = std::ranges::count(passing, std::string_view(reception.problem)) > 0;
    return reception;
}

class Slack final : public Publisher {
public:
    explicit Slack(SlackOptions options) : options_(std::move(options)) {}

    Result<std::vector<OutgoingMessage>> compose(Issue const& issue) const override {
        std::vector<OutgoingMessage> messages;
        for (Part& part : parts_of(issue)) {
            bj::object body = body_of(std::move(part));
            body["channel"] = options_.channel;
            messages.push_back({std::to_string(messages.size() + 1), bj::serialize(body)});
        }
        return messages;
    }

    net::awaitable<Result<std::string>> send(OutgoingMessage message, SendContext& context) override {
        if (!context.first.empty()) {
            bj::object body = publish::object_in(message.content);
            body["thread_ts"] = context.first;
            message.content = bj::serialize(body);
        }
        net::HttpRequest request = publish::json_request(options_.url, std::move(message.content));
        request.set("Authorization", "Bearer " + options_.token.reveal());
        co_return co_await publish::post(std::move(request), "Slack", judge, context);
    }

    std::chrono::milliseconds pause() const noexcept override { return std::chrono::milliseconds(1000); }

private:
    SlackOptions options_;
};

class SlackWebhook final : public Publisher {
public:
    explicit SlackWebhook(Secret url) : url_(std::move(url)) {}

    Result<std::vector<OutgoingMessage>> compose(Issue const& issue) const override {
        std::vector<OutgoingMessage> messages;
        for (Part& part : parts_of(issue))
            messages.push_back(
                {std::to_string(messages.size() + 1), bj::serialize(body_of(std::move(part)))});
        return messages;
    }

    net::awaitable<Result<std::string>> send(OutgoingMessage message, SendContext& context) override {
        net::HttpRequest request = publish::json_request(url_.reveal(), std::move(message.content));
        co_return co_await publish::post(std::move(request), "Slack", publish::by_status, context);
    }

    std::chrono::milliseconds pause() const noexcept override { return std::chrono::milliseconds(1000); }

private:
    Secret url_;
};

}  // namespace
}  // namespace slack

std::unique_ptr<Publisher> make_slack_publisher(SlackOptions options) {
    return std::make_unique<slack::Slack>(std::move(options));
}

std::unique_ptr<Publisher> make_slack_webhook_publisher(Secret url) {
    return std::make_unique<slack::SlackWebhook>(std::move(url));
}

}  // namespace lectern
