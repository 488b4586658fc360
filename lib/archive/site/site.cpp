#include "detail/search_index.hpp"
#include "detail/site_files.hpp"
#include "detail/site_pages.hpp"
#include "detail/site_state.hpp"
#include "render/detail/day_words.hpp"
#include "render/html/detail/pages.hpp"
#include "render/html/detail/templates.hpp"

#include <lectern/archive/layout.hpp>
#include <lectern/archive/site.hpp>
#include <lectern/core/escape.hpp>
#include <lectern/core/file.hpp>
#include <lectern/render/citation.hpp>
#include <lectern/render/web_feed.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace lectern {
namespace site {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;

constexpr std::size_t kFeedDays = 10;

/// From a page at this path to the root.
std::string root_from(std::string_view path) {
    std::string root;
    if (path.empty()) return root;
    for (std::ptrdiff_t i = 0; i <= std::ranges::count(path, '/'); ++i) root += "../";
    return root;
}

/// A paper of the web feeds, and where it belongs.
struct NewsItem {
    WebFeedItem item;
    std::vector<std::string> topic_paths;
};

class SiteMaker {
public:
    SiteMaker(fs::path const& directory, SiteOptions const& options, html::Templates templates)
        : directory_(directory),
          options_(options),
          templates_(std::move(templates)),
          files_(directory / "site") {}

    Result<SiteReport> make() {
        days_ = digest_days(directory_);
        if (auto const done = put_assets(); !done) return done.error();
        state_ = SiteState::read(directory_ / "site", options_.rebuild ? std::string() : look());
        for (std::size_t begin = 0; begin < days_.size();) {
            std::size_t end = begin;
            while (end < days_.size() && month_of(days_[end]) == month_of(days_[begin])) ++end;
            if (auto const done = put_days(begin, end); !done) return done.error();
            begin = end;
        }
        for (auto const put :
             {&SiteMaker::put_segment_list, &SiteMaker::collect_news, &SiteMaker::put_lists,
              &SiteMaker::put_topics, &SiteMaker::put_saved, &SiteMaker::put_others, &SiteMaker::put_root}) {
            if (auto const done = (this->*put)(); !done) return done.error();
        }
        for (std::string_view const part : {"archive", "topic", "search", "saved", "assets"}) {
            auto const removed = files_.remove_others(part);
            if (!removed) return removed.error();
            report_.removed += *removed;
        }
        report_.written = files_.written();
        report_.days = days_.size();
        // Last: a run that was stopped makes its pages again.
        if (auto const done = SiteState::write(directory_ / "site", look(), months_); !done)
            return done.error();
        return std::move(report_);
    }

private:
    /// Everything that all pages depend on.
    std::string look() const {
        return html::hash_of(bj::serialize(bj::array{kStateVersion, options_.title, options_.url,
                                                     static_cast<int>(options_.abstracts), css_, js_,
                                                     search_js_, style_, templates_.fingerprint()}));
    }

    Result<void> put_asset(std::string_view name, std::string_view ending, std::string_view content,
                           std::string& file) {
        file = fmt::format("{}.{}.{}", name, html::hash_of(content).substr(0, 12), ending);
        return files_.put(fs::path("assets") / file, content);
    }

    Result<void> put_assets() {
        if (auto const done = put_asset("lectern", "css", html::builtin_file("lectern.css"), css_); !done)
            return done;
        if (auto const done = put_asset("lectern", "js", html::builtin_file("lectern.js"), js_); !done)
            return done;
        if (auto const done = put_asset("search", "js", html::builtin_file("search.js"), search_js_); !done)
            return done;
        if (options_.style.empty()) return {};
        auto const content = read_file(options_.style);
        if (!content) return content.error();
        return put_asset("own", "css", *content, style_);
    }

    /// Writes a page: its data, and what every page has.
    Result<void> put_page(std::string const& path, std::string_view name, bj::object page,
                          std::string_view title) {
        page["site"] = true;
        page["root"] = root_from(path);
        page["site_title"] = options_.title;
        page["page_title"] = fmt::format("{} · {}", title, options_.title);
        if (!page.contains("description")) page["description"] = title;
        page["css"] = css_;
        page["js"] = js_;
        if (!style_.empty()) page["style"] = style_;
        if (!options_.url.empty() && !page.contains("canonical")) page["canonical"] = address(path);
        auto const text = templates_.render(name, page);
        if (!text) return text.error();
        addresses_.insert(path);
        return files_.put(fs::path(path) / "index.html", *text);
    }

