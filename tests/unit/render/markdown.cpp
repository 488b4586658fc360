#include "render/detail/markdown_escape.hpp"
#include "support.hpp"

#include <lectern/render/archive_page.hpp>
#include <lectern/render/json.hpp>
#include <lectern/render/markdown.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <map>
#include <memory>
#include <random>

using namespace lectern;
using test::make_paper;

BOOST_AUTO_TEST_SUITE(render_markdown)

std::string render(Digest const& digest) {
    return test::require(make_markdown_renderer()->render(digest));
}

Digest example() {
    Digest digest;
    digest.date = test::day("2026-03-17");
    digest.scorer = "some-model";
    digest.usage.prompt_tokens = 12345;
    digest.usage.completion_tokens = 678;
    digest.usage.prompt_cost = test::require(Money::parse("0.1"));
    digest.usage.completion_cost = std::nullopt;
    digest.usage.total_cost = Money::from_dollars(1.5);
    digest.totals = {10, 8, 2, 2, 1, 7, 1, 0};
    DigestEntry pinned;
    pinned.paper = make_paper("hep-th/9901001v2", "A Pinned Paper");
    pinned.pinned = true;
    pinned.reason = "Author match";
    pinned.order_key = 20;
    DigestEntry scored;
    scored.paper = make_paper("2603.00001v1", "[0,1) Bounds for $a<b$ & <Tags>",
                              "First line with $0<s<1$.\n\n# No heading\n- no list");
    Score score;
    score.relevance = 9;
    score.novelty = 7.5;
    score.comment = "Matches <b>topic</b> 1.";
    scored.score = score;
    scored.order_key = score.total();
    digest.entries = {pinned, scored};
    digest.prompt = {"System.\nTwo lines.", "User.\n\n> quoted"};
    return digest;
}

BOOST_AUTO_TEST_CASE(renders_the_page) {
    test::check_golden(render(example()), "page.md");
}

BOOST_AUTO_TEST_CASE(renders_a_partial_remedial_page) {
    Digest digest = example();
    digest.state = DigestState::partial;
    digest.warnings = {"The source broke off."};
    digest.remedial = Remedial{test::day("2026-03-13"), test::day("2026-03-16"), test::day("2026-03-18")};
    digest.unscored = {make_paper("2603.00009", "Left *Alone*")};
    test::check_golden(render(digest), "partial_page.md");
}

BOOST_AUTO_TEST_CASE(renders_a_day_without_announcement) {
    Digest digest;
    digest.date = test::day("2026-03-15");
    digest.state = DigestState::no_announcement;
    digest.scorer = "local";
    digest.warnings = {"By arXiv's calendar there is no announcement on 2026-03-15 (Sun)."};
    test::check_golden(render(digest), "empty_page.md");
}

// Escaping, checked by a CommonMark parser.

struct Node {
    cmark_node_type type;
    std::string text;
    std::string url;
};

/// Every node of the document, in order.
std::vector<Node> parse(std::string const& markdown) {
    cmark_gfm_core_extensions_ensure_registered();
    std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> const parser(
        cmark_parser_new(CMARK_OPT_DEFAULT), &cmark_parser_free);
    cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
    std::unique_ptr<cmark_node, decltype(&cmark_node_free)> const root(cmark_parser_finish(parser.get()),
                                                                       &cmark_node_free);
    std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> const walk(cmark_iter_new(root.get()),
                                                                       &cmark_iter_free);
    std::vector<Node> nodes;
    for (cmark_event_type event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(walk.get())) {
        if (event != CMARK_EVENT_ENTER) continue;
        cmark_node* node = cmark_iter_get_node(walk.get());
        char const* literal = cmark_node_get_literal(node);
        char const* url = cmark_node_get_url(node);
        nodes.push_back({cmark_node_get_type(node), literal ? literal : "", url ? url : ""});
    }
    return nodes;
}

/// What a page may hold besides text: how many of each kind, and which links.
struct Shape {
    std::map<int, int> kinds;
    std::vector<std::string> links;
    std::vector<std::string> html;
    bool operator==(Shape const&) const = default;
};

Shape shape_of(std::string const& markdown) {
    Shape shape;
    for (Node const& node : parse(markdown)) {
        // Text from outside may be emphasised and may hold code spans, line breaks and paragraphs: no harm in
        // that.
        bool const harmless = node.type == CMARK_NODE_TEXT || node.type == CMARK_NODE_EMPH ||
                              node.type == CMARK_NODE_STRONG || node.type == CMARK_NODE_CODE ||
                              node.type == CMARK_NODE_SOFTBREAK || node.type == CMARK_NODE_LINEBREAK ||
                              node.type == CMARK_NODE_PARAGRAPH;
        if (!harmless) ++shape.kinds[node.type];
        if (node.type == CMARK_NODE_LINK) shape.links.push_back(node.url);
        if (node.type == CMARK_NODE_HTML_INLINE || node.type == CMARK_NODE_HTML_BLOCK)
            shape.html.push_back(node.text);
    }
    return shape;
}

