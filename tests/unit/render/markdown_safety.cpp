// Text from outside on the page, read by parsers of CommonMark and of GitHub Flavored Markdown.
//
// The random test reads LECTERN_MARKDOWN_TEXTS (how many texts, by default a few thousand) and
// LECTERN_MARKDOWN_SEED (to repeat a run) from the environment:
//   LECTERN_MARKDOWN_TEXTS=1000000 lectern_unit_tests --run_test=render_markdown_safety/random_text_stays_text

#include "parsed_markdown.hpp"
#include "support.hpp"

#include <lectern/core/display.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/markdown.hpp>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <random>

using namespace lectern;
using test::Dialect;
using test::ParsedMarkdown;

BOOST_AUTO_TEST_SUITE(render_markdown_safety)

/// The texts of a page that come from outside.
struct Texts {
    std::string title;
    std::string author;
    std::string abstract;
    std::string comment;
    std::string warning;
    std::string scorer;
    std::string prompt;
    std::string change;
};

constexpr std::array<std::string Texts::*, 8> kFields{&Texts::title,   &Texts::author,  &Texts::abstract,
                                                      &Texts::comment, &Texts::warning, &Texts::scorer,
                                                      &Texts::prompt,  &Texts::change};

/// A word for each field that appears nowhere else on the page.
Texts placeholders() {
    return {"QtitleQ",   "QauthorQ", "QabstractQ", "QcommentQ",
            "QwarningQ", "QscorerQ", "QpromptQ",   "QchangeQ"};
}

Digest page_of(Texts const& texts) {
    Digest digest;
    digest.date = test::day("2026-03-17");
    digest.state = DayState::partial;
    digest.scorer = texts.scorer;
    DigestEntry entry;
    entry.paper = test::make_paper("2603.00001v1", texts.title, "a " + texts.abstract);
    entry.paper.authors = {{"Ann Lee", {}, {}}, {texts.author, {}, {}}};
    entry.score = Score{};
    entry.score->relevance = 9;
    entry.score->comment = "c " + texts.comment;
    digest.entries = {entry, entry};
    digest.unscored = {entry.paper};
    digest.warnings = {texts.warning, "w " + texts.comment};
    Revision revision;
    revision.paper = entry.paper;
    revision.changes = {"v " + texts.change};
    digest.revised = {revision};
    digest.prompt = {"s\n" + texts.prompt, "u\n" + texts.prompt};
    return digest;
}

std::string render(Digest const& digest) {
    return test::require(make_markdown_renderer()->render(digest));
}

std::string replaced(std::string s, std::string const& from, std::string const& to) {
    for (std::size_t at = s.find(from); at != std::string::npos; at = s.find(from, at + to.size()))
        s.replace(at, from.size(), to);
    return s;
}

/// Without extensions the rule of the table is text, and its width is that of the model's name.
std::string with_short_rules(std::string const& s) {
    std::string out;
    for (char const c : s) {
        bool const third = c == '-' && out.ends_with("--");
        if (!third) out += c;
    }
    return test::collapsed(out);
}

/// A link to a mail address, as GitHub makes it of `x@y.zz` and `mailto:x@y.zz`, with the letters before it.
bool is_mail(std::string const& link) {
    bool const mail = link.find("mailto:") != link.npos || link.find("xmpp:") != link.npos;
    bool const script = link.find("script:") != link.npos || link.find("data:") != link.npos;
    return mail && !script;
}

/// GitHub links a mail address wherever it stands, whatever is escaped. It shows what it links to.
std::vector<std::string> without_mail(std::vector<std::string> links) {
    std::erase_if(links, is_mail);
    return links;
}

ParsedMarkdown const& plain(Dialect dialect) {
    static ParsedMarkdown const pages[] = {
        test::parse_markdown(render(page_of(placeholders())), Dialect::commonmark),
        test::parse_markdown(render(page_of(placeholders())), Dialect::github)};
    return pages[dialect == Dialect::github];
}

