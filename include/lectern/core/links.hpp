#pragma once

#include <lectern/core/paper.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace lectern {

/// Where a paper can be read, and what its abstract and comment point to. Every address is https, made of ASCII
/// characters that need no escaping in a URL, and has a host with a dot: it may stand in an attribute or a link.
struct PaperLinks {
    std::string abs;  ///< https://arxiv.org/abs/…
    std::string pdf;  ///< https://arxiv.org/pdf/…
    std::string
        html;  ///< https://arxiv.org/html/…, which arXiv has for most papers since December 2023; else empty.
    std::string code;     ///< The first address at a host of code, models or data; may be empty.
    std::string project;  ///< The first other address; may be empty.
};

/// The links of a paper. Pure; cost is linear in its text.
PaperLinks links_of(Paper const& paper);

/// The web addresses in a text, in order, each once: http becomes https; what TeX, Markdown and punctuation put around
/// them is taken off.
std::vector<std::string> web_addresses(std::string_view text);

/// Whether the text is one such address as a whole.
bool is_web_address(std::string_view text);

}  // namespace lectern
