#include "detail/site_days.hpp"
#include "detail/site_pages.hpp"
#include "detail/site_state.hpp"
#include "detail/site_writer.hpp"
#include "render/detail/day_words.hpp"
#include "render/html/detail/pages.hpp"

#include <lectern/archive/layout.hpp>
#include <lectern/archive/site.hpp>
#include <lectern/core/escape.hpp>
#include <lectern/core/file.hpp>
#include <lectern/render/web_feed.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace lectern {
namespace site {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;

/// A paper of the web feeds, and the paths of its topics and followed authors.
struct NewsItem {
    WebFeedItem item;
    std::set<std::string> paths;
};

/// The papers of the newest days, newest day first, each once.
std::vector<NewsItem> news_of(std::vector<Digest> const& newest, SiteWriter const& writer) {
    std::vector<NewsItem> news;
    std::set<std::string> seen;
    for (auto digest = newest.rbegin(); digest != newest.rend(); ++digest) {
        std::string const page = writer.address(day_path(digest->date));
        for (DigestEntry const& entry : digest->entries) {
            if (!seen.insert(entry.paper.id.base()).second) continue;
            NewsItem one{web_feed_item(entry, digest->date, page), {}};
            if (entry.score) {
                for (std::string const& topic : main_topics(entry.score->topics))
                    one.paths.insert(topic_path(topic));
            }
            for (std::string const& name : entry.followed) one.paths.insert(author_path(name));
            news.push_back(std::move(one));
        }
    }
    return news;
}

/// Makes everything but the days' pages.
class SiteMaker {
public:
    SiteMaker(fs::path site, SiteDays days, std::vector<Date> const& dates, SiteWriter& writer)
        : site_(std::move(site)),
          made_(std::move(days)),
          dates_(dates),
          writer_(writer),
          news_(news_of(made_.newest, writer)) {}

    SiteDays const& days() const { return made_; }

    Result<void> make() {
        for (auto const put : {&SiteMaker::put_segment_list, &SiteMaker::put_months, &SiteMaker::put_years,
                               &SiteMaker::put_topics, &SiteMaker::put_saved, &SiteMaker::put_others,
                               &SiteMaker::put_feeds, &SiteMaker::put_site_map, &SiteMaker::put_root}) {
            if (auto const done = (this->*put)(); !done) return done;
        }
        return {};
    }

private:
    /// Which segments there are, newest first, each with a hash, so that browsers load what changed.
    Result<void> put_segment_list() {
        bj::array list;
        for (auto name = made_.segments.rbegin(); name != made_.segments.rend(); ++name) {
            auto const content = read_file(site_ / "search" / (*name + ".js"));
            if (!content) return content.error();
            list.push_back(bj::array{bj::value(*name), bj::value(html::hash_of(*content).substr(0, 8))});
        }
        return writer_.files().put("search/segments.js", "lecternSegments(" + bj::serialize(list) + ");\n");
    }

    Result<void> put_months() {
        for (auto const& [month, days] : made_.months) {
            std::string const name = month_name(month);
            auto done =
                writer_.put_page(month_path(month), "month.html", month_data(made_.months, month), name);
            if (!done) return done;
            done = writer_.put_page(summary_path(month), "summary.html", summary_data(made_.months, month),
                                    "Summary of " + name);
            if (!done) return done;
        }
        return {};
    }

    Result<void> put_years() {
        for (auto const year : years_of(made_.months)) {
            std::string const name = std::to_string(static_cast<int>(year));
            auto const done =
                writer_.put_page(year_path(year), "year.html", year_data(made_.months, year), name);
            if (!done) return done;
        }
        return writer_.put_page("archive", "archive.html", archive_data(made_.months, "../"), "All days");
    }

    Result<void> put_topics() {
        auto const topics = topics_of(made_.months);
        auto const authors = followed_of(made_.months);
        for (auto const* groups : {&topics, &authors}) {
            for (auto const& [path, group] : *groups) {
                if (auto const done = put_topic(path, group); !done) return done;
            }
        }
        return writer_.put_page("topic", "topics.html", topics_data(topics, authors), "Topics");
    }

    /// The page of a topic or a followed author, and its web feed.
    Result<void> put_topic(std::string const& path, Topic const& topic) {
        auto const done = writer_.put_page(path, "topic.html", topic_data(topic), topic.name);
        if (!done) return done;
        return writer_.files().put(fs::path(path) / "atom.xml",
                                   to_text(feed_of(path, topic.name, "atom.xml"), WebFeedFormat::atom));
    }

    Result<void> put_saved() {
        std::vector<SavedPaper> const& saved = writer_.options().saved;
        std::vector<Paper> papers;
        for (SavedPaper const& one : saved) papers.push_back(one.paper);
        if (auto const done = writer_.put_bibliographies("saved", papers); !done) return done;
        return writer_.put_page("saved", "saved.html", saved_data(saved, made_.months), "Saved papers");
    }

