// `lectern send`: mail and chat services with scripted faults, what is sent once, secrets.
#include "http_server.hpp"
#include "reader_directory.hpp"
#include "smtp_server.hpp"

#include <boost/json.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <ostream>
#include <set>
#include <string>

using namespace lectern;
using test::holds;
namespace bj = boost::json;

BOOST_AUTO_TEST_SUITE(cli_send)

/// An environment variable, for as long as it lives.
class Variable {
public:
    Variable(char const* name, std::string const& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    Variable(Variable const&) = delete;
    Variable& operator=(Variable const&) = delete;
    ~Variable() { ::unsetenv(name_); }

private:
    char const* name_;
};

struct Fixture : test::ReaderDirectory {
    Variable password{"MAIL_PASSWORD", "mail-password-4711"};
    Variable token{"CHAT_TOKEN", "xoxb-chat-token-4711"};

    Fixture() {
        add_to_config("[net]\nattempts = 4\nretry_wait = \"1ms\"\n");
        std::string lines;
        for (int i = 1; i <= 12; ++i)
            lines += paper(fmt::format("2603.{:05}", i), fmt::format("Sparse networks {}", i),
                           "We show sparse networks.\r\nBcc: x@example.org", "Jürgen Große");
        run_day("2026-03-17", lines);
    }

    void add_mail(test::SmtpServer const& server, std::string const& security, std::string const& to,
                  std::string const& more = {}) {
        test::write(dir.path() / "ca.pem", server.certificate());
        add_to_config(fmt::format(
            "[[channel]]\nname = \"mail\"\nkind = \"smtp\"\nhost = \"localhost\"\nport = {}\nsecurity = "
            "\"{}\"\nuser = \"me\"\npassword_env = \"MAIL_PASSWORD\"\nfrom = \"Digést <d@example.org>\"\n"
            "to = {}\nca_file = \"ca.pem\"\ntimeout = \"5s\"\n{}",
            server.port(), security, to, more));
    }
    void add_channel(std::string const& name, std::string const& kind, std::string const& keys) {
        add_to_config(fmt::format("[[channel]]\nname = \"{}\"\nkind = \"{}\"\n{}\n", name, kind, keys));
    }
    test::Finished send(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), "send");
        return lectern(arguments);
    }
};

BOOST_DATA_TEST_CASE_F(Fixture, mail_is_sent_once_to_each_recipient,
                       boost::unit_test::data::make({"starttls", "tls"}), security) {
    test::SmtpServer server(std::string(security) == "starttls");
    add_mail(server, security, R"(["Jürgen <j@example.net>", "b@example.net", "B <b@example.net>"])");
    auto const sent = send();
    BOOST_TEST(sent.exit_code == 0, sent.err);
    BOOST_TEST(holds(sent.out, "mail (smtp): 2026-03-17: 2 messages sent"), sent.out);
    auto const mails = server.mails();
    BOOST_TEST_REQUIRE(mails.size() == 2U);
    BOOST_TEST(mails[0].from == "d@example.org");
    BOOST_TEST(mails[0].to == "j@example.net");
    BOOST_TEST(mails[1].to == "b@example.net");
    std::string const& message = mails[0].message;
    BOOST_TEST(holds(message, "Subject: arXiv digest of Tuesday 17 March 2026: 12 papers\r\n"),
               message.substr(0, 800));
    BOOST_TEST(holds(message, "From: =?UTF-8?B?"));
    BOOST_TEST(holds(message, "Content-Type: text/html; charset=utf-8\r\n"));
    BOOST_TEST(!holds(message, "\r\nBcc:"));
    BOOST_TEST(holds(mails[1].message, "To: b@example.net\r\n"));
    BOOST_TEST(holds(send().out, "sent before"));
    BOOST_TEST(server.mails().size() == 2U);
    // The same each time.
    auto const id = [](std::string const& mail) { return mail.substr(mail.find("Message-ID:"), 90); };
    BOOST_TEST(holds(send({"--again"}).out, "2 messages sent"));
    BOOST_TEST(id(server.mails()[2].message) == id(message));
    auto const preview = send({"--preview"});
    BOOST_TEST(holds(preview.out, "To: b@example.net\r\n"), preview.err);
    BOOST_TEST(!holds(sent.out + sent.err + preview.out, "4711"));
}

/// A fault at a command, and how sending ends.
struct Fault {
    std::string command;
    std::string reply;
    int times;
    int exit_code;
    std::size_t mails;
    std::string message;
};
std::ostream& operator<<(std::ostream& out, Fault const& fault) {
    return out << fault.command << ' ' << fault.reply << " x" << fault.times;
}

