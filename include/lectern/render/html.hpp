#pragma once

#include <lectern/render/renderer.hpp>

#include <memory>

namespace lectern {

/// The day as one HTML file with its style in it: no script, no other file, nothing loaded from elsewhere. The same page
/// as on the site (make_site()), without its links to other days.
std::unique_ptr<Renderer> make_html_renderer();

}  // namespace lectern
