#include "detail/reader_words.hpp"

#include "core/detail/ascii.hpp"

#include <lectern/core/text.hpp>

#include <boost/unordered/unordered_flat_set.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

namespace lectern::local {
namespace {

constexpr std::size_t kLongestTerm = 5;  // words
constexpr std::size_t kMostTopics = 2;
constexpr double kInTitle = 1.5;    // a term of the title tells more
constexpr double kTelling = 3.9;    // weight of a word that about an eighth of the papers have
constexpr std::size_t kTitle = 80;  // bytes of a liked paper's title

bool is_edge(std::string_view word) {
    static boost::unordered_flat_set<std::string_view> const none{
        "the",      "of",           "and",        "to",         "in",         "for",
        "is",       "that",         "on",         "with",       "we",         "as",
        "by",       "an",           "are",        "this",       "be",         "from",
        "or",       "can",          "our",        "it",         "at",         "these",
        "such",     "have",         "has",        "also",       "its",        "their",
        "not",      "but",          "which",      "been",       "than",       "while",
        "into",     "using",        "both",       "how",        "two",        "will",
        "up",       "via",          "what",       "when",       "where",      "all",
        "any",      "more",         "most",       "other",      "some",       "between",
        "however",  "through",      "under",      "over",       "per",        "one",
        "three",    "new",          "based",      "use",        "used",       "etc",
        "about",    "they",         "those",      "there",      "then",       "each",
        "only",     "out",          "no",         "if",         "do",         "does",
        "who",      "whose",        "well",       "paper",      "papers",     "work",
        "works",    "particularly", "especially", "including",  "include",    "specifically",
        "role",     "play",         "plays",      "key",        "understand", "understanding",
        "approach", "approaches",   "method",     "methods",    "technique",  "techniques",
        "problem",  "problems",     "result",     "results",    "novel",      "recent",
        "various",  "different",    "many",       "focus",      "focuses",    "focusing",
        "focused",  "interest",     "interests",  "interested", "related",    "relevant",
        "topic",    "topics",       "match",      "matches",    "without",    "within",
        "toward",   "towards",      "because",    "rather",     "beyond",     "across"};
    bool const number = std::ranges::all_of(word, text::is_digit);
    return word.size() > 1 && !number && !none.contains(word);
}

std::string stem_of(std::string const& folded) {
    if (folded.size() > 4 && folded.ends_with("ies")) return folded.substr(0, folded.size() - 3) + "y";
    bool const plural = folded.size() > 3 && folded.ends_with('s') && !folded.ends_with("ss") &&
                        !folded.ends_with("us") && !folded.ends_with("is");
    return plural ? folded.substr(0, folded.size() - 1) : folded;
}

/// Bytes of a formula or a TeX command at `at`; 0 if there is none.
std::size_t markup_length(std::string_view s, std::size_t at) {
    if (s[at] == '\\') {
        std::size_t end = at + 1;
        while (end < s.size() && text::is_letter(s[end])) ++end;
        return std::max<std::size_t>(end - at, 2);
    }
    if (s[at] != '$') return 0;
    std::size_t const end = s.find('$', at + 1);
    return end == std::string_view::npos ? 1 : end + 1 - at;
}

std::size_t word_length(std::string_view s, std::size_t at) {
    std::size_t end = at;
    while (end < s.size()) {
        std::size_t const length = text::letter_length(s.substr(end));
        if (length == 0) break;
        end += length;
    }
    return end - at;
}

/// Whether what is between two words keeps them in one term.
bool joins(std::string_view gap) {
    return gap == "-" ||
           (!gap.empty() && std::ranges::all_of(gap, [](char c) { return c == ' ' || c == '\n'; }));
}

void append_line(std::string& text, std::string_view line) {
    text.append(line).append(";\n");
}

/// The stems, each with a blank around it: that of a part is found in that of the whole.
std::string keys_of(std::span<WordedText::Word const> words) {
    std::string key = " ";
    for (auto const& word : words) key.append(word.stem).append(" ");
    return key;
}

std::string in_quotes(std::string_view name) {
    return fmt::format("\"{}\"", name);
}

std::string in_words(NamedTopic const& topic) {
    std::string const name = topic.name == kKeywordsName ? "your keywords" : in_quotes(topic.name);
    return fmt::format("{}: {}", name, text::join(topic.terms, ", "));
}

std::string in_words(ReasonParts::Near const& near) {
    return near.title.empty() ? near.id
                              : fmt::format("{}, {}", near.id, in_quotes(text::truncate(near.title, kTitle)));
}

}  // namespace

WordedText::WordedText(std::string text) : text_(std::move(text)) {
    std::string_view const s = text_;
    std::size_t last_end = 0;
    for (std::size_t i = 0; i < s.size();) {
        if (std::size_t const markup = markup_length(s, i)) {
            i += markup;
            continue;
        }
        std::size_t const length = word_length(s, i);
        if (length == 0) {
            ++i;
            continue;
        }
        std::string folded = text::fold(s.substr(i, length));
        std::string stem = stem_of(folded);
        bool const follows = !words_.empty() && joins(s.substr(last_end, i - last_end));
        bool const edge = is_edge(folded);
        words_.push_back({std::move(stem), std::move(folded), i, i + length, follows, edge});
        i += length;
        last_end = i;
    }
}

std::string WordedText::written(std::size_t first, std::size_t last) const {
    return text::collapse_whitespace(
        std::string_view(text_).substr(words_[first].begin, words_[last].end - words_[first].begin));
}

/// A run of words that a topic and a paper have in common.
struct ReaderWords::Term {
    Place place{};
    std::size_t words = 0;
    double weight = 0;
    bool telling = false;  ///< More than a common word.
    std::string key;       ///< Its stems, see keys_of().
};

ReaderWords::ReaderWords(Topics const& topics) {
    for (Topic const& topic : topics.topics) {
        std::string text;
        append_line(text, topic.name);
        for (std::string const& line : topic.relevant) append_line(text, line);
        add(topic.name, std::move(text));
    }
    if (topics.keywords.empty()) return;
    std::string text;
    for (std::string const& keyword : topics.keywords) append_line(text, keyword);
    add(std::string(kKeywordsName), std::move(text));
}

void ReaderWords::add(std::string name, std::string text) {
    auto const interest = static_cast<std::uint32_t>(interests_.size());
    interests_.push_back({std::move(name), WordedText(std::move(text))});
    auto const& words = interests_.back().text.words();
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].edge) places_[words[i].stem].push_back({interest, static_cast<std::uint32_t>(i)});
    }
}