Digest page_of(std::string const& title, std::string const& author, std::string const& abstract,
               std::string const& comment) {
    Digest digest = example();
    digest.state = DigestState::partial;
    digest.entries[1].paper.title = title;
    digest.entries[1].paper.authors = {{author, {}, {}}, {"Somebody Else", {}, {}}};
    digest.entries[1].paper.abstract = abstract;
    digest.entries[1].score->comment = comment;
    digest.unscored = {make_paper("2603.00009", title)};
    digest.warnings = {"Always there.", "x" + comment,
                       comment.find_first_not_of(" \t\n") == std::string::npos ? "blank" : comment};
    return digest;
}

void check_harmless(std::string const& title, std::string const& author, std::string const& abstract,
                    std::string const& comment) {
    static Shape const plain = shape_of(render(page_of("Title", "Author", "Abstract", "Comment")));
    std::string const page = render(page_of(title, author, abstract, comment));
    Shape const shape = shape_of(page);
    std::string difference;
    for (auto const& [kind, count] : shape.kinds) {
        auto const usual = plain.kinds.find(kind);
        if (usual == plain.kinds.end() || usual->second != count)
            difference += " " + std::to_string(kind & 0xfff);
    }
    BOOST_TEST((shape == plain), "the page changes its shape (" << difference << "):\n" << page);
}

char const* const hostile[] = {
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a <!-- comment that swallows",
    "<!-- whole --> <?php x ?> <!DOCTYPE html> <![CDATA[x]]>",
    "<a href='",
    "' > x",
    "<a href=\"",
    "<b",
    "</div>",
    "<https://evil.example> <mail@evil.example>",
    "x](https://evil.example) [y",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/p.png)",
    "[x][y] [x] ![x][y] [^1]",
    "\\",
    "ends with a backslash \\",
    "\\\\[x](y)",
    "`",
    "``code` and ``",
    "`[`](y)",
    "&lt;b&gt; &copy; &#60;script&#62; &#x3C;",
    "$D<n$ and $a<b>c$",
    "**bold _and_ ~~struck~~",
    "]]]]]",
    "[[[[[",
    "one\ntwo\n===\nthree\n---\n",
    "one\n\n    code\n\n\tcode",
    "one\n# h\n## h\n- l\n+ l\n* l\n1. l\n2) l\n> q\n```\nfence\n~~~\n",
    "one\n***\n_ _ _\n- - -",
    "one\n<div>\n<p\n</table>\n<!-- x\n<pre\n",
    "one\n\n[x]: https://evil.example\n[^1]: note",
    "a | b\n--|--\n1 | 2",
    "| a |\n| :-: |\n| b |",
    "a\n:-",
    "one\r\n# h\r\n\r\n- l",
    "one\n\n   - nested\n      - deeper",
    "tab\n\t- l\n\n\t- l",
    "nul \x01\x02 control \x1b[31m",
    "line\xE2\x80\xA8separator",
    "-",
    "=\n=",
    "\n\n\n# x",
};

BOOST_DATA_TEST_CASE(hostile_text_stays_text, boost::unit_test::data::make(hostile), text) {
    check_harmless(text, "Author", "Abstract", "Comment");
    check_harmless("Title", text, "Abstract", "Comment");
    check_harmless("Title", "Author", text, "Comment");
    check_harmless("Title", "Author", "Abstract", text);
    check_harmless(text, text, text, text);
}

BOOST_AUTO_TEST_CASE(hostile_pairs_of_title_and_author_stay_text) {
    for (char const* title : hostile) {
        for (char const* author : hostile) check_harmless(title, author, "Abstract", "Comment");
    }
}

BOOST_AUTO_TEST_CASE(random_text_stays_text) {
    char const* const pieces[] = {"<",   ">",     "a",   "b ",         "\"",   "'",      "=", "/",      "!",
                                  "--",  "?",     "[",   "]",          "(",    ")",      "`", "``",     "\\",
                                  "\n",  "\n\n",  "#",   "-",          "*",    "_",      "|", ":",      "&",
                                  "lt;", "&amp;", "div", "1.",         "    ", "\t",     ">", "~~~",    "```",
                                  "+ ",  "$",     "^",   "http://x.y", "@x.y", "script", " ", "CDATA[", "]]"};
    std::mt19937 random(2026);
    auto const text = [&] {
        std::string s;
        for (std::size_t n = random() % 14; n > 0; --n) s += pieces[random() % std::size(pieces)];
        return s;
    };
    for (int i = 0; i < 4000; ++i) check_harmless(text(), text(), text(), text());
}

/// The text a reader sees.
std::string shown(std::string const& markdown) {
    std::string text;
    for (Node const& node : parse(markdown)) {
        if (node.type == CMARK_NODE_TEXT || node.type == CMARK_NODE_CODE) text += node.text;
        if (node.type == CMARK_NODE_SOFTBREAK || node.type == CMARK_NODE_LINEBREAK) text += "\n";
    }
    return text;
}

