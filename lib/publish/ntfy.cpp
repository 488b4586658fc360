#include "detail/paper_text.hpp"
#include "detail/post.hpp"

#include <lectern/core/text.hpp>
#include <lectern/publish/chat.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <utility>

namespace lectern {
namespace ntfy {
namespace {

namespace bj = boost::json;

constexpr std::size_t kLongest = 3900;  // 4096 bytes are allowed; what is longer becomes a file

std::string paper_text(publish::PaperText const& paper) {
    std::string text = fmt::format("{}. {}", paper.number, paper.title);
    for (std::string const& line : {paper.authors, paper.reason, paper.gist}) {
        if (!line.empty()) text += "\n" + line;
    }
    return text + "\n" + paper.url;
}

class Ntfy final : public Publisher {
public:
    explicit Ntfy(NtfyOptions options) : token_(std::move(options.token)) {
        std::string const url = options.url.reveal();
        std::size_t const slash = url.rfind('/');
        topic_ = url.substr(slash + 1);
        root_ = url.substr(0, slash);
    }

    Result<std::vector<OutgoingMessage>> compose(Issue const& issue) const override {
        std::string const page = publish::site_page(issue);
        std::string head;
        for (std::string const& line : publish::head_lines(issue))
            head += (head.empty() ? "" : "\n") + text::truncate(line, kLongest / 5);
        std::vector<std::string> texts{std::move(head)};
        for (publish::PaperText const& paper : publish::paper_texts(issue))
            texts.push_back(publish::fitting(paper, kLongest, paper_text, publish::bytes_of));
        auto const parts = publish::packed(texts, "\n\n", kLongest, publish::bytes_of);
        std::vector<OutgoingMessage> messages;
        for (std::string const& text : parts) {
            std::size_t const number = messages.size() + 1;
            std::string title = title_of(issue);
            if (parts.size() > 1) title += fmt::format(" ({}/{})", number, parts.size());
            bj::object body{{"topic", topic_},
                            {"title", std::move(title)},
                            {"message", text},
                            {"tags", bj::array{"books"}}};
            if (!page.empty()) body["click"] = page;
            messages.push_back({std::to_string(number), bj::serialize(body)});
        }
        return messages;
    }

    net::awaitable<Result<std::string>> send(OutgoingMessage message, SendContext& context) override {
        // The JSON form goes to the root: texts in headers could only be ASCII.
        net::HttpRequest request = publish::json_request(root_ + "/", std::move(message.content));
        if (!token_.empty()) request.set("Authorization", "Bearer " + token_.reveal());
        co_return co_await publish::post(std::move(request), "ntfy", judge, context);
    }

private:
    static publish::Reception judge(net::HttpResponse const& response) {
        publish::Reception reception = publish::by_status(response);
        bj::object const answer = publish::object_in(response.body);
        if (bj::value const* id = answer.if_contains("id"); id && id->is_string())
            reception.reference = id->get_string();
        return reception;
    }

    Secret token_;
    std::string topic_;
    std::string root_;
};

}  // namespace
}  // namespace ntfy

std::unique_ptr<Publisher> make_ntfy_publisher(NtfyOptions options) {
    return std::make_unique<ntfy::Ntfy>(std::move(options));
}

}  // namespace lectern
