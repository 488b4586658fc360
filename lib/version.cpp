#include <lectern/version.hpp>

namespace lectern {

std::string_view version() noexcept {
    return LECTERN_VERSION;
}

}  // namespace lectern
