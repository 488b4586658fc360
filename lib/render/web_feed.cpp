#include "core/detail/json.hpp"
#include "detail/day_words.hpp"

#include <lectern/core/display.hpp>
#include <lectern/core/escape.hpp>
#include <lectern/core/links.hpp>
#include <lectern/core/text.hpp>
#include <lectern/render/math.hpp>
#include <lectern/render/web_feed.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>
#include <tinyxml2.h>

#include <algorithm>
#include <string_view>

namespace lectern {
namespace {

namespace bj = boost::json;

std::string feed_line(std::string_view text) {
    return text::collapse_whitespace(text::displayable(math::to_plain(text), text::Medium::page));
}

/// XML element by element; attributes follow their element's opening.
class XmlWriter {
public:
    XmlWriter() { printer_.PushHeader(false, true); }
    void open(char const* name) { printer_.OpenElement(name); }
    void attribute(char const* name, std::string const& value) {
        printer_.PushAttribute(name, value.c_str());
    }
    void close() { printer_.CloseElement(); }
    void text_of(std::string const& content) { printer_.PushText(content.c_str()); }
    void element(char const* name, std::string const& content) {
        open(name);
        text_of(content);
        close();
    }
    std::string document() const { return printer_.CStr(); }

private:
    tinyxml2::XMLPrinter printer_;
};

std::string rfc3339(Date day) {
    return format_date(day) + "T00:00:00Z";
}
std::string rfc822(Date day) {
    return fmt::format("{}, {:02} {} {} 00:00:00 +0000", weekday_name(day), static_cast<unsigned>(day.day()),
                       render::month_name(day.month()).substr(0, 3), static_cast<int>(day.year()));
}

/// The day of the newest item; the epoch for an empty feed, so that the same feed gives the same bytes.
Date newest(WebFeed const& feed) {
    Date day(std::chrono::sys_days{});
    for (WebFeedItem const& item : feed.items) day = std::max(day, item.published);
    return day;
}

void atom_link(XmlWriter& xml, char const* relation, std::string const& address) {
    if (address.empty()) return;
    xml.open("link");
    xml.attribute("rel", relation);
    xml.attribute("href", address);
    xml.close();
}

std::string atom(WebFeed const& feed) {
    XmlWriter xml;
    xml.open("feed");
    xml.attribute("xmlns", "http://www.w3.org/2005/Atom");
    xml.element("id", feed.id);
    xml.element("title", feed.title);
    xml.element("updated", rfc3339(newest(feed)));
    xml.element("generator", "lectern");
    atom_link(xml, "alternate", feed.home);
    atom_link(xml, "self", feed.self);
    for (WebFeedItem const& item : feed.items) {
        xml.open("entry");
        xml.element("id", item.id);
        xml.element("title", item.title);
        xml.element("published", rfc3339(item.published));
        xml.element("updated", rfc3339(item.published));
        atom_link(xml, "alternate", item.url);
        // RFC 4287 asks for an author in each entry or the feed.
        for (std::string const& name : item.authors) {
            xml.open("author");
            xml.element("name", name);
            xml.close();
        }
        if (item.authors.empty()) {
            xml.open("author");
            xml.element("name", "arXiv");
            xml.close();
        }
        for (std::string const& category : item.categories) {
            xml.open("category");
            xml.attribute("term", category);
            xml.close();
        }
        xml.open("content");
        xml.attribute("type", "html");
        xml.text_of(item.content);
        xml.close();
        xml.close();
    }
    if (feed.items.empty()) {
        xml.open("author");
        xml.element("name", "lectern");
        xml.close();
    }
    xml.close();
    return xml.document();
}

std::string rss(WebFeed const& feed) {
    XmlWriter xml;
    xml.open("rss");
    xml.attribute("version", "2.0");
    xml.attribute("xmlns:atom", "http://www.w3.org/2005/Atom");
    xml.attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/");
    xml.open("channel");
    xml.element("title", feed.title);
    xml.element("link", feed.home.empty() ? "https://arxiv.org/" : feed.home);
    xml.element("description", feed.title);
    if (!feed.items.empty()) xml.element("lastBuildDate", rfc822(newest(feed)));
    xml.element("generator", "lectern");
    if (!feed.self.empty()) {
        xml.open("atom:link");
        xml.attribute("rel", "self");
        xml.attribute("type", "application/rss+xml");
        xml.attribute("href", feed.self);
        xml.close();
    }
    for (WebFeedItem const& item : feed.items) {
        xml.open("item");
        xml.element("title", item.title);
        xml.element("link", item.url);
        xml.open("guid");
        xml.attribute("isPermaLink", item.id == item.url ? "true" : "false");
        xml.text_of(item.id);
        xml.close();
        xml.element("pubDate", rfc822(item.published));
        for (std::string const& name : item.authors) xml.element("dc:creator", name);
        for (std::string const& category : item.categories) xml.element("category", category);
        xml.element("description", item.content);
        xml.close();
    }
    xml.close();
    xml.close();
    return xml.document();
}

std::string json_feed(WebFeed const& feed) {
    bj::object document{{"version", "https://jsonfeed.org/version/1.1"}, {"title", feed.title}};
    if (!feed.home.empty()) document["home_page_url"] = feed.home;
    if (!feed.self.empty()) document["feed_url"] = feed.self;
    bj::array items;
    for (WebFeedItem const& item : feed.items) {
        bj::array authors;
        for (std::string const& name : item.authors) authors.push_back(bj::object{{"name", name}});
        bj::object one{{"id", item.id},
                       {"url", item.url},
                       {"title", item.title},
                       {"content_html", item.content},
                       {"date_published", rfc3339(item.published)}};
        if (!authors.empty()) one["authors"] = std::move(authors);
        if (!item.categories.empty()) one["tags"] = bj::array(item.categories.begin(), item.categories.end());
        items.push_back(std::move(one));
    }
    document["items"] = std::move(items);
    return json::pretty(document);
}

std::string content_of(DigestEntry const& entry) {
    std::string html;
    auto const paragraph = [&](std::string_view text, std::string_view element) {
        std::string const line = feed_line(text);
        if (!line.empty()) html += fmt::format("<p><{0}>{1}</{0}></p>", element, text::escape_html(line));
    };
    paragraph(render::grades(entry), "small");
    paragraph(shown_reason(entry), "strong");
    paragraph(shown_gist(entry), "em");
    paragraph(entry.paper.abstract, "span");
    PaperLinks const links = links_of(entry.paper);
    std::string list;
    auto const add = [&](std::string const& address, std::string_view label) {
        if (!address.empty())
            list += fmt::format("{}<a href=\"{}\">{}</a>", list.empty() ? "" : " · ",
                                text::escape_html(address), label);
    };
    add(links.abs, "arXiv");
    add(links.pdf, "PDF");
    add(links.html, "HTML");
    add(links.code, "Code");
    add(links.project, "Project");
    return html + "<p>" + list + "</p>";
}

class WebFeedRenderer final : public Renderer {
public:
    explicit WebFeedRenderer(WebFeedFormat format) : format_(format) {}