BOOST_AUTO_TEST_CASE(escaped_text_reads_as_it_was) {
    for (std::string const text : {"<script>x</script>", "AT&T; &lt;tag&gt; &amp;lt;", "[0,1) maps",
                                   "a ](b) c", "x <https://y.z> w"}) {
        BOOST_TEST(shown(markdown::line_text(text)) == text);
        BOOST_TEST(shown("[" + markdown::link_text(text) + "](https://x.y)") == text);
        BOOST_TEST(shown("**A:** " + markdown::running_text(text)) == "A: " + text);
    }
    BOOST_TEST(shown("**A:** " + markdown::running_text("one\n# two\n1. three\n- four\n> five")) ==
               "A: one\n# two\n1. three\n- four\n> five");
}

BOOST_AUTO_TEST_CASE(leaves_formulas_and_lone_signs_alone) {
    for (std::string const text :
         {"$D<n$", "We study $0<s<1$ and $p>2$.", R"($\|\nabla f(x^k)\|_1\leq \{x\}$)", "$x_{i}*y_{j}*z$",
          "AT&T & R&D", "a < b and c > d", "$L_2([0,1])$", "``forget\" and `brain in a vat'",
          "-- dashes -- and *stars*"}) {
        BOOST_TEST(markdown::line_text(text) == text);
        BOOST_TEST(markdown::running_text(text) == text);
    }
    BOOST_TEST(markdown::link_text("Bounds for $a<b$ on $[0,1]$") == "Bounds for $a<b$ on $[0,1]$");
    BOOST_TEST(markdown::running_text("one\n  Here $x$\n\nnew") == "one\n  Here $x$\n\nnew");
}

BOOST_AUTO_TEST_CASE(escaping_takes_linear_time) {
    for (char const* piece : {"<!--", "<a x=\"", "[", "](", "`", "&#", "<?", "\n- "}) {
        std::string text;
        while (text.size() < 100'000) text += piece;
        BOOST_TEST(markdown::running_text(text).size() >= text.size() / 2);
        BOOST_TEST(markdown::link_text(text).size() > 0u);
    }
}

// Archives.

struct Seed {
    char const* name;
    char const* page;
    bool with_prompt;
};
std::ostream& operator<<(std::ostream& out, Seed const& seed) {
    return out << seed.name;
}

Seed const seeds[] = {{"2025-04-08", "2025-04-08.md", false},
                      {"2025-05-19", "2025-05-19.remedial.md", false},
                      {"2025-07-08", "2025-07-08.md", true},
                      {"2025-08-01", "2025-08-01.md", true},
                      {"2025-08-12", "2025-08-12.md", true}};

BOOST_DATA_TEST_CASE(published_pages_come_back_byte_for_byte, boost::unit_test::data::make(seeds), seed) {
    auto const shared = test::shared_dir();
    if (!shared) return;
    std::string const page = test::read(*shared / "seeds" / seed.page);
    Digest const digest = test::require(
        import_archive_page(page, test::read(*shared / "seeds" / (std::string(seed.name) + ".json"))));
    // Through the digest file, as the command does it.
    Digest const again =
        test::require(parse_digest(test::require(make_digest_json_renderer()->render(digest))));
    BOOST_TEST((again == digest));
    std::string const rendered = render(again);
    std::size_t const compared = seed.with_prompt ? page.size() : page.find("# Paper Selection Prompt");
    BOOST_TEST((rendered.substr(0, compared) == page.substr(0, compared)));
    if (seed.with_prompt) BOOST_TEST(rendered.size() == page.size());
}

BOOST_AUTO_TEST_CASE(import_reads_back_what_was_rendered) {
    Digest digest = example();
    digest.entries[1].paper.title = "A Plain Title";
    digest.remedial = Remedial{test::day("2026-03-13"), test::day("2026-03-16"), test::day("2026-03-18")};
    std::string const page = render(digest);
    std::string const json = test::require(make_output_json_renderer()->render(digest));
    Digest const imported = test::require(import_archive_page(page, json));
    BOOST_TEST(render(imported) == page);
    BOOST_TEST(test::require(make_output_json_renderer()->render(imported)) == json);
}

BOOST_AUTO_TEST_CASE(import_names_what_is_wrong) {
    std::string const page = render(example());
    std::string const json = test::require(make_output_json_renderer()->render(example()));
    auto const failure = [](std::string const& p, std::string const& j) {
        return import_archive_page(p, j).error().detail();
    };
    BOOST_TEST(failure("", "{}").find("title is missing") != std::string::npos);
    BOOST_TEST(failure(page, "[]").find("JSON object") != std::string::npos);
    BOOST_TEST(failure(page, "{").find("not valid JSON") != std::string::npos);
    BOOST_TEST(failure(page, "{}").find("paper 1: the page has hep-th/9901001, the output file no paper") !=
               std::string::npos);
    std::string other = json;
    other.replace(other.find("2603.00001"), 10, "2603.00002");
    BOOST_TEST(failure(page, other).find("paper 2: the page has 2603.00001, the output file 2603.00002") !=
               std::string::npos);
    std::string table = page;
    table.replace(table.find("12345"), 5, "12x45");
    BOOST_TEST(failure(table, json).find("prompt tokens \"12x45\" is no number") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