Fault const faults[] = {
    {"connect", "421 too busy", 1, 0, 1, ""},
    {"MAIL", "451 later", 2, 0, 1, ""},
    {"RCPT", "450 mailbox busy", 1, 0, 1, ""},
    {"RCPT", "450 mailbox busy", 9, 3, 0, "450 mailbox busy"},
    {"RCPT", "550 no such user", 9, 3, 0, "550 no such user"},
    {".", "552 too large", 9, 3, 0, "552 too large"},
    {"DATA", "", 1, 0, 1, ""},
    {".", "", 1, 0, 2, ""},  // taken, but the answer was lost: it arrives twice, with one Message-ID
    {"AUTH", "535 no", 9, 3, 0, "does not accept user and password"},
    {"STARTTLS", "454 not now", 9, 3, 0, "STARTTLS"},
    {"EHLO", "250 localhost", 9, 3, 0, "STARTTLS"},
};

BOOST_DATA_TEST_CASE_F(Fixture, faults_of_a_mail_server_end_in_known_ways,
                       boost::unit_test::data::make(faults), fault) {
    test::SmtpServer server;
    add_mail(server, "starttls", R"(["b@example.net"])");
    for (int i = 0; i < fault.times; ++i) server.answer(fault.command, fault.reply);
    auto const sent = send();
    BOOST_TEST(sent.exit_code == fault.exit_code, sent.err);
    BOOST_TEST(server.mails().size() == fault.mails);
    BOOST_TEST(holds(sent.err, fault.message), sent.err);
    for (std::string const& command : server.commands()) BOOST_TEST(!holds(command, "mail-password"));
    BOOST_TEST(!holds(sent.err, "4711"));
}

BOOST_FIXTURE_TEST_CASE(a_certificate_that_is_not_trusted_ends_it, Fixture) {
    test::SmtpServer server;
    test::SmtpServer const other;
    add_mail(server, "starttls", R"(["b@example.net"])");
    test::write(dir.path() / "ca.pem", other.certificate());
    auto const sent = send();
    BOOST_TEST(sent.exit_code == 3);
    BOOST_TEST(holds(sent.err, "TLS failed"), sent.err);
    for (std::string const& command : server.commands()) BOOST_TEST(!command.starts_with("AUTH"));
}

/// A service that fails often before it takes a message.
struct FaultyService {
    std::vector<test::ReceivedRequest> taken;
    int calls = 0;
    test::HttpServer server{[this](test::ReceivedRequest const& request) {
        ++calls;
        if (calls % 3 == 1) return test::reply_with("{\"retry_after\":0.001}", calls % 2 == 0 ? 429 : 503);
        if (calls % 7 == 2) {
            test::Reply reply = test::reply_with("");
            reply.drop_after = 0;
            return reply;
        }
        taken.push_back(request);
        return test::reply_with(R"({"ok":true,"ts":"17.5","id":"5","code":0})");
    }};
};

BOOST_FIXTURE_TEST_CASE(chat_services_that_fail_often_get_each_message_once, Fixture) {
    FaultyService service;
    std::string const url = service.server.url();
    add_channel("slack", "slack", "token_env = \"CHAT_TOKEN\"\nchannel = \"C1\"\nurl = \"" + url + "\"");
    add_channel("hook", "slack-webhook", "url = \"" + url + "/services/T0/B0/hook-secret-path\"");
    add_channel("discord", "discord", "url = \"" + url + "/discord/1/tok\"");
    add_channel("telegram", "telegram", "token_env = \"CHAT_TOKEN\"\nchat = \"-100\"\nurl = \"" + url + "\"");
    add_channel("feishu", "feishu", "secret_env = \"CHAT_TOKEN\"\nurl = \"" + url + "/feishu\"");
    add_channel("teams", "teams", "url = \"" + url + "/teams\"");
    add_channel("ntfy", "ntfy", "url = \"" + url + "/topic\"");
    add_channel("webhook", "webhook", "secret_env = \"CHAT_TOKEN\"\nurl = \"" + url + "/webhook\"");
    auto const sent = send({"-v"});
    BOOST_TEST(sent.exit_code == 0, sent.err);
    std::set<std::string> bodies;
    std::map<std::string, std::size_t> by_path;
    for (auto const& request : service.taken) {
        BOOST_TEST(bodies.insert(request.target + request.body).second, "twice: " << request.target);
        ++by_path[request.target];
    }
    BOOST_TEST(by_path["/api/chat.postMessage"] == 2U);
    BOOST_TEST(by_path["/botxoxb-chat-token-4711/sendMessage"] >= 1U);
    BOOST_TEST(by_path["/discord/1/tok?wait=true"] >= 1U);
    std::size_t const before = service.taken.size();
    BOOST_TEST(send().exit_code == 0);
    BOOST_TEST(service.taken.size() == before);
    // The thread hangs at the first message.
    for (auto const& request : service.taken) {
        bool const later = request.target == "/api/chat.postMessage" && holds(request.body, "Papers 1 to");
        if (later) BOOST_TEST(holds(request.body, "\"thread_ts\":\"17.5\""));
        if (request.target == "/webhook")
            BOOST_TEST(request.headers.at("x-lectern-signature").starts_with("sha256="));
    }
    BOOST_TEST(!holds(sent.err + sent.out, "4711"), sent.err);
    BOOST_TEST(!holds(sent.err + sent.out, "hook-secret-path"));
}