ReaderWords::Term ReaderWords::longest_term(WordedText const& paper, std::size_t at, Place place) const {
    auto const& wanted = interests_[place.interest].text.words();
    auto const& words = paper.words();
    std::size_t length = 1;
    std::size_t kept = 1;  // up to the last word that may end a term
    while (length < kLongestTerm && at + length < words.size() && place.word + length < wanted.size()) {
        auto const& mine = words[at + length];
        auto const& theirs = wanted[place.word + length];
        if (!mine.follows || !theirs.follows || mine.stem != theirs.stem) break;
        ++length;
        if (theirs.edge) kept = length;
    }
    Term term;
    term.place = place;
    term.words = kept;
    term.key = keys_of(std::span(words).subspan(at, kept));
    return term;
}

std::vector<ReaderWords::Term> ReaderWords::terms_in(WordedText const& paper, Weight const& weight) const {
    std::vector<Term> terms;
    for (std::size_t at = 0; at < paper.words().size(); ++at) {
        auto const found = places_.find(paper.words()[at].stem);
        if (found == places_.end() || !paper.words()[at].edge) continue;
        for (Place const place : found->second) {
            Term term = longest_term(paper, at, place);
            for (std::size_t i = 0; i < term.words; ++i) {
                auto const& word = paper.words()[at + i];
                double const own = word.edge ? weight(word.folded) : 0;
                term.weight += own;
                term.telling = term.telling || own >= kTelling;
            }
            term.telling = term.telling || term.words > 2;
            auto const same = std::ranges::find_if(terms, [&](Term const& other) {
                return other.place.interest == place.interest && other.key == term.key;
            });
            if (same == terms.end()) terms.push_back(std::move(term));
        }
    }
    return terms;
}

