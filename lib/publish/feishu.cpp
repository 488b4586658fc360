#include "detail/paper_text.hpp"
#include "detail/post.hpp"
#include "net/detail/base64.hpp"

#include <lectern/core/text.hpp>
#include <lectern/publish/chat.hpp>
#include <lectern/publish/webhook.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <utility>

namespace lectern {
namespace feishu {
namespace {

namespace bj = boost::json;

constexpr std::size_t kLongestBody = 18'000;  // 20 KB are allowed
constexpr std::size_t kLongestPaper = 6'000;

/// Rich text has no markup, but bots have taken `<at …>` in any text for a mention.
std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const tag = text[i] == '<' && i + 1 < text.size() && text[i + 1] != ' ' && text[i + 1] != '=';
        out += tag ? std::string("＜") : std::string(1, text[i]);
    }
    return out;
}

bj::array line(std::string text) {
    return {bj::object{{"tag", "text"}, {"text", std::move(text)}}};
}

/// The lines of a paper, as JSON: what is packed and measured.
std::string paper_lines(publish::PaperText const& paper) {
    bj::array lines{bj::array{bj::object{{"tag", "text"}, {"text", fmt::format("{}. ", paper.number)}},
                              bj::object{{"tag", "a"}, {"text", plain(paper.title)}, {"href", paper.url}}}};
    std::string facts = plain(paper.authors);
    if (!paper.grades.empty()) facts += (facts.empty() ? "" : " — ") + plain(paper.grades);
    for (std::string const& text : {facts, plain(paper.reason), plain(paper.gist)}) {
        if (!text.empty()) lines.push_back(line(text));
    }
    lines.push_back(line(" "));
    std::string const json = bj::serialize(lines);
    return json.substr(1, json.size() - 2);
}

/// `{"code":19021,…}` comes with status 200; older answers have "StatusCode".
publish::Reception judge(net::HttpResponse const& response) {
    constexpr std::int64_t too_many = 11'232;
    constexpr std::int64_t too_fast = 9'499;
    publish::Reception reception = publish::by_status(response);
    if (!reception.taken) return reception;
    bj::object const answer = publish::object_in(response.body);
    bj::value const* code = answer.if_contains("code");
    if (!code) code = answer.if_contains("StatusCode");
    reception.taken = code && code->is_int64() && code->get_int64() == 0;
    if (reception.taken) return reception;
    bj::value const* message = answer.if_contains("msg");
    reception.problem =
        fmt::format("code {}: {}", code ? bj::serialize(*code) : "missing",
                    message && message->is_string() ? text::printable(message->get_string(), 200) : "");
    reception.again =
        code && code->is_int64() && (code->get_int64() == too_many || code->get_int64() == too_fast);
    return reception;
}

class Feishu final : public Publisher {
public:
    explicit Feishu(FeishuOptions options) : options_(std::move(options)) {}

    Result<std::vector<OutgoingMessage>> compose(Issue const& issue) const override {
        bj::array head;
        for (std::string const& text : publish::head_lines(issue)) head.push_back(line(plain(text)));
        if (std::string const page = publish::site_page(issue); !page.empty())
            head.push_back(
                bj::array{bj::object{{"tag", "a"}, {"text", "Read it on the site"}, {"href", page}}});
        head.push_back(line(" "));
        std::string const first = bj::serialize(head);
        std::vector<std::string> texts{first.substr(1, first.size() - 2)};
        for (publish::PaperText const& paper : publish::paper_texts(issue))
            texts.push_back(publish::fitting(paper, kLongestPaper, paper_lines, publish::bytes_of));
        std::vector<OutgoingMessage> messages;
        for (std::string const& lines : publish::packed(texts, ",", kLongestBody, publish::bytes_of)) {
            std::string const title = plain(title_of(issue));
            std::string const body = fmt::format(
                R"({{"msg_type":"post","content":{{"post":{{"en_us":{{"title":{},"content":[{}]}}}}}}}})",
                bj::serialize(bj::string(title)), lines);
            messages.push_back({std::to_string(messages.size() + 1), body});
        }
        return messages;
    }

    net::awaitable<Result<std::string>> send(OutgoingMessage message, SendContext& context) override {
        if (!options_.secret.empty()) {
            bj::object body = publish::object_in(message.content);
            std::string const timestamp = std::to_string(context.clock.now().time_since_epoch().count());
            body["timestamp"] = timestamp;
            body["sign"] = feishu_signature(timestamp, options_.secret.reveal());
            message.content = bj::serialize(body);
        }
        net::HttpRequest request = publish::json_request(options_.url.reveal(), std::move(message.content));
        co_return co_await publish::post(std::move(request), "Feishu", judge, context);
    }

    std::chrono::milliseconds pause() const noexcept override { return std::chrono::milliseconds(600); }

private:
    FeishuOptions options_;
};

}  // namespace
}  // namespace feishu

std::string feishu_signature(std::string const& timestamp, std::string const& secret) {
    return net::base64(hmac_sha256(timestamp + "\n" + secret, ""));
}

std::unique_ptr<Publisher> make_feishu_publisher(FeishuOptions options) {
    return std::make_unique<feishu::Feishu>(std::move(options));
}

}  // namespace lectern
