#include "feed_text.hpp"
#include "hostile_server.hpp"
#include "http_server.hpp"

#include <lectern/core/calendar.hpp>
#include <lectern/core/clock.hpp>

#include <fmt/format.h>

namespace lectern::test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\n";
constexpr std::string_view kId = "2604.00001v1";

/// The piece again and again, `size` bytes in all or a little more.
std::string fill(std::string_view piece, std::size_t size) {
    std::string text;
    text.reserve(size + piece.size());
    while (text.size() < size) text += piece;
    return text;
}

/// Numbered pieces; `{}` in the pattern is the number.
std::string numbered(fmt::format_string<std::size_t&> pattern, std::size_t size) {
    std::string text;
    for (std::size_t i = 0; text.size() < size; ++i) text += fmt::format(pattern, i);
    return text;
}

/// The feed's own date, so that it is read as today's announcement.
std::string today() {
    Date const date = AnnouncementCalendar::eastern_date(SystemClock().now());
    static constexpr std::array<char const*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{}, {:02} {} {} 00:00:00 -0500", weekday_name(date),
                       static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()));
}

std::string feed_of(std::string const& items) {
    return rss(items, today());
}

/// An item around further elements.
std::string item_with(std::string const& elements) {
    return "<item><title>T</title><link>https://arxiv.org/abs/2604.00001</link><description>arXiv:" +
           std::string(kId) + " Announce Type: new \nAbstract: A.</description>" + elements + "</item>";
}

/// A table that grows; every entry has a name.
class Table {
public:
    void add(std::string name, Script script, std::string source = "arxiv-rss") {
        cases.push_back({std::move(name), std::move(script), std::move(source)});
    }
    /// A body sent with its length.
    void body(std::string name, std::function<std::string()> make, std::string source = "arxiv-rss") {
        add(
            std::move(name), [make](Peer& peer, std::string const&) { peer.respond(make()); },
            std::move(source));
    }
    void title(std::string name, std::function<std::string()> make) {
        body(std::move(name), [make] { return feed_of(rss_item(std::string(kId), make(), "A.")); });
    }
    void abstract(std::string name, std::function<std::string()> make) {
        body(std::move(name), [make] { return feed_of(rss_item(std::string(kId), "T", make())); });
    }
    void element(std::string name, std::function<std::string()> make) {
        body(std::move(name), [make] { return feed_of(item_with(make())); });
    }

    std::vector<HostileCase> cases;
};