/// The interests to name: those of the named topics that share a telling term, then others by their heaviest one; any
/// that share a term if none is telling.
std::vector<std::uint32_t> ReaderWords::interests_of(std::vector<Term> const& terms,
                                                     std::vector<std::string> const& topics) const {
    std::vector<std::uint32_t> order;
    auto const take = [&](std::uint32_t interest) {
        if (order.size() < kMostTopics && !std::ranges::count(order, interest)) order.push_back(interest);
    };
    for (std::string const& name : topics) {
        for (Term const& term : terms) {
            if (term.telling && interests_[term.place.interest].name == name) take(term.place.interest);
        }
    }
    for (Term const& term : terms) {
        if (term.telling) take(term.place.interest);
    }
    if (!order.empty()) return order;
    for (Term const& term : terms) take(term.place.interest);
    return order;
}

/// The heaviest terms of an interest, at most `room`, none of which is part of another.
NamedTopic ReaderWords::name_terms(std::uint32_t interest, std::vector<Term> const& terms, std::size_t room,
                                   std::vector<std::string>& said) const {
    std::vector<Term const*> own;
    for (Term const& term : terms) {
        if (term.place.interest == interest) own.push_back(&term);
    }
    bool const tells = std::ranges::any_of(own, &Term::telling);
    NamedTopic topic{interests_[interest].name, {}};
    for (Term const* term : own) {
        if (topic.terms.size() == room) break;
        auto const holds = [&](std::string const& whole) {
            return whole.find(term->key) != std::string::npos;
        };
        bool const part = std::ranges::any_of(own, [&](Term const* other) {
            return other->key.size() > term->key.size() && holds(other->key);
        });
        if ((tells && !term->telling) || part || std::ranges::any_of(said, holds)) continue;
        said.push_back(term->key);
        topic.terms.push_back(
            interests_[interest].text.written(term->place.word, term->place.word + term->words - 1));
    }
    return topic;
}

std::vector<NamedTopic> ReaderWords::shared(Paper const& paper, std::vector<std::string> const& topics,
                                            Weight const& weight, std::size_t most) const {
    auto terms = terms_in(WordedText(paper.title + ";\n" + paper.abstract), weight);
    std::string const title = keys_of(WordedText(paper.title).words());
    for (Term& term : terms) {
        if (title.find(term.key) != std::string::npos) term.weight *= kInTitle;
    }
    std::ranges::stable_sort(terms, std::greater{}, &Term::weight);
    auto const interests = interests_of(terms, topics);
    std::vector<NamedTopic> named;
    std::vector<std::string> said;
    for (std::size_t i = 0; i < interests.size(); ++i) {
        std::size_t const room = interests.size() == 1 ? most : i == 0 ? (most + 1) / 2 : most / 2;
        NamedTopic topic = name_terms(interests[i], terms, room, said);
        if (!topic.terms.empty()) named.push_back(std::move(topic));
    }
    return named;
}

std::string reason_of(ReasonParts const& parts) {
    std::vector<std::string> sentences;
    if (!parts.topics.empty()) {
        std::vector<std::string> topics;
        for (NamedTopic const& topic : parts.topics) topics.push_back(in_words(topic));
        sentences.push_back(fmt::format("Matches {}.", text::join(topics, "; ")));
    } else if (!parts.nearest_topic.empty()) {
        sentences.push_back(
            fmt::format("Nearest to {}, without a term in common.", in_quotes(parts.nearest_topic)));
    }
    for (bool const marked : {true, false}) {
        std::vector<std::string> near;
        for (auto const& one : parts.near) {
            if (one.marked == marked) near.push_back(in_words(one));
        }
        if (near.empty()) continue;
        sentences.push_back(fmt::format("Close to {}, which {}.", text::join(near, ", and "),
                                        marked            ? "you liked"
                                        : near.size() > 1 ? "were selected before"
                                                          : "was selected before"));
    }
    if (!parts.author.empty())
        sentences.push_back(fmt::format("Earlier papers by {} were liked or selected.", parts.author));
    if (sentences.empty()) return "No topic matches this paper.";
    return text::join(sentences, " ");
}

}  // namespace lectern::local