    Result<void> put_others() {
        auto done = writer_.put_page("search", "search.html", {{"page", "search"}}, "Search");
        if (!done) return done;
        done = writer_.put_page("numbers", "numbers.html", numbers_data(made_.months), "Numbers");
        if (!done) return done;
        bj::object about{{"page", "about"}, {"days", dates_.size()}};
        about["first"] = dates_.empty() ? "-" : format_date(dates_.front());
        about["last"] = dates_.empty() ? "-" : format_date(dates_.back());
        return writer_.put_page("about", "about.html", std::move(about), "About");
    }

    /// The newest days as a web feed. \param path of the page of a topic or an author; empty: all papers
    WebFeed feed_of(std::string const& path, std::string_view name, std::string_view file) const {
        SiteOptions const& options = writer_.options();
        WebFeed feed;
        feed.title = name.empty() ? options.title : fmt::format("{} · {}", name, options.title);
        feed.home = writer_.address(path);
        if (!feed.home.empty()) feed.self = feed.home + std::string(file);
        feed.id = feed.home;
        if (feed.id.empty())
            feed.id = fmt::format("urn:lectern:{}{}{}", html::slug_of(options.title), path.empty() ? "" : ":",
                                  path);
        for (NewsItem const& one : news_) {
            if (path.empty() || one.paths.contains(path)) feed.items.push_back(one.item);
        }
        return feed;
    }

    Result<void> put_feeds() {
        for (auto const& [file, format] : {std::pair("atom.xml", WebFeedFormat::atom),
                                           {"rss.xml", WebFeedFormat::rss},
                                           {"feed.json", WebFeedFormat::json}}) {
            auto const done = writer_.files().put(file, to_text(feed_of({}, {}, file), format));
            if (!done) return done;
        }
        return {};
    }

    Result<void> put_site_map() {
        // It needs whole addresses; one of an earlier address would mislead.
        if (writer_.options().url.empty()) return writer_.files().remove("sitemap.xml");
        std::string xml =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
        for (std::string const& page : writer_.pages())
            xml += "<url><loc>" + text::escape_html(writer_.address(page)) + "</loc></url>\n";
        return writer_.files().put("sitemap.xml", xml + "</urlset>\n");
    }

    Result<void> put_root() {
        if (made_.newest.empty())
            return writer_.put_page("", "archive.html", archive_data(made_.months, ""), "No digest yet");
        Digest const& newest = made_.newest.back();
        return writer_.put_page("", "day.html", day_page(newest, dates_, dates_.size() - 1, "", writer_),
                                render::long_date(newest.date));
    }

    fs::path site_;
    SiteDays made_;
    std::vector<Date> const& dates_;
    SiteWriter& writer_;
    std::vector<NewsItem> news_;
};

}  // namespace
}  // namespace site

Result<void> check_templates(std::filesystem::path const& directory) {
    auto const templates = html::Templates::load(directory);
    return templates ? Result<void>() : templates.error();
}

Result<SiteReport> make_site(std::filesystem::path const& directory, SiteOptions const& options) {
    auto templates = html::Templates::load(options.templates);
    if (!templates) return templates.error();
    std::filesystem::path const place = directory / "site";
    site::SiteWriter writer(place, options, std::move(*templates));
    if (auto const done = writer.put_assets(); !done) return done.error();
    auto const state = site::SiteState::read(place, options.rebuild ? std::string() : writer.look());
    auto const dates = digest_days(directory);
    auto days = site::make_days(directory, dates, state, writer);
    if (!days) return days.error();
    site::SiteMaker maker(place, std::move(*days), dates, writer);
    if (auto const done = maker.make(); !done) return done.error();
    SiteReport report{dates.size(), maker.days().made, 0, 0, maker.days().warnings};
    for (std::string_view const part : {"archive", "topic", "author", "search", "saved", "assets"}) {
        auto const removed = writer.files().remove_others(part);
        if (!removed) return removed.error();
        report.removed += *removed;
    }
    report.written = writer.files().written();
    // Last: a run that was stopped makes its pages again.
    if (auto const done = site::SiteState::write(place, writer.look(), maker.days().months); !done)
        return done.error();
    return report;
}

Result<std::vector<SavedPaper>> saved_papers(MarkStore const& marks, PaperStore const& papers) {
    auto const all = marks.marks();
    if (!all) return all.error();
    std::vector<SavedPaper> saved;
    for (auto mark = all->rbegin(); mark != all->rend(); ++mark) {
        if (!mark->liked) continue;
        auto paper = papers.find_paper(mark->id);
        if (!paper) return paper.error();
        if (*paper) saved.push_back({std::move(**paper), std::chrono::floor<std::chrono::days>(mark->made)});
    }
    return saved;
}

}  // namespace lectern