BOOST_FIXTURE_TEST_CASE(what_a_service_refuses_is_told_and_goes_on_later, Fixture) {
    bool open = false;
    std::size_t taken = 0;
    test::HttpServer server([&](test::ReceivedRequest const&) {
        taken += open ? 1U : 0U;
        return test::reply_with(open ? R"({"ok":true,"ts":"1"})"
                                     : R"({"ok":false,"error":"channel_not_found"})");
    });
    add_channel("slack", "slack",
                "token_env = \"CHAT_TOKEN\"\nchannel = \"C1\"\nurl = \"" + server.url() + "\"");
    add_channel("file", "command",
                R"(argv = ["sh", "-c", "cat > got.md"])"
                "\nformat = \"markdown\"");
    auto const refused = send();
    BOOST_TEST(refused.exit_code == 3);
    BOOST_TEST(holds(refused.err, "channel_not_found"), refused.err);
    // One channel's failure does not keep others from sending.
    BOOST_TEST(holds(refused.out, "file (command): 2026-03-17: 1 message sent"), refused.out);
    open = true;
    auto const sent = send();
    BOOST_TEST(sent.exit_code == 0, sent.err);
    BOOST_TEST(taken == 2U);
    BOOST_TEST(holds(sent.out, "file (command): 2026-03-17: sent before"));
}

BOOST_FIXTURE_TEST_CASE(a_missing_secret_concerns_its_channel_only, Fixture) {
    add_channel("a", "slack", "token_env = \"NO_SUCH_TOKEN\"\nchannel = \"C1\"");
    add_channel("b", "command", R"(argv = ["true"])");
    auto const sent = send();
    BOOST_TEST(sent.exit_code == 3);
    BOOST_TEST(holds(sent.err, "NO_SUCH_TOKEN is not set"), sent.err);
    BOOST_TEST(holds(sent.out, "b (command): 2026-03-17: 1 message sent"));
    BOOST_TEST(send({"--preview"}).exit_code == 0);
    auto const found = lectern({"doctor", "--offline"});
    BOOST_TEST(holds(found.out, "NO_SUCH_TOKEN is not set"), found.out);
    BOOST_TEST(holds(found.out, "channel: b (command)"), found.out);
}

BOOST_FIXTURE_TEST_CASE(what_was_missed_is_sent_later, Fixture) {
    add_channel("a", "command", R"(argv = ["sh", "-c", "cat >> all.txt; test ! -e broken"])");
    BOOST_TEST(send().exit_code == 0);
    test::write(dir.path() / "broken", "");
    run_day("2026-03-18", paper("2603.00100", "Sparse networks again", "We show more."));
    auto const failed = send();
    BOOST_TEST(failed.exit_code == 3);
    BOOST_TEST(holds(failed.err, "exit status 1"), failed.err);
    std::filesystem::remove(dir.path() / "broken");
    run_day("2026-03-19", paper("2603.00101", "Sparse networks for ever", "We show more."));
    auto const sent = send();
    BOOST_TEST(holds(sent.out, "2026-03-18: 1 message sent"), sent.out);
    BOOST_TEST(holds(sent.out, "2026-03-19: 1 message sent"), sent.out);
    BOOST_TEST(!holds(sent.out, "2026-03-17"), sent.out);
}

BOOST_FIXTURE_TEST_CASE(a_weekly_channel_sends_once_a_week, Fixture) {
    add_channel("w", "command", "argv = [\"sh\", \"-c\", \"cat > week.txt\"]\nwhen = \"weekly\"");
    run_day("2026-03-18", paper("2603.00100", "Sparse networks again", "We show more."));
    BOOST_TEST(holds(send().out, "2026-03-18: 1 message sent"));
    std::string const week = test::read(dir.path() / "week.txt");
    BOOST_TEST((holds(week, "2603.00001") && holds(week, "2603.00100")), week);
    run_day("2026-03-19", paper("2603.00101", "Sparse networks for ever", "We show more."));
    BOOST_TEST(holds(send().out, "nothing is due"));
    run_day("2026-03-25", paper("2603.00102", "Sparse networks at last", "We show more."));
    BOOST_TEST(holds(send().out, "2026-03-25: 1 message sent"));
    std::string const next = test::read(dir.path() / "week.txt");
    BOOST_TEST((holds(next, "2603.00101") && holds(next, "2603.00102") && !holds(next, "2603.00100")), next);
}

