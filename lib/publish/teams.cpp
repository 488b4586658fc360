#include "detail/paper_text.hpp"
#include "detail/post.hpp"

#include <lectern/publish/chat.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <utility>

namespace lectern {
namespace teams {
namespace {

namespace bj = boost::json;

constexpr std::size_t kLongestBody = 24'000;  // about 28 KB are allowed
constexpr std::size_t kLongestPaper = 6'000;

/// A TextBlock knows a part of Markdown.
std::string escaped(std::string_view text) {
    return publish::backslashed(text, "\\*_~`[]()#<>-+!|");
}

bj::object text_block(std::string text, bool strong = false) {
    bj::object block{{"type", "TextBlock"}, {"text", std::move(text)}, {"wrap", true}};
    if (strong) block["weight"] = "Bolder";
    return block;
}

std::string paper_block(publish::PaperText const& paper) {
    bj::array blocks{
        text_block(fmt::format("{}\\. [{}]({})", paper.number, escaped(paper.title), paper.url), true)};
    blocks.back().as_object()["separator"] = true;
    std::string facts = escaped(paper.authors);
    if (!paper.grades.empty()) facts += (facts.empty() ? "" : " — ") + escaped(paper.grades);
    for (std::string const& text : {facts, escaped(paper.reason), escaped(paper.gist)}) {
        if (!text.empty()) blocks.push_back(text_block(text));
    }
    std::string const json = bj::serialize(blocks);
    return json.substr(1, json.size() - 2);
}

class Teams final : public Publisher {
public:
    explicit Teams(Secret url) : url_(std::move(url)) {}

    Result<std::vector<OutgoingMessage>> compose(Issue const& issue) const override {
        bj::array head{text_block(escaped(title_of(issue)), true)};
        for (std::string const& line : publish::head_lines(issue)) head.push_back(text_block(escaped(line)));
        if (std::string const page = publish::site_page(issue); !page.empty())
            head.push_back(text_block(fmt::format("[Read it on the site]({})", page)));
        std::string const first = bj::serialize(head);
        std::vector<std::string> texts{first.substr(1, first.size() - 2)};
        for (publish::PaperText const& paper : publish::paper_texts(issue))
            texts.push_back(publish::fitting(paper, kLongestPaper, paper_block, publish::bytes_of));
        std::vector<OutgoingMessage> messages;
        for (std::string const& blocks : publish::packed(texts, ",", kLongestBody, publish::bytes_of))
            messages.push_back(
                {std::to_string(messages.size() + 1),
                 fmt::format(
                     R"({{"type":"message","attachments":[{{"contentType":)"
                     R"("application/vnd.microsoft.card.adaptive","contentUrl":null,"content":{{"$schema":)"
                     R"("http://adaptivecards.io/schemas/adaptive-card.json","type":"AdaptiveCard",)"
                     R"("version":"1.4","body":[{}]}}}}]}})",
                     blocks)});
        return messages;
    }

    net::awaitable<Result<std::string>> send(OutgoingMessage message, SendContext& context) override {
        net::HttpRequest request = publish::json_request(url_.reveal(), std::move(message.content));
        co_return co_await publish::post(std::move(request), "Teams", publish::by_status, context);
    }

    std::chrono::milliseconds pause() const noexcept override { return std::chrono::milliseconds(300); }

private:
    Secret url_;
};

}  // namespace
}  // namespace teams

std::unique_ptr<Publisher> make_teams_publisher(Secret url) {
    return std::make_unique<teams::Teams>(std::move(url));
}

}  // namespace lectern