    /// Where a page is served. \pre there is an address of the site
    std::string address(std::string const& path) const {
        return options_.url + "/" + (path.empty() ? "" : path + "/");
    }

    /// Leaves the abstracts out, or opens them.
    void add_abstracts(bj::object& page) const {
        if (options_.abstracts == SiteAbstracts::folded) return;
        bool const open = options_.abstracts == SiteAbstracts::open;
        if (open) page["density"] = "3";
        for (bj::value& card : page["papers"].as_array()) {
            if (open)
                card.as_object()["open"] = true;
            else
                card.as_object()["abstract_html"] = false;
        }
    }

    bj::object day_data(Digest const& digest, std::size_t place, std::string const& path) const {
        bj::object page = html::day_data(digest);
        Date const day = digest.date;
        std::string const root = root_from(path);
        page["page"] = "day";
        page["date"] = format_date(day);
        add_abstracts(page);
        // The root shows the newest day, whose own page is the one to cite.
        if (!options_.url.empty()) page["canonical"] = address(day_path(day));
        page["description"] = render::headline(digest.totals);
        page["files"] = root + day_path(day) + "/";
        if (place > 0)
            page["prev"] = page_link(root, day_path(days_[place - 1]), short_date(days_[place - 1]));
        if (place + 1 < days_.size())
            page["next"] = page_link(root, day_path(days_[place + 1]), short_date(days_[place + 1]));
        page["up"] = page_link(root, month_path(month_of(day)), month_name(month_of(day)));
        return page;
    }

    /// The digest of a day. Of one that cannot be read its neighbors still name the day: a page says what is wrong.
    Digest read(Date day, bool& unreadable) {
        auto digest = read_day(directory_, day);
        if (digest && *digest) return std::move(**digest);
        report_.warnings.push_back(digest ? format_date(day) + ": the digest file is gone"
                                          : digest.error().message());
        unreadable = true;
        Digest empty;
        empty.date = day;
        empty.state = DayState::failed;
        empty.warnings.emplace_back("The digest file of this day cannot be read.");
        return empty;
    }

    /// Whether the pages and files of a day can stay as they are.
    bool is_current(std::size_t place, DayFacts const* known, DigestStamp const& stamp) {
        Date const day = days_[place];
        if (known == nullptr || known->unreadable || known->size != stamp.size ||
            known->modified != stamp.modified)
            return false;
        std::optional<Date> const before = place == 0 ? std::nullopt : std::optional(days_[place - 1]);
        std::optional<Date> const after =
            place + 1 == days_.size() ? std::nullopt : std::optional(days_[place + 1]);
        if (state_.neighbors(day) != std::pair(before, after)) return false;
        // The root and the feeds are made of the newest days.
        return files_.keep(fs::path(day_path(day)) / "index.html");
    }

    /// The days of a month: their pages, their bibliographies, their part of the search.
    Result<void> put_days(std::size_t begin, std::size_t end) {
        Month const month = month_of(days_[begin]);
        bool const open = end == days_.size();
        std::string const merged = month_path(month).substr(std::string_view("archive/").size());
        std::vector<DayFacts> facts(end - begin);
        std::vector<bool> current(end - begin);
        bool all_current = true;
        for (std::size_t i = begin; i < end; ++i) {
            DigestStamp const stamp = stamp_of(digest_file(directory_, days_[i]));
            DayFacts const* known = state_.find(days_[i]);
            current[i - begin] = is_current(i, known, stamp);
            if (current[i - begin])
                facts[i - begin] = *known;
            else
                all_current = false;
            facts[i - begin].size = stamp.size;
            facts[i - begin].modified = stamp.modified;
        }
        // A month that is over has one segment, the newest month one a day.
        bool const merge = !open && !(all_current && files_.keep(segment_file(merged)));
        SearchSegment segment;
        for (std::size_t i = begin; i < end; ++i) {
            bool const newest = i + kFeedDays >= days_.size();
            std::string const name = format_date(days_[i]);
            bool const segment_stays = !open || (current[i - begin] && files_.keep(segment_file(name)));
            keep_bibliographies(days_[i]);
            if (current[i - begin] && !merge && !newest && segment_stays) {
                segments_.push_back(open ? name : merged);
                continue;
            }
            bool unreadable = false;
            Digest digest = read(days_[i], unreadable);
            if (!current[i - begin]) {
                DayFacts made = facts_of(digest);
                made.unreadable = unreadable;
                made.size = facts[i - begin].size;
                made.modified = facts[i - begin].modified;
                facts[i - begin] = std::move(made);
                ++report_.made;
                if (auto const done = put_day(digest, i); !done) return done.error();
            }
            if (merge) segment.add(digest, day_path(days_[i]).substr(8));
            segments_.push_back(open ? name : merged);
            if (open && !segment_stays) {
                SearchSegment own;
                own.add(digest, day_path(days_[i]).substr(8));
                if (auto const done = files_.put(segment_file(name), own.script(name)); !done)
                    return done.error();
            }
            if (newest) newest_.push_back(std::move(digest));
        }
        months_[month] = std::move(facts);
        return merge ? files_.put(segment_file(merged), segment.script(merged)) : Result<void>();
    }