BOOST_FIXTURE_TEST_CASE(an_empty_day_is_not_sent_unless_asked, Fixture) {
    add_channel("a", "command", R"(argv = ["true"])");
    add_channel("b", "command", "argv = [\"true\"]\nempty = true");
    test::write(dir.path() / "day.jsonl",
                paper("2603.00001", "Sparse networks 1", "We show sparse networks."));
    BOOST_TEST(lectern({"run", "--papers", "day.jsonl", "--date", "2026-03-18"}).exit_code == 0);
    auto const sent = send({"--date", "2026-03-18"});
    BOOST_TEST(holds(sent.out, "a (command): 2026-03-18: no papers, nothing to send"), sent.out);
    BOOST_TEST(holds(sent.out, "b (command): 2026-03-18: 1 message sent"), sent.out);
}

/// A mistake in a channel, and what the message says.
struct Mistake {
    char const* keys;
    char const* message;
};
std::ostream& operator<<(std::ostream& out, Mistake const& mistake) {
    return out << mistake.keys;
}

Mistake const mistakes[] = {
    {"kind = \"command\"", "every [[channel]] needs a name"},
    {"name = \"a\"", "every [[channel]] needs a kind"},
    {"name = \"a\"\nkind = \"slak\"", "did you mean \"slack\"?"},
    {"name = \"a\"\nkind = \"command\"\nargv = \"x\"", "channel.argv: a list of texts"},
    {"name = \"a\"\nkind = \"command\"", "argv is missing"},
    {"name = \"a\"\nkind = \"command\"\nargv = [\"x\"]\nwhen = \"hourly\"", "channel.when: daily or weekly"},
    {"name = \"a\"\nkind = \"command\"\nargv = [\"x\"]\nformt = \"text\"", "did you mean \"format\"?"},
    {"name = \"a\"\nkind = \"command\"\nargv = [\"x\"]\nformat = \"pdf\"", "\"pdf\" is not known"},
    {"name = \"a\"\nkind = \"smtp\"\nhost = \"h\"\nfrom = \"x\"\nto = [\"a@b.c\"]",
     "\"x\" is no mail address"},
    {"name = \"a\"\nkind = \"smtp\"\nhost = \"h\"\nfrom = \"x@y.z\"\nto = []", "at least one mail address"},
    {"name = \"a\"\nkind = \"smtp\"\nhost = \"h\"\nsecurity = \"none\"",
     "nothing is sent without encryption"},
    {"name = \"a\"\nkind = \"discord\"\nurl = \"ftp://x\"", "url is no http(s) address"},
    {"name = \"a\"\nkind = \"ntfy\"\nurl = \"https://ntfy.sh/\"", "must end with the topic"},
};

BOOST_DATA_TEST_CASE_F(Fixture, mistakes_name_file_and_line, boost::unit_test::data::make(mistakes),
                       mistake) {
    add_to_config(std::string("[[channel]]\n") + mistake.keys + "\n");
    auto const done = send();
    BOOST_TEST(done.exit_code == 2);
    BOOST_TEST(holds(done.err, "lectern.toml:"), done.err);
    BOOST_TEST(holds(done.err, mistake.message), done.err);
}

BOOST_FIXTURE_TEST_CASE(a_killed_send_leaves_nothing_unsent, Fixture) {
    std::map<std::string, int> taken;
    test::HttpServer server([&](test::ReceivedRequest const& request) {
        ++taken[request.body];
        return test::reply_with("{\"id\":\"5\"}");
    });
    add_channel("ntfy", "ntfy", "url = \"" + server.url() + "/topic\"");
    std::string lines;
    for (int i = 200; i < 300; ++i)
        lines += paper(fmt::format("2603.{:05}", i),
                       fmt::format("Sparse networks {} {}", i, std::string(200, 'x')), "We show it.");
    test::write(dir.path() / "lectern.toml", test::read(dir.path() / "lectern.toml"));
    run_day("2026-03-18", lines);
    for (int i = 1; i <= 12; ++i) {
        auto const killed = test::run_script(
            fmt::format("timeout -s KILL {} \"$LECTERN\" send", 0.02 + 0.004 * i), dir.path());
        (void)killed;
    }
    auto const sent = send();
    BOOST_TEST(sent.exit_code == 0, sent.err);
    std::size_t messages = taken.size();
    BOOST_TEST(messages > 1U);
    BOOST_TEST(send().exit_code == 0);
    BOOST_TEST(taken.size() == messages);
}

BOOST_AUTO_TEST_SUITE_END()
