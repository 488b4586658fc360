#include "fake_arxiv.hpp"

#include "feed_text.hpp"
#include "support.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace lectern::test {
namespace {

std::size_t number(std::string const& text, std::size_t otherwise) {
    std::size_t value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// `202603131800` as a time.
Time compact_time(std::string const& digits) {
    return time(digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2) + "T" +
                digits.substr(8, 2) + ":" + digits.substr(10, 2) + ":00Z");
}

std::string entry(Paper const& paper) {
    std::string categories;
    for (Category const& category : paper.categories)
        categories += fmt::format("<category term='{}'/>", category.code());
    std::string authors;
    for (Author const& author : paper.authors)
        authors += fmt::format("<author><name>{}</name></author>", xml_text(author.name));
    return fmt::format(
        "<entry><id>http://arxiv.org/abs/{}</id><title>{}</title><updated>{}</updated>"
        "<summary>{}</summary>{}<published>{}</published>"
        "<arxiv:primary_category term='{}'/>{}</entry>",
        paper.id.to_string(), xml_text(paper.title), format_time(*paper.submitted), xml_text(paper.abstract),
        categories, format_time(*paper.submitted), paper.categories.front().code(), authors);
}

std::string api_feed(std::string const& entries, std::size_t total, std::size_t start) {
    return fmt::format(
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
        "xmlns:arxiv='http://arxiv.org/schemas/atom' "
        "xmlns:opensearch='http://a9.com/-/spec/opensearch/1.1/'><title>arXiv Query</title>"
        "<opensearch:totalResults>{}</opensearch:totalResults>"
        "<opensearch:startIndex>{}</opensearch:startIndex>{}</feed>",
        total, start, entries);
}

std::string item(Paper const& paper) {
    std::string text = rss_item(paper.id.to_string(), xml_text(paper.title), xml_text(paper.abstract),
                                std::string(to_string(paper.announce)), paper.categories.front().code());
    std::string more;
    for (std::size_t i = 1; i < paper.categories.size(); ++i)
        more += "<category>" + paper.categories[i].code() + "</category>";
    return text.insert(text.find("<arxiv:announce_type>"), more);
}

}  // namespace

std::string percent_decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        int code = 0;
        bool const escape =
            text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, code, 16).ec == std::errc{};
        out += escape ? static_cast<char>(code) : text[i];
        if (escape) i += 2;
    }
    return out;
}

std::string parameter(std::string const& target, std::string const& name) {
    for (std::string const& mark : {"?" + name + "=", "&" + name + "="}) {
        std::size_t const at = target.find(mark);
        if (at == std::string::npos) continue;
        std::size_t const start = at + mark.size();
        return percent_decode(std::string_view(target).substr(start, target.find('&', start) - start));
    }
    return {};
}

std::string xml_text(std::string_view text) {
    std::string out;
    for (char const c : text) out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
    return out;
}

FakeArxiv::FakeArxiv(Clock const& clock)
    : clock_(clock), server_([this](ReceivedRequest const& request) { return answer(request); }) {}

void FakeArxiv::announce(Date day, std::vector<Paper> papers) {
    auto& list = announced_[day];
    std::ranges::move(papers, std::back_inserter(list));
}

void FakeArxiv::announce_generated(Date day, std::size_t count) {
    auto const due = calendar_.announcement(day).value();
    auto const step = (due.submitted.to - due.submitted.from) / (static_cast<long>(count) + 1);
    std::vector<Paper> papers;
    for (std::size_t i = 0; i < count; ++i) {
        std::string const id = fmt::format("2603.{:05}v1", next_number_++);
        Paper paper =
            make_paper(id, fmt::format("Sparse networks {}", id), "We study sparse networks & <b>gates</b>.",
                       {i % 3 == 0 ? "cs.AI" : "cs.LG", "stat.ML"});
        paper.authors = {{"Ada Lovelace", {}, {}}};
        paper.submitted = due.submitted.from + step * (static_cast<long>(i) + 1);
        papers.push_back(std::move(paper));
    }
    announce(day, std::move(papers));
}

std::size_t FakeArxiv::total() const {
    std::size_t count = 0;
    for (auto const& [day, papers] : announced_) count += papers.size();
    return count;
}

Reply FakeArxiv::answer(ReceivedRequest const& request) const {
    if (fault) {
        if (auto reply = fault(request)) return *reply;
    }
    if (request.target.starts_with("/rss/")) return rss();
    if (request.target.starts_with("/api/query?")) return query(request);
    Reply reply;
    reply.status = 404;
    return reply;
}

Reply FakeArxiv::rss() const {
    std::string items;
    if (auto const papers = announced_.find(stale_day.value_or(today())); papers != announced_.end()) {
        for (Paper const& paper : papers->second) items += item(paper);
    }
    Reply reply;
    reply.body = test::rss(
        items, fmt::format("{}, {:02} {} {} 00:00:00 -0400", weekday_name(today()),
                           static_cast<unsigned>(today().day()),
                           std::array{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
                                      "Nov", "Dec"}[static_cast<unsigned>(today().month()) - 1],
                           static_cast<int>(today().year())));
    return reply;
}

Reply FakeArxiv::query(ReceivedRequest const& request) const {
    std::string const search = parameter(request.target, "search_query");
    std::string const ids = parameter(request.target, "id_list");
    std::size_t const window = search.find("submittedDate:[");
    std::vector<Paper> found;
    for (auto const& [day, papers] : announced_) {
        if (day > today()) continue;
        for (Paper const& paper : papers) {
            if (paper.announce == AnnounceType::replace) continue;
            bool const wanted = window == std::string::npos
                                    ? ids.find(paper.id.base()) != std::string::npos
                                    : *paper.submitted >= compact_time(search.substr(window + 15, 12)) &&
                                          *paper.submitted <= compact_time(search.substr(window + 31, 12));
            if (wanted) found.push_back(paper);
        }
    }
    std::ranges::stable_sort(found, {}, [](Paper const& paper) { return *paper.submitted; });
    std::size_t const start = number(parameter(request.target, "start"), 0);
    std::size_t const end =
        std::min(found.size(), start + number(parameter(request.target, "max_results"), 10));
    std::string entries;
    for (std::size_t i = start; i < end; ++i) entries += entry(found[i]);
    Reply reply;
    reply.body = api_feed(entries, found.size(), start);
    return reply;
}

}  // namespace lectern::test
