#pragma once

#include <cstddef>
#include <new>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace lectern::local {

/// Asks for huge pages where much is allocated at once (Linux; elsewhere an ordinary allocator). Tables of tens of
/// megabytes read at random places wait for the translation of addresses otherwise, and filling them for page
/// faults.
template <class T>
struct HugePages {
    using value_type = T;
    static constexpr std::size_t kPage = std::size_t{1} << 21;

    HugePages() = default;
    template <class U>
    HugePages(HugePages<U> const&) {}  // NOLINT(google-explicit-constructor): as allocators convert

    T* allocate(std::size_t count) {
        std::size_t const bytes = count * sizeof(T);
        void* const memory = ::operator new(bytes, alignment(bytes));
#ifdef __linux__
        // Only a hint: without huge pages everything works the same, but slower.
        if (bytes >= kPage) ::madvise(memory, bytes, MADV_HUGEPAGE);
#endif
        return static_cast<T*>(memory);
    }
    void deallocate(T* memory, std::size_t count) { ::operator delete(memory, alignment(count * sizeof(T))); }

    bool operator==(HugePages const&) const = default;

private:
    static std::align_val_t alignment(std::size_t bytes) {
        return std::align_val_t{bytes >= kPage ? kPage : alignof(std::max_align_t)};
    }
};

template <class T>
using BigVector = std::vector<T, HugePages<T>>;

}  // namespace lectern::local