    static fs::path segment_file(std::string const& name) { return fs::path("search") / (name + ".js"); }

    void keep_bibliographies(Date day) {
        for (std::string_view const file : {"papers.bib", "papers.ris", "papers.json"})
            files_.keep(fs::path(day_path(day)) / file);
    }

    Result<void> put_bibliographies(fs::path const& path, std::span<Paper const> papers) {
        if (auto const done = files_.put(path / "papers.bib", cite(papers, CitationFormat::bibtex)); !done)
            return done;
        if (auto const done = files_.put(path / "papers.ris", cite(papers, CitationFormat::ris)); !done)
            return done;
        return files_.put(path / "papers.json", cite(papers, CitationFormat::csl));
    }

    Result<void> put_day(Digest const& digest, std::size_t place) {
        std::string const path = day_path(digest.date);
        std::vector<Paper> papers;
        for (DigestEntry const& entry : digest.entries) papers.push_back(entry.paper);
        if (auto const done = put_bibliographies(path, papers); !done) return done;
        return put_page(path, "day.html", day_data(digest, place, path), render::long_date(digest.date));
    }

    /// Which segments there are, newest first, each with a hash, so that browsers load what changed.
    Result<void> put_segment_list() {
        bj::array list;
        std::set<std::string> seen;
        for (auto name = segments_.rbegin(); name != segments_.rend(); ++name) {
            if (!seen.insert(*name).second) continue;
            auto const content = read_file(directory_ / "site" / segment_file(*name));
            if (!content) return content.error();
            list.push_back(bj::array{bj::value(*name), bj::value(html::hash_of(*content).substr(0, 8))});
        }
        return files_.put("search/segments.js", "lecternSegments(" + bj::serialize(list) + ");\n");
    }

    Result<void> put_lists() {
        std::set<std::chrono::year> years;
        for (auto const& [month, days] : months_) {
            years.insert(month.year());
            auto page = month_data(months_, month);
            page["summary"] = true;
            if (auto const done =
                    put_page(month_path(month), "month.html", std::move(page), month_name(month));
                !done)
                return done;
            auto summary = summary_data(months_, month);
            std::string const title = "Summary of " + month_name(month);
            if (auto const done = put_page(summary_path(month), "summary.html", std::move(summary), title);
                !done)
                return done;
        }
        for (auto const year : years) {
            std::string const name = std::to_string(static_cast<int>(year));
            if (auto const done = put_page(year_path(year), "year.html", year_data(months_, year), name);
                !done)
                return done;
        }
        return put_page("archive", "archive.html", archive_data(months_, "../"), "All days");
    }

    Result<void> put_topics() {
        auto const topics = topics_of(months_);
        for (auto const& [path, topic] : topics) {
            auto page = topic_data(topic);
            page["feed"] = "atom.xml";
            if (auto const done = put_page(path, "topic.html", std::move(page), topic.name); !done)
                return done;
            WebFeed const feed = feed_of(path, topic.name);
            if (auto const done = files_.put(fs::path(path) / "atom.xml", to_text(feed, WebFeedFormat::atom));
                !done)
                return done;
        }
        return put_page("topic", "topics.html", topics_data(topics), "Topics");
    }

