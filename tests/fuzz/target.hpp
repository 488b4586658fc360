#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// Each target is a file that defines this: it hands the bytes to one reader and checks what must hold for every
/// input. A reader reports bad input by its result; an exception or a failed check ends the program.
void fuzz(std::string_view bytes);

/// Ends the program where something that must hold does not.
inline void must(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "must hold: %s\n", what);
    std::abort();
}
