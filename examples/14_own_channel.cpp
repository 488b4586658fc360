// A channel of one's own: the digest's titles as lines of a log file.
//
//     14_own_channel day.rss topics.md DIRECTORY
#include <lectern/config/config_file.hpp>
#include <lectern/core/file.hpp>
#include <lectern/daily/channels.hpp>
#include <lectern/daily/environment.hpp>
#include <lectern/feed/file_feed.hpp>
#include <lectern/score/local/local_scorer.hpp>
#include <lectern/score/local/topics.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

using namespace lectern;

// [channel]
class TitleLog final : public Publisher {
public:
    explicit TitleLog(std::filesystem::path file) : file_(std::move(file)) {}

    Result<std::vector<OutgoingMessage>> compose(Issue const& issue) const override {
        std::vector<OutgoingMessage> messages;
        for (DigestEntry const& entry : issue.digest.entries)
            messages.push_back(
                {entry.paper.id.base(), entry.paper.id.base() + " " + entry.paper.title + "\n"});
        return messages;
    }

    net::awaitable<Result<std::string>> send(OutgoingMessage message, SendContext&) override {
        std::ofstream log(file_, std::ios::app);
        log << message.content << std::flush;
        if (!log) co_return Error(errc::io, file_.string());
        co_return message.key;
    }

private:
    std::filesystem::path file_;
};

/// `[[channel]]` with `kind = "title-log"` and the key `file`.
Result<std::unique_ptr<Publisher>> make_title_log(ChannelSetup const& setup) {
    std::filesystem::path file = "titles.log";
    setup.options().path("file", file);
    return std::make_unique<TitleLog>(std::move(file));
}
// [channel]

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    std::filesystem::path const directory = argv[3];
    std::filesystem::remove_all(directory);
    SqliteStore store = SqliteStore::open(directory / "lectern.db").value();
    Environment environment;
    environment.use(store);
    Pipeline pipeline(make_file_feed({argv[1]}),
                      make_local_scorer(parse_topics(read_file(argv[2]).value(), argv[2]).value()));
    Issue issue;
    issue.digest = environment.run(pipeline.run(Window{}, environment.services())).value();

    // [deliver]
    Registry registry = default_registry();
    registry.channels.push_back({"title-log", "titles in a file", make_title_log});
    Config config =
        parse_config("[[channel]]\nname = \"log\"\nkind = \"title-log\"\n", "lectern.toml", directory)
            .value();
    std::vector<Channel> const channels = make_channels(config, registry, {}, {}).value();
    SendContext context{nullptr, environment.clock(), environment.services().log};
    for (int i = 0; i < 2; ++i) {
        Delivery const delivery =
            environment.run(deliver(issue, "log", *channels.front().publisher, store, context)).value();
        std::cout << delivery.sent << " sent, " << delivery.sent_before << " sent before\n";
    }
    // [deliver]
}
