#include "synthetic.hpp"

#include <fmt/format.h>

#include <cmath>
#include <random>

namespace lectern::bench {
namespace {

/// Word number `rank` of a made-up language; frequent words are short.
std::string word(std::size_t rank) {
    static char const* const syllables[] = {"ra", "ne", "to",   "li",  "mo",  "su",   "ve",  "ka",
                                            "di", "po", "shen", "gra", "tor", "ment", "ion", "al"};
    std::string text;
    for (std::size_t n = rank + 16; n > 0; n /= 16) text += syllables[n % 16];
    return text;
}

class Writer {
public:
    explicit Writer(std::uint32_t seed) : engine_(seed) {}

    std::string words(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            // Zipf's law: rank r is drawn with a frequency of about 1/r.
            double const uniform = std::uniform_real_distribution<double>(0, 1)(engine_);
            text += word(static_cast<std::size_t>(std::exp(uniform * std::log(20000.0)))) + ' ';
            if (i % 23 == 22) text += "for $0&lt;s&lt;1$ and $\\alpha_{i}$, ";
            if (i % 17 == 16) text += ". ";
        }
        return text;
    }

private:
    std::mt19937 engine_;
};

}  // namespace

std::string rss_day(std::size_t papers, std::uint32_t seed) {
    Writer writer(seed);
    std::string feed =
        "<?xml version='1.0' encoding='UTF-8'?>\n<rss xmlns:arxiv=\"http://arxiv.org/schemas/atom\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" version=\"2.0\">\n  <channel>\n    <title>cs.LG "
        "updates on arXiv.org</title>\n"
        "    <pubDate>Tue, 17 Mar 2026 00:00:00 -0400</pubDate>\n";
    for (std::size_t i = 1; i <= papers; ++i) {
        std::string const id = fmt::format("2603.{:05}", i);
        feed += fmt::format(
            "    <item>\n      <title>{1}</title>\n      <link>https://arxiv.org/abs/{0}</link>\n"
            "      <description>arXiv:{0}v1 Announce Type: new \nAbstract: {2}</description>\n"
            "      <guid isPermaLink=\"false\">oai:arXiv.org:{0}v1</guid>\n      "
            "<category>cs.LG</category>\n      <category>stat.ML</category>\n"
            "      <pubDate>Tue, 17 Mar 2026 00:00:00 -0400</pubDate>\n      "
            "<arxiv:announce_type>new</arxiv:announce_type>\n"
            "      <dc:rights>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</dc:rights>\n"
            "      <dc:creator>Jos\\'e {3}, Ada {3} (Institute, Town), Wei Zhang</dc:creator>\n    </item>\n",
            id, writer.words(9), writer.words(160), word(i * 37));
    }
    return feed + "  </channel>\n</rss>\n";
}

std::string topics() {
    std::string text;
    for (std::size_t i = 1; i <= 5; ++i) {
        text +=
            fmt::format("{0}. Topic {1}\n   - Relevant: {1}, {2}, {3} and {4}.\n   - Irrelevant: {5}.\n\n", i,
                        word(i * 300), word(i * 301), word(i * 555), word(i * 777), word(i * 1000));
    }
    return text;
}

}  // namespace lectern::bench
