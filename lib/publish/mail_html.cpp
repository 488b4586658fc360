#include "detail/paper_text.hpp"

#include <lectern/core/escape.hpp>
#include <lectern/core/text.hpp>
#include <lectern/publish/mail.hpp>

#include <fmt/format.h>

namespace lectern {
namespace {

// Gmail cuts mails off at about 102 KB.
constexpr std::size_t kLongestMail = 92'000;

// Colors stand inline for programs that know nothing else; the classes serve dark screens.
constexpr std::string_view kHead =
    R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>{title}</title>
<style>
a {{ color: #0a6a66; }}
@media (prefers-color-scheme: dark) {{
  .page, body {{ background: #15181b !important; }}
  .card {{ background: #1d2125 !important; border-color: #30363c !important; }}
  .ink {{ color: #e7e3da !important; }}
  .soft {{ color: #a5aab0 !important; }}
  a, .accent {{ color: #6cc5bf !important; }}
}}
@media (max-width: 480px) {{ .pad {{ padding: 14px !important; }} }}
</style></head>
<body style="margin:0;padding:0;background:#f6f3ec;">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f6f3ec;"><tr><td align="center" style="padding:16px 8px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:640px;">
<tr><td class="pad" style="padding:8px 18px 14px;font-family:Georgia,serif;"><div class="ink" style="font-size:22px;line-height:1.3;color:#23211d;">{title}</div>)";
constexpr std::string_view kSoftLine =
    R"(<div class="soft" style="font-family:Helvetica,Arial,sans-serif;font-size:14px;line-height:1.45;color:#66625a;padding-top:4px;">{}</div>)";
constexpr std::string_view kCard =
    R"(<tr><td style="padding:0 0 10px;"><table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#ffffff;border:1px solid #e2ddd1;border-radius:6px;"><tr><td class="pad" style="padding:16px 18px;font-family:Helvetica,Arial,sans-serif;"><div class="ink" style="font-family:Georgia,serif;font-size:17px;line-height:1.35;color:#23211d;"><span class="soft" style="color:#66625a;">{}.</span> <a href="{}" class="accent" style="color:#0a6a66;text-decoration:none;">{}</a></div>)";
constexpr std::string_view kText =
    R"(<div class="ink" style="font-size:14px;line-height:1.5;color:#23211d;padding-top:6px;">{}</div>)";
constexpr std::string_view kRest =
    R"(<tr><td class="soft" style="padding:8px 18px;font-family:Helvetica,Arial,sans-serif;font-size:14px;color:#66625a;">And {} more, which the text form of this mail lists.</td></tr>)";
constexpr std::string_view kCardEnd = "</td></tr></table></td></tr>\n";
constexpr std::string_view kFoot = "</table></td></tr></table></body></html>\n";

std::string card(publish::PaperText const& paper) {
    std::string html =
        fmt::format(kCard, paper.number, text::escape_html(paper.url), text::escape_html(paper.title));
    std::string facts = paper.authors;
    if (!paper.grades.empty()) facts += (facts.empty() ? "" : " — ") + paper.grades;
    if (!facts.empty()) html += fmt::format(kSoftLine, text::escape_html(facts));
    if (!paper.reason.empty()) html += fmt::format(kText, text::escape_html(paper.reason));
    if (!paper.gist.empty()) html += fmt::format(kSoftLine, text::escape_html(paper.gist));
    return html + std::string(kCardEnd);
}

}  // namespace

std::string mail_html(Issue const& issue) {
    std::string html = fmt::format(kHead, fmt::arg("title", text::escape_html(title_of(issue))));
    for (std::string const& line : publish::head_lines(issue))
        html += fmt::format(kSoftLine, text::escape_html(line));
    if (std::string const page = publish::site_page(issue); !page.empty())
        html += fmt::format(kSoftLine,
                            fmt::format("<a href=\"{}\">Read it on the site</a>", text::escape_html(page)));
    html += "</td></tr>\n";
    auto const papers = publish::paper_texts(issue);
    for (std::size_t i = 0; i < papers.size(); ++i) {
        // Room is shared out: a paper may take what those before it left.
        std::size_t const left = kLongestMail > html.size() ? kLongestMail - html.size() : 0;
        std::string one = publish::fitting(papers[i], left / (papers.size() - i), card, publish::bytes_of);
        if (one.size() > left) {
            html += fmt::format(kRest, papers.size() - i);
            break;
        }
        html += one;
    }
    return html + std::string(kFoot);
}

}  // namespace lectern
