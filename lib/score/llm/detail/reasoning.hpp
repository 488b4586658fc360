#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace lectern::llm {

/// A mark by which a model tells its thoughts from its answer: `<think>`, `[/THINK]`, `<|channel|>final`, …
struct Mark {
    std::size_t at = 0;
    std::size_t end = 0;
    std::string_view family;  ///< Opening and closing marks of one kind have the same.
    bool closes = false;
    bool nests = false;  ///< Whether a second opening mark opens a thought within a thought.
};

/// The first mark at `from` or later. Costs time linear in the text up to the mark.
std::optional<Mark> find_mark(std::string_view text, std::size_t from);

/// The mark that begins at `at`.
std::optional<Mark> mark_at(std::string_view text, std::size_t at);

/// Which thoughts are open while a text is read from its beginning to its end.
class Thoughts {
public:
    /// Takes the next mark. \return whether it ends all reasoning: what came before is a draft
    bool take(Mark const& mark, std::string_view text);
    bool open() const noexcept { return too_deep_ || !families_.empty(); }

private:
    std::vector<std::string_view> families_;
    std::size_t opened_until_ = 0;  ///< End of the latest opening mark.
    bool too_deep_ = false;         ///< Thoughts are nested deeper than is counted; they do not end any more.
};

}  // namespace lectern::llm
