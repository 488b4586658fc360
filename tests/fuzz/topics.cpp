// Topics files.
#include "target.hpp"

#include <lectern/score/local/topics.hpp>

void fuzz(std::string_view bytes) {
    (void)lectern::parse_topics(bytes, "topics.md");
}
