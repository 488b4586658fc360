#pragma once

#include <lectern/core/paper.hpp>
#include <lectern/score/local/topics.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::local {

/// A text as words, so that the words of two texts can be compared and shown as they were written.
class WordedText {
public:
    struct Word {
        std::string stem;    ///< Folded, without the ending of a plural.
        std::string folded;  ///< As the features have it.
        std::size_t begin;   ///< First byte in the text.
        std::size_t end;
        bool follows;  ///< Only a blank or a hyphen is between the word before and this one.
        bool edge;     ///< May begin or end a term: no stop word, no number.
    };

    /// Formulas and TeX commands are left out.
    explicit WordedText(std::string text);

    std::vector<Word> const& words() const { return words_; }
    /// The text from one word to another, both included.
    std::string written(std::size_t first, std::size_t last) const;

private:
    std::string text_;
    std::vector<Word> words_;
};

/// A topic and the terms of a paper that its text names.
struct NamedTopic {
    std::string name;
    std::vector<std::string> terms;  ///< As the reader wrote them, the most telling first.
};

/// What the reader wrote, to name in reasons: topics and keywords. An interest has the place that it has in
/// TopicQuery::wanted.
class ReaderWords {
public:
    /// How much a folded word tells: the rarer, the more.
    using Weight = std::function<double(std::string_view folded)>;

    explicit ReaderWords(Topics const& topics);

    /// The terms that the paper shares with the topics: words in a row, as many as both have, at most five. Parts of a
    /// longer shared term are left out, and common words, unless a topic has nothing else.
    /// \param topics names in order of preference; at most two of those with shared terms are taken
    /// \param most terms of all topics together
    std::vector<NamedTopic> shared(Paper const& paper, std::vector<std::string> const& topics,
                                   Weight const& weight, std::size_t most) const;

private:
    struct Place {
        std::uint32_t interest;
        std::uint32_t word;
    };
    struct Interest {
        std::string name;
        WordedText text;
    };
    struct Term;

    void add(std::string name, std::string text);
    std::vector<Term> terms_in(WordedText const& paper, Weight const& weight) const;
    Term longest_term(WordedText const& paper, std::size_t at, Place place) const;
    std::vector<std::uint32_t> interests_of(std::vector<Term> const& terms,
                                            std::vector<std::string> const& topics) const;
    NamedTopic name_terms(std::uint32_t interest, std::vector<Term> const& terms, std::size_t room,
                          std::vector<std::string>& said) const;

    std::vector<Interest> interests_;
    boost::unordered_flat_map<std::string, std::vector<Place>> places_;  ///< By stem.
};

/// Why a paper is where it is, in sentences: what it shares with the topics, and liked papers close to it.
struct ReasonParts {
    std::vector<NamedTopic> topics;
    std::string nearest_topic;  ///< Named where no term is shared; may be empty.
    struct Near {
        std::string id;
        std::string title;    ///< May be empty.
        bool marked = false;  ///< Whether the reader liked it; else a model selected it.
    };
    std::vector<Near> near;
    std::string author;  ///< One whose earlier papers were liked or selected; may be empty.
};
std::string reason_of(ReasonParts const& parts);

/// The name that TopicQuery gives to the keywords.
inline constexpr std::string_view kKeywordsName = "keywords";

}  // namespace lectern::local
