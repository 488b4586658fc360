#pragma once

#include <lectern/core/digest.hpp>
#include <lectern/core/error.hpp>

#include <string>

namespace lectern {

/// Turns a digest into one document.
class Renderer {
public:
    virtual ~Renderer() = default;
    /// Renders the digest. Pure, no network: the same digest gives the same bytes. Text from papers and
    /// models is data and is escaped for the format. \par Thread safety may be called from several threads at
    /// once
    virtual Result<std::string> render(Digest const& digest) const = 0;
};

}  // namespace lectern
