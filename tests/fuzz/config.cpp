// Configuration files.
#include "target.hpp"

#include <lectern/config/config_file.hpp>

void fuzz(std::string_view bytes) {
    (void)lectern::parse_config(bytes, "lectern.toml", "/nowhere");
}
