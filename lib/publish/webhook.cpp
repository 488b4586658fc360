#include "detail/paper_text.hpp"
#include "detail/post.hpp"

#include <lectern/core/text.hpp>
#include <lectern/publish/webhook.hpp>
#include <lectern/render/brief.hpp>

#include <boost/algorithm/hex.hpp>
#include <boost/algorithm/string/replace.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <iterator>
#include <map>
#include <utility>

namespace lectern {
namespace webhook {
namespace {

namespace bj = boost::json;

constexpr std::string_view kDefaultBody =
    R"({"title":"{{title}}","date":"{{date}}","url":"{{url}}","count":"{{count}}","text":"{{text}}","papers":"{{papers}}"})";
constexpr std::string_view kPapers = "{{papers}}";
constexpr std::string_view kCount = "{{count}}";

bj::array papers_of(Issue const& issue) {
    bj::array list;
    auto const texts = publish::paper_texts(issue);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        DigestEntry const& entry = issue.digest.entries[i];
        bj::array authors;
        for (Author const& author : entry.paper.authors) authors.emplace_back(author.name);
        bj::object paper{
            {"id", texts[i].id},         {"title", texts[i].title}, {"authors", std::move(authors)},
            {"reason", texts[i].reason}, {"gist", texts[i].gist},   {"url", texts[i].url},
            {"pinned", entry.pinned}};
        if (entry.score) {
            paper["relevance"] = entry.score->relevance;
            if (entry.score->novelty) paper["novelty"] = *entry.score->novelty;
            paper["estimated"] = entry.score->estimated;
        }
        list.push_back(std::move(paper));
    }
    return list;
}

/// Puts the values into every text of a JSON value: they stay texts, whatever is in them.
bj::value filled(bj::value const& value, std::map<std::string, std::string> const& values,
                 bj::array const& papers) {
    if (value.is_string()) {
        std::string_view const text = value.get_string();
        if (text == kPapers) return papers;
        if (text == kCount) return bj::value(papers.size());
        // In one pass: what a value brings is not looked at again.
        std::string out;
        for (std::size_t at = 0; at < text.size();) {
            std::size_t const open = text.find("{{", at);
            std::size_t const close = open == std::string_view::npos ? open : text.find("}}", open);
            auto const found = close == std::string_view::npos
                                   ? values.end()
                                   : values.find(std::string(text.substr(open + 2, close - open - 2)));
            std::size_t const end =
                found == values.end() ? (open == std::string_view::npos ? text.size() : open + 2) : open;
            out += text.substr(at, end - at);
            at = end;
            if (found == values.end()) continue;
            out += found->second;
            at = close + 2;
        }
        return bj::value(out);
    }
    if (value.is_array()) {
        bj::array list;
        for (bj::value const& one : value.get_array()) list.push_back(filled(one, values, papers));
        return list;
    }
    if (!value.is_object()) return value;
    bj::object object;
    for (auto const& [key, member] : value.get_object()) object[key] = filled(member, values, papers);
    return object;
}

class Webhook final : public Publisher {
public:
    Webhook(WebhookOptions options, bj::value body) : options_(std::move(options)), body_(std::move(body)) {}

    Result<std::vector<OutgoingMessage>> compose(Issue const& issue) const override {
        auto text = make_text_renderer()->render(issue.digest);
        if (!text) return text.error();
        std::map<std::string, std::string> const values{
            {"title", title_of(issue)},
            {"date", format_date(issue.digest.date)},
            {"url", publish::site_page(issue)},
            {"count", std::to_string(issue.digest.entries.size())},
            {"text", std::move(*text)}};
        // The key names what is sent, so that a receiver can tell a repetition.
        std::string const key = hmac_sha256(options_.id, format_date(issue.digest.date));
        std::vector<OutgoingMessage> messages{
            {hex(key).substr(0, 32), bj::serialize(filled(body_, values, papers_of(issue)))}};
        return messages;
    }

    net::awaitable<Result<std::string>> send(OutgoingMessage message, SendContext& context) override {
        std::string const signature =
            options_.secret.empty() ? "" : hex(hmac_sha256(options_.secret.reveal(), message.content));
        net::HttpRequest request = publish::json_request(options_.url.reveal(), std::move(message.content));
        request.set("Idempotency-Key", message.key);
        if (!signature.empty()) request.set("X-Lectern-Signature", "sha256=" + signature);
        co_return co_await publish::post(std::move(request), "the webhook", publish::by_status, context);
    }

private:
    static std::string hex(std::string const& bytes) {
        std::string digits;
        boost::algorithm::hex_lower(bytes, std::back_inserter(digits));
        return digits;
    }

    WebhookOptions options_;
    bj::value body_;
};

}  // namespace
}  // namespace webhook

Result<std::unique_ptr<Publisher>> make_webhook_publisher(WebhookOptions options) {
    boost::system::error_code broken;
    boost::json::value body = boost::json::parse(
        options.body.empty() ? webhook::kDefaultBody : std::string_view(options.body), broken);
    if (broken) return Error(errc::invalid_config, fmt::format("the body is no JSON: {}", broken.message()));
    return std::unique_ptr<Publisher>(
        std::make_unique<webhook::Webhook>(std::move(options), std::move(body)));
}

}  // namespace lectern