void add_endless_responses(Table& table) {
    auto const flood = [&](std::string name, std::string start, std::string piece) {
        table.add(std::move(name),
                  [start = std::move(start), piece = std::move(piece)](Peer& peer, std::string const&) {
                      if (peer.send(start)) peer.flood(piece);
                  });
    };
    std::string const ok(kOk);
    std::string const chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    flood("endless chunk extension", chunked + "1;", "x=yyyyyyyyyyyyyyyyyyyyyyyyyy;");
    flood("endless chunks with extensions", chunked, "1;extension=" + std::string(200, 'e') + "\r\nx\r\n");
    flood("endless chunks of a byte", chunked, "1\r\nx\r\n");
    flood("endless trailer field", chunked + "1\r\nx\r\n0\r\nX-Trailer: ", "tttttttttttttttt");
    flood("endless trailer fields", chunked + "1\r\nx\r\n0\r\n", "X-Trailer: value\r\n");
    flood("endless interim responses", "", "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
    flood("endless interim header", "HTTP/1.1 100 Continue\r\n", "X-Field: value\r\n");
    flood("endless status line", "HTTP/1.1 200 ", "OK OK OK ");
    flood("endless header field", ok + "X-Field: ", "vvvvvvvvvvvvvvvv");
    flood("endless header fields", ok, "X-Field: value\r\n");
    flood("endless empty lines", "", "\r\n");
    flood("endless body to the close", ok + "\r\n", "<rss>");
    flood("endless body with a length", ok + "Content-Length: 1000000000000000000\r\n\r\n", "<rss>");
    flood("length beyond 64 bits", ok + "Content-Length: 99999999999999999999999\r\n\r\n", "<rss>");
    flood("chunk size beyond 64 bits", chunked + "fffffffffffffffffffff\r\n", "<rss>");
    flood("chunk size of endless digits", chunked, "0000000000000000");
    flood("bytes without a protocol", "", "\x16\x03\x01\x02\xff\xfe");
    flood("endless NUL bytes", "", std::string(16, '\0'));
    flood("endless HTML", ok + "Content-Type: text/html\r\n\r\n<html>", "<p>Sign in</p>");
}

void add_slow_responses(Table& table) {
    table.add("silence", [](Peer& peer, std::string const&) { peer.hang(); });
    table.add("silence after the head", [](Peer& peer, std::string const&) {
        peer.send(std::string(kOk) + "Content-Length: 100\r\n\r\n");
        peer.hang();
    });
    table.add("head byte by byte", [](Peer& peer, std::string const&) {
        peer.trickle(std::string(kOk) + "X-Slow: " + std::string(100'000, 's'), 20ms);
    });
    table.add("body byte by byte", [](Peer& peer, std::string const&) {
        peer.send(std::string(kOk) + "Content-Length: 100000\r\n\r\n");
        peer.trickle(std::string(100'000, ' '), 20ms);
    });
    table.add("chunks byte by byte", [](Peer& peer, std::string const&) {
        peer.send(std::string(kOk) + "Transfer-Encoding: chunked\r\n\r\n");
        peer.trickle(fill("1\r\nx\r\n", 100'000), 5ms);
    });
    table.add("interim responses byte by byte", [](Peer& peer, std::string const&) {
        peer.trickle(fill("HTTP/1.1 102 Processing\r\n\r\n", 100'000), 5ms);
    });
}

void add_other_responses(Table& table, std::size_t size) {
    table.add("close without a response", [](Peer&, std::string const&) {});
    table.add("close within the head", [](Peer& peer, std::string const&) { peer.send("HTTP/1.1 2"); });
    table.add("close within the body", [](Peer& peer, std::string const&) {
        peer.send(std::string(kOk) + "Content-Length: 100000\r\n\r\n<rss>");
    });
    auto const redirect = [&](std::string name, std::function<std::string(std::string const&)> location) {
        table.add(std::move(name), [location](Peer& peer, std::string const& target) {
            peer.respond("", fmt::format("HTTP/1.1 302 Found\r\nLocation: {}\r\n", location(target)));
        });
    };
    redirect("redirect to itself", [](std::string const& target) { return target; });
    redirect("redirect that grows", [](std::string const& target) { return target + target; });
    redirect("redirect to a script", [](std::string const&) { return "javascript:alert(1)"; });
    redirect("redirect to a file", [](std::string const&) { return "file:///etc/passwd"; });
    redirect("redirect with a password", [](std::string const&) { return "http://a:b@127.0.0.1:1/"; });
    redirect("redirect to nothing", [](std::string const&) { return "http://[::"; });
    redirect("long redirect", [](std::string const&) { return "/" + std::string(60'000, 'r'); });
    table.add("retry after centuries", [](Peer& peer, std::string const&) {
        peer.respond("", "HTTP/1.1 503 Later\r\nRetry-After: 99999999999\r\n");
    });
    table.add("error with a long body", [size](Peer& peer, std::string const&) {
        peer.respond(fill("<script>alert(1)</script>", size), "HTTP/1.1 500 Error\r\n");
    });
    auto const zipped = [&](std::string name, std::function<std::string()> make) {
        table.add(std::move(name), [make](Peer& peer, std::string const&) {
            peer.respond(make(), std::string(kOk) + "Content-Encoding: gzip\r\n");
        });
    };
    zipped("compressed blanks", [size] { return gzip(std::string(20 * size, ' ')); });
    zipped("compressed twice", [size] { return gzip(gzip(std::string(20 * size, ' '))); });
    zipped("endless empty members", [size] { return fill(gzip(""), size); });
    zipped("many members", [size] { return fill(gzip(std::string(100'000, '<')), size); });
    zipped("corrupt compression",
           [size] { return gzip(std::string(1000, 'x')).substr(0, 20) + fill("x", size); });
}

void add_documents(Table& table, std::size_t size) {
    table.body("nothing", [] { return std::string(); });
    table.body("blanks", [size] { return std::string(size, ' '); });
    table.body("opening angles", [size] { return std::string(size, '<'); });
    table.body("ampersands", [size] { return "<rss>" + std::string(size, '&') + "</rss>"; });
    table.body("nested elements", [size] { return fill("<a>", size); });
    table.body("nested and closed elements",
               [size] { return fill("<a>", size / 2) + fill("</a>", size / 2); });
    table.body("nested outlines in a feed", [size] { return feed_of(fill("<item>", size)); });
    table.body("empty elements", [size] { return feed_of(fill("<a/>", size)); });
    table.body("empty items", [size] { return feed_of(fill("<item/>", size)); });
    table.body("items without ids",
               [size] { return feed_of(numbered("<item><title>Item {}</title></item>", size)); });
    table.body("items with one id",
               [size] { return feed_of(fill(rss_item("2604.00001v1", "Again", "The same."), size)); });
    table.body("more items than a day has", [size] {
        std::string items;
        for (std::size_t i = 1; items.size() < size && i < 99'999; ++i)
            items += rss_item(fmt::format("2604.{:05}v1", i), "T", "A.");
        return feed_of(items);
    });
    table.body("attributes", [size] { return "<rss " + numbered("a{}='1' ", size) + "/>"; });
    table.body("the same attribute", [size] { return "<rss " + fill("a='1' ", size) + "/>"; });
    table.body("one long attribute", [size] { return "<rss a='" + std::string(size, 'a') + "'/>"; });
    table.body("one long name", [size] { return "<" + std::string(size, 'a') + "/>"; });
    table.body("namespace declarations",
               [size] { return "<rss " + numbered("xmlns:n{}='urn:n' ", size) + "><channel/></rss>"; });
    table.body("namespace declarations and elements", [size] {
        return "<rss " + numbered("xmlns:n{}='urn:n' ", size / 2) + "><channel><item>" +
               fill("<n1:a/>", size / 2) + "</item></channel></rss>";
    });
    table.body("namespaces declared at each element",
               [size] { return feed_of(numbered("<n:item xmlns:n='urn:{}'/>", size)); });
    table.body("comments", [size] { return feed_of(fill("<!---->", size)); });
    table.body("processing instructions", [size] { return feed_of(fill("<?p ?>", size)); });
    table.body("CDATA pieces", [size] { return feed_of("<item><title>" + fill("<![CDATA[x]]>", size)); });
    table.body("unclosed CDATA", [size] { return feed_of("<item><title>" + fill("<![CDATA[", size)); });
    table.body("references",
               [size] { return feed_of("<item><title>" + fill("&#65;", size) + "</title></item>"); });
    table.body("references to no character",
               [size] { return feed_of("<item><title>" + fill("&#0;", size) + "</title></item>"); });
    table.body("unknown entities",
               [size] { return feed_of("<item><title>" + fill("&nbsp;", size) + "</title></item>"); });
    table.body("entity expansion", [] {
        std::string dtd = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'x'>";
        for (int i = 1; i < 20; ++i) {
            std::string const before = fmt::format("&a{};", i - 1);
            dtd += fmt::format("<!ENTITY a{} '{}'>", i, fill(before, before.size() * 10));
        }
        return dtd + "]><rss><channel><title>&a19;</title></channel></rss>";
    });
    table.body("external entity", [] {
        return std::string("<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss>&x;</rss>");
    });
    table.body("UTF-16", [size] { return "\xff\xfe" + fill(std::string("<\0r\0", 4), size); });
    table.body("not UTF-8 at its end", [size] { return feed_of(fill("<a/>", size)) + "\xff"; });
    table.body("control characters", [size] { return feed_of(fill("\x01\x02\x1b[31m", size)); });
    table.body("cut in the middle", [size] {
        return feed_of(fill(rss_item("2604.00001v1", "T", "A."), size)).substr(0, size / 2);
    });
}

void add_fields(Table& table, std::size_t size) {
    table.title("long title", [size] { return std::string(size, 't'); });
    table.abstract("long abstract", [size] { return fill("word ", size); });
    for (std::string const piece :
         {"{", "}", "\\", "\\'", "$", "`", "[", "]", "](", "*", "_", "~", "|", "#", "!["})
        table.abstract("abstract of " + piece, [size, piece] { return fill(piece, size); });
    table.abstract("nested TeX accents", [size] { return fill("\\'{", size); });
    table.abstract("nested references", [size] { return fill("&lt;a href=&quot;", size); });
    table.abstract("live HTML", [] {
        return std::string("&lt;img src=x onerror=alert(1) a=&lt;b&gt; &lt;javascript:alert(1)//&lt;a@c&gt;");
    });
    table.abstract("combining marks", [size] { return fill("a\xcc\x81\xcc\x81\xcc\x81", size); });
    table.abstract("bidirectional overrides", [size] { return fill("\xe2\x80\xae", size); });
    table.title("joiners in a title", [size] { return fill("a\xe2\x80\x8d", size); });
    table.element("categories", [size] { return numbered("<category>cs.X{}</category>", size); });
    table.element("the same category", [size] { return fill("<category>cs.LG</category>", size); });
    table.element("one long category",
                  [size] { return "<category>" + std::string(size, 'c') + "</category>"; });
    table.element("authors",
                  [size] { return "<dc:creator>" + numbered("Ann Roe{}, ", size) + "</dc:creator>"; });
    table.element("one long author",
                  [size] { return "<dc:creator>" + std::string(size, 'a') + "</dc:creator>"; });
    table.element("nested affiliations",
                  [size] { return "<dc:creator>Ann Roe " + fill("(", size) + "</dc:creator>"; });
    table.element("creators", [size] { return fill("<dc:creator>Ann Roe</dc:creator>", size); });
    table.element("links", [size] { return fill("<link>https://arxiv.org/abs/2604.00001</link>", size); });
    table.element("long identifier", [size] { return "<guid>" + std::string(size, '1') + "</guid>"; });
    table.element("long DOI", [size] { return "<arxiv:DOI>10." + std::string(size, '1') + "</arxiv:DOI>"; });
    table.element("long licence", [size] { return "<dc:rights>" + std::string(size, 'l') + "</dc:rights>"; });
}

void add_dates(Table& table) {
    for (char const* date : {"Fri, 01 Jan 2999 00:00:00 GMT", "Fri, 01 Jan 99999 00:00:00 GMT",
                             "Tue, 21 Apr 2026 00:00:00 +9999", "Tue, 21 Apr 2026 00:00:00 --4:00",
                             "Tue, 99 Apr 2026 99:99:99 -0400", "yesterday", ""}) {
        table.body(fmt::format("dated {}", date),
                   [date] { return rss(rss_item(std::string(kId), "T", "A."), date); });
    }
}

void add_json_lines(Table& table, std::size_t size) {
    table.body("nested JSON", [size] { return "{\"id\":" + std::string(size, '['); });
    table.body("nested JSON objects", [size] { return fill("{\"id\":", size); });
    table.body("a long JSON line", [size] { return "{\"id\":\"" + std::string(size, 'i') + "\"}"; });
    table.body("JSON authors", [size] {
        return "{\"id\":\"2604.00001\",\"title\":\"T\",\"authors\":[" + fill("\"Ann Roe\",", size) +
               "\"B\"]}";
    });
    table.body("broken JSON lines", [size] { return "{}\n" + fill("{\"id\":\n", size); });
}

std::string atom(std::string const& entries, std::string const& total) {
    return "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
           "xmlns:opensearch='http://a9.com/-/spec/opensearch/1.1/'><id>x</id><title>x</title>"
           "<updated>2026-04-21T00:00:00Z</updated><opensearch:totalResults>" +
           total + "</opensearch:totalResults>" + entries + "</feed>";
}

void add_protocols(Table& table, std::size_t size) {
    std::string const entry =
        "<entry><id>http://arxiv.org/abs/2604.00001v1</id><title>T</title><summary>A.</summary>"
        "<published>2026-04-20T10:00:00Z</published><updated>2026-04-20T10:00:00Z</updated>"
        "<author><name>Ann Roe</name></author><category term='cs.LG'/></entry>";
    table.body(
        "API page that repeats", [=] { return atom(entry, "1000000000"); }, "arxiv-api");
    table.body(
        "API pages without entries", [] { return atom("", "1000000000"); }, "arxiv-api");
    table.body(
        "API count of many digits", [=] { return atom(entry, std::string(1000, '9')); }, "arxiv-api");
    table.body(
        "API authors",
        [size] {
            return atom("<entry><id>http://arxiv.org/abs/2604.00001v1</id><title>T</title>" +
                            fill("<author><name>Ann Roe</name></author>", size) + "</entry>",
                        "1");
        },
        "arxiv-api");
    auto const oai = [](std::string const& records, std::string const& token) {
        return "<?xml version='1.0'?><OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords>" +
               records + "<resumptionToken>" + token + "</resumptionToken></ListRecords></OAI-PMH>";
    };
    table.body(
        "OAI token that repeats", [oai] { return oai("", "again"); }, "arxiv-oai");
    table.add(
        "OAI tokens without end",
        [oai, count = std::make_shared<std::atomic<int>>(0)](Peer& peer, std::string const&) {
            peer.respond(oai("", fmt::format("token{}", ++*count)));
        },
        "arxiv-oai");
    table.add(
        "OAI tokens that alternate",
        [oai, count = std::make_shared<std::atomic<int>>(0)](Peer& peer, std::string const&) {
            peer.respond(oai("", ++*count % 2 ? "a" : "b"));
        },
        "arxiv-oai");
    table.body(
        "OAI long token", [oai, size] { return oai("", std::string(size, 't')); }, "arxiv-oai");
    table.body(
        "OAI empty records", [oai, size] { return oai(fill("<record/>", size), ""); }, "arxiv-oai");
}

}  // namespace

std::vector<HostileCase> hostile_feeds(std::size_t size) {
    Table table;
    add_endless_responses(table);
    add_slow_responses(table);
    add_other_responses(table, size);
    add_documents(table, size);
    add_fields(table, size);
    add_dates(table);
    add_json_lines(table, size);
    add_protocols(table, size);
    return std::move(table.cases);
}

}  // namespace lectern::test
