#include "detail/paper_text.hpp"
#include "detail/post.hpp"

#include <lectern/core/text.hpp>
#include <lectern/publish/chat.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace lectern {
namespace discord {
namespace {

namespace bj = boost::json;

// Of a message: 10 embeds with 6000 characters in all, a title of 256 and a description of 4096; content of 2000.
constexpr std::size_t kMostEmbeds = 10;
constexpr std::size_t kMostCharacters = 5800;
constexpr std::size_t kLongestTitle = 256;
constexpr std::size_t kLongestDescription = 1500;
constexpr std::size_t kLongestContent = 2000;

/// Markdown of Discord; a mention is a `<` or an `@` with something behind it.
std::string escaped(std::string_view text) {
    return publish::backslashed(text, "\\*_~`|>#[]()<@:-");
}

std::string description_of(publish::PaperText const& paper) {
    std::string text;
    for (std::string const& line : {paper.authors, paper.grades, paper.reason, paper.gist}) {
        if (!line.empty()) text += (text.empty() ? "" : "\n") + escaped(line);
    }
    return text;
}

/// What Discord counts of a text.
std::size_t counted(std::string_view text) {
    return publish::utf16_units(text);
}

std::string limited(std::string text, std::size_t most) {
    while (counted(text) > most)
        text = text::truncate(text, text.size() - std::max<std::size_t>(4, counted(text) - most));
    return text;
}

bj::object message_body() {
    return {{"allowed_mentions", bj::object{{"parse", bj::array()}}}};
}

/// 429 has the wait in the body, as seconds with a fraction.
publish::Reception judge(net::HttpResponse const& response) {
    publish::Reception reception = publish::by_status(response);
    bj::object const answer = publish::object_in(response.body);
    if (bj::value const* id = answer.if_contains("id"); id && id->is_string())
        reception.reference = id->get_string();
    if (bj::value const* wait = answer.if_contains("retry_after"); wait && wait->is_number())
        reception.wait = std::chrono::milliseconds(static_cast<std::int64_t>(
            std::ceil(std::clamp(wait->to_number<double>(), 0.0, 86'400.0) * 1000)));
    return reception;
}

class Discord final : public Publisher {
public:
    explicit Discord(Secret url) : url_(std::move(url)) {}

    Result<std::vector<OutgoingMessage>> compose(Issue const& issue) const override {
        std::string head = "**" + escaped(title_of(issue)) + "**";
        for (std::string const& line : publish::head_lines(issue)) head += "\n" + escaped(line);
        if (std::string const page = publish::site_page(issue); !page.empty()) head += "\n<" + page + ">";
        bj::object first = message_body();
        first["content"] = limited(std::move(head), kLongestContent);
        std::vector<bj::object> bodies{std::move(first)};
        std::size_t size = 0;
        for (publish::PaperText const& paper : publish::paper_texts(issue)) {
            bj::object embed{
                {"title", limited(fmt::format("{}. {}", paper.number, escaped(paper.title)), kLongestTitle)},
                {"url", paper.url}};
            std::string description = publish::fitting(paper, kLongestDescription, description_of, counted);
            std::size_t const own = counted(embed["title"].as_string()) + counted(description);
            if (!description.empty()) embed["description"] = std::move(description);
            bj::value* embeds = bodies.back().if_contains("embeds");
            if (!embeds || embeds->as_array().size() == kMostEmbeds || size + own > kMostCharacters) {
                if (bodies.size() > 1 || embeds) bodies.push_back(message_body());
                embeds = &(bodies.back()["embeds"] = bj::array());
                size = 0;
            }
            size += own;
            embeds->as_array().push_back(std::move(embed));
        }
        std::vector<OutgoingMessage> messages;
        for (bj::object const& body : bodies)
            messages.push_back({std::to_string(messages.size() + 1), bj::serialize(body)});
        return messages;
    }

    net::awaitable<Result<std::string>> send(OutgoingMessage message, SendContext& context) override {
        // Without `wait` failures are not told.
        std::string url = url_.reveal();
        url += url.find('?') == std::string::npos ? "?wait=true" : "&wait=true";
        net::HttpRequest request = publish::json_request(std::move(url), std::move(message.content));
        co_return co_await publish::post(std::move(request), "Discord", judge, context);
    }

private:
    Secret url_;
};

}  // namespace
}  // namespace discord

std::unique_ptr<Publisher> make_discord_publisher(Secret url) {
    return std::make_unique<discord::Discord>(std::move(url));
}

}  // namespace lectern
