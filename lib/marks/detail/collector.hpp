#pragma once

#include <lectern/core/text.hpp>
#include <lectern/marks/reading_list.hpp>

#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace lectern::marks {

/// Collects a reading list, each paper once.
class Collector {
public:
    /// \param file the list's name in messages; must outlive the object
    explicit Collector(std::string_view file) : file_(file) {}

    /// Where an entry stands: `library.bib:12`, with its key in parentheses if it has one.
    std::string place(std::size_t line, std::string_view key = {}) const {
        return with_key(std::string(file_) + ":" + std::to_string(line), key);
    }
    /// The same where lines are not known: `library.json, item 3 (key)`.
    std::string item(std::size_t number, std::string_view key) const {
        return with_key(std::string(file_) + ", item " + std::to_string(number), key);
    }
    void add(ReadingListEntry entry) {
        if (seen_.insert(entry.id.base()).second)
            list_.entries.push_back(std::move(entry));
        else
            ++list_.repeated;
    }
    void add_without_id(std::string_view place, std::string_view title) {
        std::string line = std::string(place) + " names no arXiv paper";
        if (!title.empty()) line += ": " + text::printable(text::collapse_whitespace(title), 100);
        list_.without_id.push_back(std::move(line));
    }
    void reject(std::string_view place, std::string_view reason) {
        list_.rejected.push_back(std::string(place) + ": " + std::string(reason));
    }
    void warn(std::string warning) { list_.warnings.push_back(std::move(warning)); }

    bool full() const { return list_.total() >= kMaxReadingListEntries; }
    std::size_t total() const { return list_.total(); }
    ReadingList take() { return std::move(list_); }

private:
    static std::string with_key(std::string place, std::string_view key) {
        if (!key.empty()) place += " (" + text::printable(key, 60) + ")";
        return place;
    }

    std::string_view file_;
    ReadingList list_;
    std::set<std::string> seen_;
};

}  // namespace lectern::marks
