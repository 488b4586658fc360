#include "detail/pages.hpp"
#include "detail/templates.hpp"
#include "render/detail/day_words.hpp"

#include <lectern/render/html.hpp>

#include <fmt/format.h>

#include <array>
#include <openssl/evp.h>

namespace lectern {
namespace {

/// The style as a Content-Security-Policy names it (https://www.w3.org/TR/CSP3/#grammardef-hash-source).
Result<std::string> style_hash(std::string_view css) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(css.data(), css.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
        return Error(errc::io, "SHA-256 is not available");
    std::array<unsigned char, 2 * EVP_MAX_MD_SIZE> text{};
    int const length = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(size));
    return "sha256-" + std::string(text.begin(), text.begin() + length);
}

class HtmlRenderer final : public Renderer {
public:
    Result<std::string> render(Digest const& digest) const override {
        static Result<html::Templates> const templates = html::Templates::load({});
        if (!templates) return templates.error();
        std::string const css(html::builtin_file("lectern.css"));
        auto hash = style_hash(css);
        if (!hash) return hash.error();
        auto page = html::day_data(digest);
        page["page"] = "day";
        page["page_title"] = fmt::format("{} · lectern", render::long_date(digest.date));
        page["description"] = render::headline(digest.totals);
        page["inline_css"] = css;
        page["css_hash"] = *hash;
        return templates->render("day.html", page);
    }
};

}  // namespace

std::unique_ptr<Renderer> make_html_renderer() {
    return std::make_unique<HtmlRenderer>();
}

}  // namespace lectern