/// The page must hold what a page of plain words holds, and show each text as it is.
bool stays_text(Texts const& texts, Dialect dialect) {
    std::string const page = render(page_of(texts));
    ParsedMarkdown const parsed = test::parse_markdown(page, dialect);
    auto const kinds = [](ParsedMarkdown const& p) {
        return kinds_without(p, {"text", "softbreak", "linebreak", "paragraph", "link"});
    };
    std::string expected = plain(dialect).text;
    Texts const words = placeholders();
    for (auto const field : kFields) {
        std::string const shown = text::displayable(texts.*field, text::Medium::page);
        expected = replaced(expected, words.*field, std::string(text::trim(shown)));
    }
    std::string fault;
    if (parsed.html != plain(dialect).html) fault += " raw HTML;";
    if (without_mail(parsed.links) != plain(dialect).links) fault += " links;";
    for (auto const& [kind, count] : kinds(parsed)) {
        auto const usual = plain(dialect).kinds.find(kind);
        if (usual == plain(dialect).kinds.end() || usual->second != count) fault += " " + kind + ";";
    }
    if (kinds(parsed).size() != kinds(plain(dialect)).size()) fault += " something is missing;";
    bool const same_text = with_short_rules(parsed.text) == with_short_rules(expected);
    if (!same_text) fault += " the text is\n" + parsed.text + "\nnot\n" + test::collapsed(expected);
    BOOST_TEST(fault.empty(), dialect << ":" << fault << "\non the page\n" << page);
    return fault.empty();
}

bool stays_text(Texts const& texts) {
    bool const in_commonmark = stays_text(texts, Dialect::commonmark);
    return stays_text(texts, Dialect::github) && in_commonmark;
}

/// A text without anything to see would leave out its part of the page.
std::string visible(std::string const& s) {
    bool const blank = text::trim(text::displayable(s, text::Medium::page)).empty();
    return blank ? "blank" : s;
}

char const* const hostile[] = {
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1) a=<b>",
    "<a href=\"javascript:alert(5)\" x=<b>",
    "<javascript:alert(1)//<a@c>",
    "<x on=<y>",
    "http://e.org`<img src=x onerror=alert(1)>`",
    "www.e.org/`<b>`*x*",
    "```]:```",
    "T <div>```---<divhttp://e.x/:--- :--# é)]: /u```",
    "[x]: javascript:alert(1)",
    "![\x0b_\xE2\x80\x8B<javascript:$$\f</script>\xC2\x85\xC2\xA0\n-->]: /u",
    "a <!-- comment that swallows",
    "<!-- whole --> <?php x ?> <!DOCTYPE html> <![CDATA[x]]>",
    "<a href='",
    "' > x",
    "<a href=\"",
    "<b",
    "<div",
    "  <pre",
    "<script x",
    "</table",
    "<h1 a",
    "<",
    "&",
    "!",
    "</div>",
    "<https://evil.example> <mail@evil.example>",
    "https://a.example/x_y*z* www.b.example WWW.c.example ftp://d.example",
    "write to ann@b.example or mailto:ann@b.example",
    "x](https://evil.example) [y",
    "[x](javascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "![x](https://evil.example/p.png)",
    "[x][y] [x] ![x][y] [^1] [ ] [x] done",
    "\\",
    "ends with a backslash \\",
    "\\\\[x](y)",
    "\\`<b>\\`",
    "`",
    "``code` and ``",
    "`[`](y)",
    "&lt;b&gt; &copy; &#60;script&#62; &#x3C;",
    "$D<n$ and $a<b>c$",
    "**bold _and_ ~~struck~~",
    "Roe~et~al. and Lee~et~al.",
    "2*3*4 and __init__ and _x_ and a_b_c",
    "TeX quotes ``like this'' and ``that''",
    R"($x_{i}*y_{j}*z$ \{x\} \\ \(u_1\) \[v\] $\|x\|_1$ $|a|b|$)",
    "[0,1) valued maps",
    "^1",
    "^#x_{i}!]:x@y.zz",
    "^\\\\:",
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
    "one\r# h\r- l",
    "one\n\n   - nested\n      - deeper",
    "tab\n\t- l\n\n\t- l",
    "control \x01\x02 and \x1b[31m",
    "line\xE2\x80\xA8# separator",
    "hard  \nbreak\\\nend",
    "- a",
    "# a",
    "1. a",
    "-",
    "=\n=",
    "\n\n\n# x",
};