    Result<std::string> render(Digest const& digest) const override {
        WebFeed feed;
        feed.id = "urn:lectern:digest:" + format_date(digest.date);
        feed.title = "lectern: " + render::long_date(digest.date);
        for (DigestEntry const& entry : digest.entries)
            feed.items.push_back(web_feed_item(entry, digest.date, {}));
        return to_text(feed, format_);
    }

private:
    WebFeedFormat format_;
};

}  // namespace

WebFeedItem web_feed_item(DigestEntry const& entry, Date day, std::string const& page) {
    Paper const& paper = entry.paper;
    WebFeedItem item;
    item.id = "https://arxiv.org/abs/" + paper.id.base();
    item.url = page.empty() ? item.id : page + "#p" + paper.id.file_name();
    item.title = feed_line(paper.title);
    if (item.title.empty()) item.title = "(no title)";
    for (Author const& author : paper.authors) {
        if (std::string name = feed_line(author.name); !name.empty()) item.authors.push_back(std::move(name));
    }
    for (Category const& category : paper.categories) item.categories.push_back(category.code());
    if (entry.score) {
        for (std::string const& topic : entry.score->topics) item.categories.push_back(feed_line(topic));
    }
    item.content = content_of(entry);
    item.published = day;
    return item;
}

std::string to_text(WebFeed const& feed, WebFeedFormat format) {
    switch (format) {
        case WebFeedFormat::atom:
            return atom(feed);
        case WebFeedFormat::rss:
            return rss(feed);
        case WebFeedFormat::json:
            break;
    }
    return json_feed(feed);
}

std::unique_ptr<Renderer> make_web_feed_renderer(WebFeedFormat format) {
    return std::make_unique<WebFeedRenderer>(format);
}

}  // namespace lectern
