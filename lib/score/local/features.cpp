#include "detail/parallel.hpp"
#include "detail/text_reader.hpp"

#include <lectern/core/text.hpp>
#include <lectern/score/local/features.hpp>

#include <algorithm>
#include <utility>

namespace lectern {
namespace {

using local::count_of;
using local::id_of;

std::uint32_t author_hash(std::string_view name) {
    std::uint32_t hash = 2166136261U;  // FNV-1a, 32 bits
    for (char const c : text::fold(name)) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    return hash;
}

void put_number(std::string& out, std::uint32_t number) {
    for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

/// Reads what put_number() wrote.
class Numbers {
public:
    explicit Numbers(std::string_view bytes) : bytes_(bytes) {}

    std::uint32_t next() {
        std::uint32_t number = 0;
        for (unsigned shift = 0; shift < 35; shift += 7) {
            if (pos_ >= bytes_.size()) break;
            auto const byte = static_cast<unsigned char>(bytes_[pos_++]);
            number |= static_cast<std::uint32_t>(byte & 0x7fU) << shift;
            if (byte < 0x80) return number;
        }
        valid_ = false;
        return 0;
    }

    bool valid() const { return valid_; }
    bool at_end() const { return pos_ == bytes_.size(); }

private:
    std::string_view bytes_;
    std::size_t pos_ = 0;
    bool valid_ = true;
};

}  // namespace

namespace local {

std::string_view author_name(Author const& author) {
    std::string_view name = author.name;
    if (name.starts_with("and ")) name.remove_prefix(4);
    return text::trim(name);
}

std::vector<std::uint32_t> read_authors(Paper const& paper) {
    std::vector<std::uint32_t> authors;
    for (Author const& author : paper.authors) authors.push_back(author_hash(author_name(author)));
    return authors;
}

}  // namespace local

PaperFeatures read_features(Paper const& paper) {
    return std::move(read_features({&paper, 1}, 1).front());
}

std::vector<PaperFeatures> read_features(std::span<Paper const> papers, unsigned threads) {
    std::vector<PaperFeatures> features(papers.size());
    local::for_parts(papers.size(), threads, [&](std::size_t begin, std::size_t end) {
        local::TextReader reader;
        for (std::size_t i = begin; i < end; ++i) {
            reader.read(papers[i].title, papers[i].abstract);
            features[i] = {reader.counts(), local::read_authors(papers[i])};
        }
    });
    return features;
}

std::string to_bytes(PaperFeatures const& features) {
    std::string out;
    out.reserve(features.terms.size() * 2 + features.authors.size() * 5 + 8);
    put_number(out, static_cast<std::uint32_t>(features.terms.size()));
    std::uint32_t last = 0;
    for (std::uint32_t const term : features.terms) {
        // Most counts are 1: one bit says so.
        bool const more = count_of(term) != 1;
        put_number(out, ((id_of(term) - last) << 1) | (more ? 1U : 0U));
        if (more) put_number(out, count_of(term));
        last = id_of(term);
    }
    for (std::uint32_t const author : features.authors) put_number(out, author);
    return out;
}

Result<PaperFeatures> features_from_bytes(std::string_view bytes) {
    Numbers numbers(bytes);
    std::uint32_t const count = numbers.next();
    PaperFeatures features;
    features.terms.reserve(std::min<std::size_t>(count, bytes.size()));
    std::uint32_t id = 0;
    for (std::uint32_t i = 0; i < count && numbers.valid(); ++i) {
        std::uint32_t const step = numbers.next();
        if (i > 0 && (step >> 1) == 0) break;  // ids ascend
        id += step >> 1;
        std::uint32_t const times = (step & 1U) ? numbers.next() : 1;
        if (id >= local::kFeatureCount || times > local::kMostCounted) break;
        features.terms.push_back(local::pack(id, times));
    }
    bool const complete = numbers.valid() && features.terms.size() == count;
    while (complete && numbers.valid() && !numbers.at_end()) features.authors.push_back(numbers.next());
    if (!complete || !numbers.valid()) {
        return Error(errc::invalid_argument, "kept features of a paper are damaged");
    }
    return features;
}

}  // namespace lectern
