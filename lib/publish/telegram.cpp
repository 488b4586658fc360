#include "detail/paper_text.hpp"
#include "detail/post.hpp"

#include <lectern/core/escape.hpp>
#include <lectern/core/text.hpp>
#include <lectern/publish/chat.hpp>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <utility>

namespace lectern {
namespace telegram {
namespace {

namespace bj = boost::json;

// 4096 characters behind the parser, in UTF-16 units; tags are counted here, too, so that a message is rather short.
constexpr std::size_t kLongest = 4000;

/// Telegram's HTML knows four character references by name, and numbers.
std::string html(std::string_view text) {
    return text::escape_html(text);
}

std::string paper_html(publish::PaperText const& paper) {
    std::string text =
        fmt::format("<b>{}.</b> <a href=\"{}\">{}</a>", paper.number, html(paper.url), html(paper.title));
    std::string facts = html(paper.authors);
    if (!paper.grades.empty()) facts += (facts.empty() ? "" : " — ") + html(paper.grades);
    if (!facts.empty()) text += "\n" + facts;
    if (!paper.reason.empty()) text += "\n<i>" + html(paper.reason) + "</i>";
    if (!paper.gist.empty()) text += "\n" + html(paper.gist);
    return text;
}

/// `{"ok":false,"parameters":{"retry_after":23}}`
publish::Reception judge(net::HttpResponse const& response) {
    publish::Reception reception = publish::by_status(response);
    bj::object const answer = publish::object_in(response.body);
    bj::value const* ok = answer.if_contains("ok");
    if (ok && ok->is_bool()) reception.taken = reception.taken && ok->get_bool();
    if (bj::value const* problem = answer.if_contains("description"); problem && problem->is_string())
        reception.problem = text::printable(problem->get_string(), 200);
    if (bj::value const* parameters = answer.if_contains("parameters");
        parameters && parameters->is_object()) {
        bj::value const* wait = parameters->get_object().if_contains("retry_after");
        if (wait && wait->is_int64() && wait->get_int64() >= 0) {
            reception.wait = std::chrono::seconds(std::min<std::int64_t>(wait->get_int64(), 86'400));
            reception.again = true;
        }
        bj::value const* moved = parameters->get_object().if_contains("migrate_to_chat_id");
        if (moved && moved->is_int64())
            reception.problem += fmt::format("; the group is now chat {}: name that one", moved->get_int64());
    }
    bj::value const* result = answer.if_contains("result");
    bj::value const* id =
        result && result->is_object() ? result->get_object().if_contains("message_id") : nullptr;
    if (id && id->is_int64()) reception.reference = std::to_string(id->get_int64());
    return reception;
}

class Telegram final : public Publisher {
public:
    explicit Telegram(TelegramOptions options) : options_(std::move(options)) {}

    Result<std::vector<OutgoingMessage>> compose(Issue const& issue) const override {
        std::string head = "<b>" + html(title_of(issue)) + "</b>";
        for (std::string const& line : publish::head_lines(issue))
            head += "\n" + html(text::truncate(line, 300));
        if (std::string const page = publish::site_page(issue); !page.empty())
            head += fmt::format("\n<a href=\"{}\">Read it on the site</a>", html(page));
        std::vector<std::string> texts{std::move(head)};
        for (publish::PaperText const& paper : publish::paper_texts(issue))
            texts.push_back(publish::fitting(paper, kLongest, paper_html, publish::utf16_units));
        std::vector<OutgoingMessage> messages;
        for (std::string& text : publish::packed(texts, "\n\n", kLongest, publish::utf16_units)) {
            bj::object const body{{"chat_id", options_.chat},
                                  {"text", std::move(text)},
                                  {"parse_mode", "HTML"},
                                  {"link_preview_options", bj::object{{"is_disabled", true}}}};
            messages.push_back({std::to_string(messages.size() + 1), bj::serialize(body)});
        }
        return messages;
    }

    net::awaitable<Result<std::string>> send(OutgoingMessage message, SendContext& context) override {
        std::string const url = fmt::format("{}/bot{}/sendMessage", options_.url, options_.token.reveal());
        net::HttpRequest request = publish::json_request(url, std::move(message.content));
        co_return co_await publish::post(std::move(request), "Telegram", judge, context);
    }

    std::chrono::milliseconds pause() const noexcept override { return std::chrono::milliseconds(1000); }

private:
    TelegramOptions options_;
};

}  // namespace
}  // namespace telegram

std::unique_ptr<Publisher> make_telegram_publisher(TelegramOptions options) {
    return std::make_unique<telegram::Telegram>(std::move(options));
}

}  // namespace lectern
