// The entry that libFuzzer calls (https://llvm.org/docs/LibFuzzer.html).
#include "target.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz({reinterpret_cast<char const*>(data), size});
    return 0;
}