BOOST_DATA_TEST_CASE(hostile_text_stays_text, boost::unit_test::data::make(hostile), text) {
    Texts all;
    for (auto const field : kFields) {
        Texts one{"Title", "Author", "Abstract", "Comment", "Warning", "Scorer", "Prompt", "Change"};
        one.*field = all.*field = visible(text);
        stays_text(one);
    }
    stays_text(all);
}

/// Texts of pieces of Markdown, HTML and TeX, and of characters that are not shown.
class TextSource {
public:
    TextSource() : seed_(number("LECTERN_MARKDOWN_SEED", std::random_device()())), random_(seed_) {
        BOOST_TEST_MESSAGE("LECTERN_MARKDOWN_SEED=" << seed_);
    }

    static std::size_t texts() { return number("LECTERN_MARKDOWN_TEXTS", 3000); }

    std::string text(std::size_t most_pieces) {
        std::string s;
        for (std::size_t n = random_() % (most_pieces + 1); n > 0; --n)
            s += pieces[random_() % std::size(pieces)];
        return s;
    }
    Texts page(std::size_t most_pieces = 13) {
        Texts texts;
        for (auto const field : kFields) texts.*field = visible(text(most_pieces));
        return texts;
    }

private:
    static std::uint32_t number(char const* variable, std::uint32_t otherwise) {
        char const* const value = std::getenv(variable);
        return value ? static_cast<std::uint32_t>(std::strtoul(value, nullptr, 10)) : otherwise;
    }

    // clang-format off
    static constexpr char const* pieces[] = {
        "<", ">", "a", "b ", "\"", "'", "=", "/", "!", "--", "?", "[", "]", "(", ")", "`", "``", "```",
        "\\", "\n", "\n\n", "#", "-", "*", "**", "_", "__", "~", "~~", "~~~", "|", ":", "&", "lt;", "&amp;",
        "&#60;", "div", "1.", "2) ", "    ", "\t", "+ ", "$", "$$", "^", "{", "}", "@", "x@y.zz", "http://",
        "e.org/", "www.", "ftp://", "script", " ", "CDATA[", "]]", "<img ", "src=x ", "onerror=",
        "alert(1)", "<a href=", "</", "javascript:", "data:", "vbscript:", "](", "][", "]:", "![", "[^1]",
        "[ ] ", "<!--", "-->", "<?", "?>", "---", "===", ":-:", "\n|-|\n", "\\alpha", "\\{", "\\\\",
        "\\(u_1", "x_{i}", "et~al.", "``like''", "\xC3\xA9", "\r", "\x0b", "\xC2\x85", "\xC2\xA0",
        "\xE2\x80\xA8", "\xE2\x80\x8B", "\xE2\x80\xAE", "\xEF\xBB\xBF", "\xE2\x80\x8D", "\xF0\x9F\x98\x80",
        "mailto:",
    };
    // clang-format on

    std::uint32_t seed_;
    std::mt19937 random_;
};

BOOST_AUTO_TEST_CASE(random_text_stays_text) {
    TextSource source;
    bool good = true;
    for (std::size_t made = 0; good && made < source.texts(); made += kFields.size())
        good = stays_text(source.page());
}

// Imported pages keep their text where it is harmless.

bool is_address(std::string const& link) {
    return link.starts_with("http://") || link.starts_with("https://") || link.starts_with("ftp://") ||
           is_mail(link);
}

/// The links of our own layout; GitHub may link addresses that the reader sees, besides.
std::vector<std::string> own_links(ParsedMarkdown const& parsed, Dialect dialect) {
    std::vector<std::string> const& own = plain(dialect).links;
    std::vector<std::string> links;
    for (std::string const& link : parsed.links) {
        bool const is_own = links.size() < own.size() && link == own[links.size()];
        if (is_own || !is_address(link) || dialect == Dialect::commonmark) links.push_back(link);
    }
    return links;
}

