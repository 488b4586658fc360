#pragma once

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <initializer_list>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace lectern::test {

/// A reader of Markdown. Both let raw HTML through, as the least careful page would.
enum class Dialect {
    commonmark,  ///< No extensions.
    github,      ///< GitHub Flavored Markdown with all its extensions, and footnotes.
};

inline std::ostream& operator<<(std::ostream& out, Dialect dialect) {
    return out << (dialect == Dialect::github ? "GitHub Flavored Markdown" : "CommonMark");
}

/// What a parser finds in a page.
struct ParsedMarkdown {
    std::map<std::string, int> kinds;  ///< Number of nodes of each kind.
    std::vector<std::string> links;    ///< Targets, in order.
    std::vector<std::string> html;     ///< Raw HTML, in order.
    std::string text;                  ///< What a reader sees, white space collapsed.
};

/// Runs of white space become one blank, and both ends are trimmed.
inline std::string collapsed(std::string const& s) {
    std::string out;
    for (char const c : s) {
        bool const blank = c == ' ' || (c >= '\t' && c <= '\r');
        if (!blank) out += c;
        if (blank && !out.empty() && out.back() != ' ') out += ' ';
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

inline void add_node(ParsedMarkdown& parsed, cmark_node* node) {
    cmark_node_type const type = cmark_node_get_type(node);
    char const* const literal = cmark_node_get_literal(node);
    std::string const text = literal ? literal : "";
    ++parsed.kinds[cmark_node_get_type_string(node)];
    if (type == CMARK_NODE_LINK) parsed.links.emplace_back(cmark_node_get_url(node));
    if (type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_HTML_BLOCK) {
        parsed.html.push_back(text);
    } else {
        bool const gap = (type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK ||
                         type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
        parsed.text += (gap ? " " : "") + text;
    }
}

inline ParsedMarkdown parse_markdown(std::string const& page, Dialect dialect) {
    cmark_gfm_core_extensions_ensure_registered();
    bool const github = dialect == Dialect::github;
    int const options = CMARK_OPT_UNSAFE | (github ? CMARK_OPT_FOOTNOTES : 0);
    std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> const parser(cmark_parser_new(options),
                                                                             &cmark_parser_free);
    for (char const* name : {"table", "strikethrough", "autolink", "tagfilter", "tasklist"}) {
        if (github) cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension(name));
    }
    cmark_parser_feed(parser.get(), page.data(), page.size());
    std::unique_ptr<cmark_node, decltype(&cmark_node_free)> const root(cmark_parser_finish(parser.get()),
                                                                       &cmark_node_free);
    std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> const walk(cmark_iter_new(root.get()),
                                                                       &cmark_iter_free);
    ParsedMarkdown parsed;
    for (auto event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(walk.get())) {
        if (event == CMARK_EVENT_ENTER) add_node(parsed, cmark_iter_get_node(walk.get()));
    }
    parsed.text = collapsed(parsed.text);
    return parsed;
}

/// The kinds without those named.
inline std::map<std::string, int> kinds_without(ParsedMarkdown const& parsed,
                                                std::initializer_list<char const*> names) {
    std::map<std::string, int> kinds = parsed.kinds;
    for (char const* name : names) kinds.erase(name);
    return kinds;
}

}  // namespace lectern::test