    /// The newest days as a web feed. \param path of the topic's page; empty: all papers
    WebFeed feed_of(std::string const& path, std::string_view name) const {
        WebFeed feed;
        feed.title = name.empty() ? options_.title : fmt::format("{} · {}", name, options_.title);
        feed.id = options_.url.empty()
                      ? "urn:lectern:" + html::slug_of(options_.title) + (path.empty() ? "" : ":" + path)
                      : address(path);
        if (!options_.url.empty()) feed.home = address(path);
        for (NewsItem const& news : news_) {
            if (path.empty() || std::ranges::count(news.topic_paths, path) > 0)
                feed.items.push_back(news.item);
        }
        return feed;
    }

    /// The papers of the newest days for the feeds, newest day first, each once.
    Result<void> collect_news() {
        std::set<std::string> seen;
        for (auto digest = newest_.rbegin(); digest != newest_.rend(); ++digest) {
            std::string const page = options_.url.empty() ? std::string() : address(day_path(digest->date));
            for (DigestEntry const& entry : digest->entries) {
                if (!seen.insert(entry.paper.id.base()).second) continue;
                NewsItem news{web_feed_item(entry, digest->date, page), {}};
                if (entry.score) {
                    for (std::string const& topic : entry.score->topics)
                        news.topic_paths.push_back(topic_path(topic));
                }
                news_.push_back(std::move(news));
            }
        }
        return {};
    }

    Result<void> put_saved() {
        std::vector<Paper> papers;
        for (SavedPaper const& one : options_.saved) papers.push_back(one.paper);
        if (auto const done = put_bibliographies("saved", papers); !done) return done;
        return put_page("saved", "saved.html", saved_data(options_.saved, months_), "Saved papers");
    }

    Result<void> put_others() {
        bj::object search{{"page", "search"}, {"search_js", search_js_}};
        if (auto const done = put_page("search", "search.html", std::move(search), "Search"); !done)
            return done;
        if (auto const done = put_page("numbers", "numbers.html", numbers_data(months_), "Numbers"); !done)
            return done;
        bj::object about{{"page", "about"}, {"days", days_.size()}};
        about["first"] = days_.empty() ? "-" : format_date(days_.front());
        about["last"] = days_.empty() ? "-" : format_date(days_.back());
        return put_page("about", "about.html", std::move(about), "About");
    }

    Result<void> put_root() {
        WebFeed feed = feed_of({}, {});
        auto const self = [&](std::string_view file) {
            return options_.url.empty() ? std::string() : fmt::format("{}/{}", options_.url, file);
        };
        for (auto const& [file, format] : {std::pair("atom.xml", WebFeedFormat::atom),
                                           {"rss.xml", WebFeedFormat::rss},
                                           {"feed.json", WebFeedFormat::json}}) {
            feed.self = self(file);
            if (auto const done = files_.put(file, to_text(feed, format)); !done) return done;
        }
        // It needs whole addresses; one of an earlier address would mislead.
        auto const mapped =
            options_.url.empty() ? files_.remove("sitemap.xml") : files_.put("sitemap.xml", sitemap());
        if (!mapped) return mapped;
        if (!newest_.empty())
            return put_page("", "day.html", day_data(newest_.back(), days_.size() - 1, ""),
                            render::long_date(newest_.back().date));
        return put_page("", "archive.html", archive_data(months_, ""), "No digest yet");
    }

    std::string sitemap() const {
        std::set<std::string> pages = addresses_;
        for (Date const day : days_) pages.insert(day_path(day));
        std::string xml =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "
            "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
        for (std::string const& page : pages)
            xml += "<url><loc>" + text::escape_html(address(page)) + "</loc></url>\n";
        return xml + "</urlset>\n";
    }

    fs::path const& directory_;
    SiteOptions const& options_;
    html::Templates templates_;
    SiteFiles files_;
    SiteState state_;
    SiteReport report_;
    std::vector<Date> days_;
    std::vector<Digest> newest_;  ///< Up to kFeedDays, the newest last.
    std::vector<NewsItem> news_;
    Months months_;
    std::vector<std::string> segments_;  ///< Of the search, oldest first, once for each day.
    std::set<std::string> addresses_;    ///< Pages made.
    std::string css_;
    std::string js_;
    std::string search_js_;
    std::string style_;
};

}  // namespace
}  // namespace site

Result<SiteReport> make_site(std::filesystem::path const& directory, SiteOptions const& options) {
    auto templates = html::Templates::load(options.templates);
    if (!templates) return templates.error();
    return site::SiteMaker(directory, options, std::move(*templates)).make();
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