bool stays_harmless(Texts const& texts, Dialect dialect) {
    Digest digest = page_of(texts);
    digest.imported = true;
    std::string const page = render(digest);
    ParsedMarkdown const parsed = test::parse_markdown(page, dialect);
    bool const same_html = parsed.html == plain(dialect).html;
    bool const same_links = own_links(parsed, dialect) == plain(dialect).links;
    std::string fault;
    for (char const* kind : {"image", "footnote_definition", "footnote_reference", "html_block"}) {
        if (parsed.kinds.contains(kind)) fault += std::string(" ") + kind;
    }
    if (!same_html) fault += " raw HTML";
    if (!same_links) fault += " links";
    BOOST_TEST(fault.empty(), dialect << ":" << fault << "\non the page\n" << page);
    return fault.empty();
}

BOOST_DATA_TEST_CASE(hostile_text_on_an_imported_page_is_harmless, boost::unit_test::data::make(hostile),
                     text) {
    Texts all;
    for (auto const field : kFields) {
        Texts one{"Title", "Author", "Abstract", "Comment", "Warning", "Scorer", "Prompt", "Change"};
        one.*field = all.*field = visible(text);
        stays_harmless(one, Dialect::commonmark);
        stays_harmless(one, Dialect::github);
    }
    stays_harmless(all, Dialect::commonmark);
    stays_harmless(all, Dialect::github);
}

BOOST_AUTO_TEST_CASE(random_text_on_an_imported_page_is_harmless) {
    TextSource source;
    bool good = true;
    for (std::size_t made = 0; good && made < source.texts(); made += kFields.size()) {
        // A harmful piece makes the whole text escaped, so few pieces leave more of them as they are.
        Texts const texts = source.page(5);
        good = stays_harmless(texts, Dialect::commonmark) && stays_harmless(texts, Dialect::github);
    }
}

BOOST_AUTO_TEST_CASE(imported_pages_keep_harmless_text_to_the_byte) {
    for (std::string const text :
         {"We study $0<s<1$ and $p>2$.", "$D<n$, $<0.1\\%$", R"($\|\nabla f(x^k)\|_1\leq \{x\}$)",
          "$x_{i}*y_{j}*z$", "AT&T &amp; R&D", "``forget\" and `brain in a vat'",
          "Roe~et~al. and **bold** and 2*3*4", "a < b", "see https://e.org/a_b", "$L_2([0,1])$", "a <b c"}) {
        Digest digest = page_of({"Title", "Author", text, text, "Warning", "Scorer", "Prompt", "Change"});
        digest.imported = true;
        std::string const page = render(digest);
        BOOST_TEST(page.find("**Abstract:** a " + text + "\n") != std::string::npos);
        BOOST_TEST(page.find("**Comment:** c " + text + "\n") != std::string::npos);
    }
    Digest digest =
        page_of({"$[0,1]$ for $a<b$*", "Author", "a", "c", "w", "s", "## H\n\n- **b**\n  > q", "v"});
    digest.imported = true;
    std::string const page = render(digest);
    BOOST_TEST(page.find("1. [$[0,1]$ for $a<b$*](#") != std::string::npos);
    BOOST_TEST(page.find("> ## H\n> \n> - **b**\n>   > q") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_paper_without_a_title_keeps_its_entry) {
    for (char const* title : {"", " \n", "\xE2\x80\x8B", "\xE2\x80\xAE\x01"}) {
        Digest digest = page_of({title, "Author", "a", "c", "w", "s", "p", "v"});
        BOOST_TEST(render(digest).find("1. [(no title)](#user-content-link1)") != std::string::npos);
        digest.imported = true;
        BOOST_TEST(render(digest).find("1. [(no title)](#user-content-link1)") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(rendering_takes_linear_time) {
    for (char const* piece : {"<", "<a ", "[", "`", "*", "&", "\\", "<!--", "](", "\n- ", "\n\ny"}) {
        std::string text = "x";
        while (text.size() < 50'000) text += piece;
        Digest digest = page_of({"Title", "Author", text, "c", "w", "s", "p", "v"});
        for (bool const imported : {false, true}) {
            digest.imported = imported;
            auto const start = std::chrono::steady_clock::now();
            BOOST_TEST(render(digest).size() > text.size());
            BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(20)));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
