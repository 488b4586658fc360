#include "http_server.hpp"
#include "net/detail/response_reader.hpp"
#include "support.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <random>

using namespace lectern;

BOOST_AUTO_TEST_SUITE(net_response)

constexpr std::size_t kLimit = std::size_t{1} << 20;

struct Outcome {
    net::HttpResponse response;
    bool reusable = false;
    std::size_t used = 0;
};

/// Reads the bytes in pieces; the peer closes after the last one unless the response is complete before.
Result<Outcome> read(std::string_view bytes, std::size_t piece = std::string_view::npos,
                     bool expects_body = true) {
    net::ResponseReader reader(expects_body, kLimit);
    Outcome outcome;
    while (outcome.used < bytes.size() && !reader.done()) {
        auto const used = reader.put(bytes.substr(outcome.used, piece));
        if (!used) return used.error();
        outcome.used += *used;
    }
    if (!reader.done()) {
        if (auto const ended = reader.end(); !ended) return ended.error();
    }
    outcome.reusable = reader.reusable();
    auto response = reader.take();
    if (!response) return response.error();
    outcome.response = std::move(*response);
    return outcome;
}

std::string with_length(std::string const& head, std::string const& body) {
    return head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

struct Sloppy {
    char const* what;
    std::string bytes;
    bool reusable = true;
};

std::ostream& operator<<(std::ostream& out, Sloppy const& sloppy) {
    return out << sloppy.what;
}

std::vector<Sloppy> const kSloppy{
    {"as it should be", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"},
    {"no reason and no blank", "HTTP/1.1 200\r\nContent-Length: 4\r\n\r\nbody"},
    {"no reason", "HTTP/1.1 200 \r\nContent-Length: 4\r\n\r\nbody"},
    {"several blanks", "HTTP/1.1  200\t OK\r\nContent-Length: 4\r\n\r\nbody"},
    {"Latin-1 reason", "HTTP/1.1 200 Tr\xe8s bien\r\nContent-Length: 4\r\n\r\nbody"},
    {"lower case", "http/1.1 200 ok\r\ncontent-length: 4\r\n\r\nbody"},
    {"bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 4\n\nbody"},
    {"mixed line ends", "HTTP/1.1 200 OK\r\nContent-Length: 4\n\r\nbody"},
    {"leading blank lines", "\r\n\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"},
    {"equal lengths", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nbody"},
    {"equal lengths in a list", "HTTP/1.1 200 OK\r\nContent-Length: 4, 4\r\n\r\nbody"},
    {"folded field", "HTTP/1.1 200 OK\r\nX-A: one\r\n  two\r\n\tthree\r\nContent-Length: 4\r\n\r\nbody"},
    {"blank before colon", "HTTP/1.1 200 OK\r\nContent-Length : 4\r\n\r\nbody"},
    {"Latin-1 value", "HTTP/1.1 200 OK\r\nX-A: caf\xe9\r\nContent-Length: 4\r\n\r\nbody"},
    {"a line that is no field", "HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 4\r\n\r\nbody", false},
    {"fold without field", "HTTP/1.1 200 OK\r\n lost\r\nContent-Length: 4\r\n\r\nbody", false},
    {"HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nbody", false},
    {"HTTP/1.0 kept open", "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 4\r\n\r\nbody"},
    {"HTTP/2 in words", "HTTP/2 200\r\nContent-Length: 4\r\n\r\nbody", false},
    {"until close", "HTTP/1.1 200 OK\r\n\r\nbody", false},
    {"empty length", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nbody", false},
    {"announced close", "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 4\r\n\r\nbody", false},
    {"interim responses",
     "HTTP/1.1 100\r\n\r\nHTTP/1.1 103 Hints\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
     "4\r\n\r\nbody"},
    {"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nb\r\n3\r\nody\r\n0\r\n\r\n"},
    {"odd case", "HTTP/1.1 200 OK\r\ntransfer-ENCODING:  ChunKed \r\n\r\n4\r\nbody\r\n0\r\n\r\n"},
    {"extensions and trailers",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4 ; a=\"b\"\r\nbody\r\n0;x\r\nX-T: 1\r\n\r\n"},
    {"chunks of bare line feeds", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n00004\nbody\n0\n\n"},
    {"identity", "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 4\r\n\r\nbody"},
    {"chunks and a length",
     "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
     false},
    {"chunks in HTTP/1.0",
     "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
     false},
    {"no blank line at the end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n",
     false},
    {"text labeled gzip", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nbody"},
    {"text labeled br", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\nbody"},
};

BOOST_DATA_TEST_CASE(of_sloppy_servers_are_understood, boost::unit_test::data::make(kSloppy), sloppy) {
    for (std::size_t const piece : {std::string::npos, std::size_t{1}, std::size_t{7}}) {
        auto const outcome = test::require(read(sloppy.bytes, piece));
        BOOST_TEST(outcome.response.status == 200);
        BOOST_TEST(outcome.response.body == "body");
        BOOST_TEST(outcome.reusable == sloppy.reusable);
        BOOST_TEST(outcome.used == sloppy.bytes.size());
    }
}

BOOST_AUTO_TEST_CASE(keep_header_bytes_but_no_control_characters) {
    auto const response = test::require(read("HTTP/1.1 200 OK\r\nETag: a\rb\x01"
                                             "c\r\nX-A: one\r\n two\r\nX-B: caf\xe9\r\n\r\n"))
                              .response;
    BOOST_TEST(response.header("etag") == "a b c");
    BOOST_TEST(response.header("x-a") == "one two");
    BOOST_TEST(response.header("x-b") == "caf\xe9");
}

BOOST_AUTO_TEST_CASE(without_a_body_end_with_the_head) {
    for (char const* status : {"204", "304"}) {
        auto const outcome =
            test::require(read("HTTP/1.1 " + std::string(status) + "\r\nContent-Length: 9\r\n\r\nrest"));
        BOOST_TEST(outcome.response.body.empty());
        BOOST_TEST(outcome.used == 35u);
    }
    auto const head = test::require(read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nrest", 1000, false));
    BOOST_TEST(head.response.body.empty());
    BOOST_TEST(head.used == 38u);
}

struct Broken {
    std::string bytes;
    errc code;
};

std::ostream& operator<<(std::ostream& out, Broken const& broken) {
    return out << broken.bytes;
}

std::string const kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

std::vector<Broken> const kBroken{
    {"this is no HTTP at all\r\n\r\n", errc::http_protocol},
    {"<html></html>\n", errc::http_protocol},
    {"HTTP/1.1\r\n\r\n", errc::http_protocol},
    {"HTTP/1.1 2x0 OK\r\n\r\n", errc::http_protocol},
    {"HTTP/1.1 20 OK\r\n\r\n", errc::http_protocol},
    {"HTTP/1.1 2000 OK\r\n\r\n", errc::http_protocol},
    {"HTTP/x 200 OK\r\n\r\n", errc::http_protocol},
    {"HTTP/1.1 101 Switching Protocols\r\n\r\n", errc::http_protocol},
    {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody", errc::http_protocol},
    {"HTTP/1.1 200 OK\r\nContent-Length: 4, 5\r\n\r\nbody", errc::http_protocol},
    {"HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\nbody", errc::http_protocol},
    {"HTTP/1.1 200 OK\r\nContent-Length: 0x4\r\n\r\nbody", errc::http_protocol},
    {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody", errc::connect_failed},
    {"HTTP/1.1 200 OK\r\nContent-Len", errc::connect_failed},
    {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n", errc::connect_failed},
    {kChunked + "4\r\nbody\r\n", errc::connect_failed},
    {kChunked + "4\r\nbo", errc::connect_failed},
    {kChunked + "4\r\nbody and more\r\n0\r\n\r\n", errc::http_protocol},
    {kChunked + "four\r\nbody\r\n", errc::http_protocol},
    {kChunked + "-4\r\nbody\r\n", errc::http_protocol},
    {kChunked + "\r\nbody\r\n", errc::http_protocol},
    {kChunked + "99999999999999999999\r\n", errc::http_protocol},
    {kChunked + "fffffff\r\n", errc::too_large},
    {"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x0b\x02\x80", errc::bad_encoding},
};

BOOST_DATA_TEST_CASE(that_are_broken_have_an_error_of_the_server, boost::unit_test::data::make(kBroken),
                     broken) {
    for (std::size_t const piece : {std::string::npos, std::size_t{1}}) {
        auto const outcome = read(broken.bytes, piece);
        BOOST_TEST_REQUIRE(outcome.has_error());
        BOOST_TEST(outcome.error() == broken.code, outcome.error().message());
        BOOST_TEST((outcome.error().code() == error_kind::remote));
    }
}

BOOST_AUTO_TEST_CASE(survive_any_damage) {
    std::mt19937 random(11);
    for (int i = 0; i < 20'000; ++i) {
        std::string bytes = kSloppy[random() % kSloppy.size()].bytes;
        for (int changes = 0; changes < 3; ++changes) {
            std::size_t const at = random() % bytes.size();
            if (random() % 2)
                bytes[at] = static_cast<char>(random());
            else
                bytes.erase(at, 1);
        }
        auto const outcome = read(bytes, 1 + random() % 20);
        if (!outcome) BOOST_TEST((outcome.error().code() == error_kind::remote));
    }
}

/// A body in the given coding, with the given headers, read in small pieces.
Result<std::string> decoded(std::string const& head, std::string const& body) {
    auto outcome = read(with_length("HTTP/1.1 200 OK\r\n" + head, body), 100);
    if (!outcome) return outcome.error();
    return std::move(outcome->response.body);
}

std::string const kFeed = "<?xml version='1.0'?><rss>" + std::string(3000, 'a') + "</rss>";
/// "<feed/>" as zlib and as raw deflate.
std::string const kZlib("\x78\x9c\xb3\x49\x4b\x4d\x4d\xd1\xb7\x03\x00\x09\x64\x02\x3e", 15);

BOOST_AUTO_TEST_CASE(are_decoded_by_what_their_bytes_are) {
    std::string const packed = test::gzip(kFeed);
    for (char const* head :
         {"Content-Encoding: gzip\r\n", "Content-Encoding: X-GZIP\r\n", "Content-Encoding: deflate\r\n",
          "Content-Encoding: gzip\r\nContent-Type: application/gzip\r\n", "Content-Encoding: br\r\n",
          "Content-Encoding: identity, gzip\r\n", "Content-Type: text/xml\r\n",
          "Content-Type: application/json\r\n", "Content-Type: application/rss+xml; charset=utf-8\r\n",
          "Content-Encoding: identity\r\n", ""}) {
        BOOST_TEST(test::require(decoded(head, packed)) == kFeed);
    }
    BOOST_TEST(test::require(decoded("Content-Type: application/gzip\r\n", packed)) == packed);
    BOOST_TEST(test::require(decoded("Content-Type: application/octet-stream\r\n", packed)) == packed);
    std::string const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n";
    std::string const transfer = chunked + fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", packed.size(), packed);
    BOOST_TEST(test::require(read(transfer)).response.body == kFeed);
}

BOOST_AUTO_TEST_CASE(take_text_for_text_whatever_the_label) {
    for (std::string const& body :
         {kFeed, std::string("{\"a\": 1}"), std::string("\xff\xfe<\0f\0", 6), std::string()}) {
        for (char const* label : {"gzip", "deflate", "x-gzip", "br", "utf-8", "none"}) {
            BOOST_TEST(test::require(decoded("Content-Encoding: " + std::string(label) + "\r\n", body)) ==
                       body);
        }
    }
}

BOOST_AUTO_TEST_CASE(forgive_what_follows_compressed_data) {
    std::string const gzip = "Content-Encoding: gzip\r\n";
    std::string const packed = test::gzip(kFeed);
    for (std::string const& rest : {std::string(4, '\0'), std::string("garbage"), std::string("\x1f"),
                                    std::string("\x1fgarbage"), std::string("\x1f\x8b\x09garbage")}) {
        BOOST_TEST(test::require(decoded(gzip, packed + rest)) == kFeed);
    }
    BOOST_TEST(test::require(decoded(gzip, packed + test::gzip("more") + test::gzip(""))) == kFeed + "more");
    BOOST_TEST(test::require(decoded(gzip + "Content-Type: text/xml\r\n", test::gzip(packed))) == kFeed);
}

BOOST_AUTO_TEST_CASE(that_are_cut_or_corrupt_are_bad_encoding) {
    std::string const gzip = "Content-Encoding: gzip\r\n";
    std::string const packed = test::gzip(kFeed);
    for (std::size_t size = 2; size < packed.size(); ++size) {
        auto const result = decoded(gzip, packed.substr(0, size));
        BOOST_TEST_REQUIRE(result.has_error());
        BOOST_TEST(result.error() == errc::bad_encoding);
    }
    std::string damaged = packed;
    damaged[packed.size() - 6] ^= 0x55;
    BOOST_TEST(decoded(gzip, damaged).error() == errc::bad_encoding);
    BOOST_TEST(decoded(gzip, packed + test::gzip(kFeed).substr(0, 30)).error() == errc::bad_encoding);
    BOOST_TEST(decoded("Content-Encoding: zstd\r\n", "\x28\xb5\x2f\xfd\x01\x02").error() ==
               errc::bad_encoding);
}

BOOST_AUTO_TEST_CASE(know_zlib_and_raw_deflate) {
    BOOST_TEST(test::require(decoded("Content-Encoding: deflate\r\n", kZlib)) == "<feed/>");
    std::string const raw_deflate = kZlib.substr(2, kZlib.size() - 6);
    BOOST_TEST(test::require(decoded("Content-Encoding: deflate\r\n", raw_deflate)) == "<feed/>");
    BOOST_TEST(test::require(decoded("Content-Encoding: gzip\r\n", kZlib)) == "<feed/>");
}

BOOST_AUTO_TEST_SUITE_END()
