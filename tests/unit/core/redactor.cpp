#include "support.hpp"

#include <lectern/core/redactor.hpp>
#include <lectern/core/text.hpp>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <ctime>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(core_redactor)

std::string const key = "sk-Live_9f/Q2+x=Zz7";

Redactor knowing(std::string const& secret) {
    Redactor redactor;
    redactor.add(secret);
    return redactor;
}

std::string each(std::string const& text, auto const& write) {
    std::string out;
    for (char const c : text) out += write(static_cast<unsigned char>(c));
    return out;
}

std::string base64(std::string const& bytes, bool url = false) {
    std::string const alphabet =
        std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") + (url ? "-_" : "+/");
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (char const c : bytes) {
        bits = bits << 8 | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6) out += alphabet[bits >> (count - 6) & 63];
    }
    if (count > 0) out += alphabet[bits << (6 - count) & 63];
    while (!url && out.size() % 4 != 0) out += '=';
    return out;
}

std::vector<std::string> forms_of(std::string const& secret) {
    std::string const percent = each(secret, [](int c) { return fmt::format("%{:02X}", c); });
    std::string const json = boost::json::serialize(boost::json::string(secret));
    std::string wrapped = secret;
    for (std::size_t at = 4; at < wrapped.size(); at += 6) wrapped.insert(at, "\r\n ");
    std::string mixed;
    for (std::size_t i = 0; i < secret.size(); ++i)
        mixed += i % 3 == 0         ? fmt::format("\\u{:04x}", secret[i])
                 : secret[i] == '/' ? "\\/"
                                    : std::string(1, secret[i]);
    std::string broken = base64("Bearer " + secret);
    broken.insert(broken.size() / 2, "\n");
    return {
        secret,
        text::ascii_lower(secret),
        json,
        mixed,
        boost::json::serialize(boost::json::string(mixed)),
        boost::json::serialize(boost::json::string(boost::json::serialize(boost::json::string(mixed)))),
        percent,
        text::ascii_lower(percent),
        each(percent,
             [](int c) { return c == '%' ? std::string("%25") : std::string(1, static_cast<char>(c)); }),
        each(secret, [](int c) { return fmt::format("&#{};", c); }),
        each(secret, [](int c) { return fmt::format("&#x{:x};", c); }),
        each(secret,
             [](int c) { return c == '/' ? std::string("&sol;") : std::string(1, static_cast<char>(c)); }),
        each(secret, [](int c) { return fmt::format("\\x{:02x}", c); }),
        each(secret, [](int c) { return fmt::format("\\{:03o}", c); }),
        each(secret, [](int c) { return fmt::format("{:02x}", c); }),
        each(secret, [](int c) { return fmt::format("{:02X} ", c); }),
        each(secret, [](int c) { return fmt::format("={:02X}", c); }),
        each(secret,
             [](int c) { return (std::isalnum(c) ? "" : "\\") + std::string(1, static_cast<char>(c)); }),
        each(secret, [](int c) { return std::string(1, static_cast<char>(c)) + " "; }),
        wrapped,
        base64(secret),
        base64("user:" + secret),
        base64("u:" + secret + ":more", true),
        base64("Bearer " + secret),
        broken};
}

BOOST_AUTO_TEST_CASE(a_secret_is_found_in_every_form) {
    Redactor const redactor = knowing(key);
    for (std::string const& form : forms_of(key)) {
        std::string const text = redactor.redact("before (" + form + ") after");
        BOOST_TEST(text.starts_with("before ("), form);
        BOOST_TEST(text.ends_with(") after"), form);
        BOOST_TEST(text.find("[secret]") != std::string::npos, form);
        // What is left are the quotes of a JSON string, and of base64 what stands for other text.
        BOOST_TEST(text.size() < 17u + 24u, form << " gave " << text);
    }
}

BOOST_AUTO_TEST_CASE(secrets_may_hold_escapes_and_blanks) {
    for (std::string const secret : {"p%41ss&amp;word\\n1", "correct horse battery", "a=4Db%2525cdefg"}) {
        Redactor const redactor = knowing(secret);
        BOOST_TEST(redactor.redact("x " + secret + " y") == "x [secret] y");
        BOOST_TEST(redactor.redact(each(secret, [](int c) { return fmt::format("\\u{:04X}", c); })) ==
                   "[secret]");
        BOOST_TEST(redactor.redact(boost::json::serialize(boost::json::string(secret))) == "\"[secret]\"");
    }
}

BOOST_AUTO_TEST_CASE(short_secrets_are_whole_words) {
    Redactor const redactor = knowing("gate");
    BOOST_TEST(redactor.redact("a gate, two gates, (gate) gate_way") ==
               "a [secret], two gates, ([secret]) gate_way");
    for (std::string const secret : {"a", "ab", "", "  "})
        BOOST_TEST(knowing(secret).redact("a study ab ab a") == "a study ab ab a");
}

BOOST_AUTO_TEST_CASE(other_texts_stay_as_they_are) {
    Redactor const redactor = knowing(key);
    for (std::string const text : {"", "no secret", "100 % of \\alpha &amp; \\u00e9 &#45; =3D", "sk-Live",
                                   "\xff\xfe\\", "\\u", "%", "&#x;", "="})
        BOOST_TEST(redactor.redact(text) == text);
    BOOST_TEST(Redactor().redact(key) == key);
    // All of them, and no more than they are.
    BOOST_TEST(redactor.redact(key + key + "," + key) == "[secret],[secret]");
}

BOOST_AUTO_TEST_CASE(copies_share_what_they_know) {
    Redactor const first;
    Redactor const second = first;
    auto const give = watched(
        [](std::string_view name) -> Result<Secret> { return Secret(std::string(name) + "-123456"); }, first);
    BOOST_TEST(second.redact("OPENAI-123456") == "OPENAI-123456");
    BOOST_TEST(give("OPENAI").value().reveal() == "OPENAI-123456");
    BOOST_TEST(second.redact("OPENAI-123456") == "[secret]");
}

BOOST_AUTO_TEST_CASE(a_secret_is_found_wherever_a_long_text_has_it) {
    Redactor const redactor = knowing(key);
    constexpr std::size_t piece = std::size_t{1} << 20;
    auto const json = [](int c) { return fmt::format("\\u{:04x}", c); };
    auto const percent = [](int c) { return fmt::format("%{:02X}", c); };
    for (std::string const& form : {key, each(key, json), each(key, percent)}) {
        std::string text(2 * piece + 200'000, '.');
        std::vector<std::size_t> const places{
            0,         piece - 300,        piece - form.size() / 2,  piece + 150,
            piece * 2, piece * 2 + 70'000, text.size() - form.size()};
        for (std::size_t const at : places) text.replace(at, form.size(), form);
        std::string const masked = redactor.redact(text);
        BOOST_TEST(masked.size() == text.size() - places.size() * (form.size() - 8), form);
    }
}

BOOST_AUTO_TEST_CASE(redaction_is_linear) {
    Redactor const redactor = knowing(key);
    for (std::string const piece :
         {"\\u0073", "%73", "a", " ", "&#", "&#x73;", "sk-Live_9f", "\\", "=\n", "c2stTGl2ZV85", "736b2d"}) {
        std::string text;
        while (text.size() < (std::size_t{2} << 20)) text += piece;
        std::clock_t const begin = std::clock();
        redactor.redact(text);
        double const seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        BOOST_TEST(seconds < 10, piece);
        BOOST_TEST_MESSAGE(piece << ": " << seconds << " s");
    }
}

BOOST_AUTO_TEST_SUITE_END()
