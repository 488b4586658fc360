#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace lectern::local {

/// Asks for huge pages where much is allocated at once (Linux; elsewhere an ordinary allocator). Tables of tens of
/// megabytes read at random places wait for the translation of addresses otherwise, and filling them for page
/// faults. They are mapped by themselves: what is freed leaves no holes behind.
template <class T>
struct HugePages {
    using value_type = T;

    HugePages() = default;
    template <class U>
    HugePages(HugePages<U> const&) {}  // NOLINT(google-explicit-constructor): as allocators convert

    T* allocate(std::size_t count) {
#ifdef __linux__
        if (is_big(count)) return static_cast<T*>(map(count * sizeof(T)));
#endif
        return std::allocator<T>().allocate(count);
    }
    void deallocate(T* memory, std::size_t count) {
#ifdef __linux__
        if (is_big(count)) {
            ::munmap(memory, count * sizeof(T));
            return;
        }
#endif
        std::allocator<T>().deallocate(memory, count);
    }

    bool operator==(HugePages const&) const = default;

private:
    static constexpr std::size_t kPage = std::size_t{1} << 21;

    static bool is_big(std::size_t count) { return count >= kPage / sizeof(T); }

#ifdef __linux__
    /// Maps a page more than is needed, and gives back what lies before the first whole one and behind the end.
    static void* map(std::size_t bytes) {
        void* const mapped =
            ::mmap(nullptr, bytes + kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (mapped == MAP_FAILED) throw std::bad_alloc();
        std::size_t const small_page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        auto* const begin = static_cast<std::byte*>(mapped);
        std::size_t const before = (kPage - reinterpret_cast<std::uintptr_t>(mapped) % kPage) % kPage;
        std::size_t const used = (bytes + small_page - 1) / small_page * small_page;
        if (before > 0) ::munmap(begin, before);
        if (before + used < bytes + kPage) ::munmap(begin + before + used, kPage + bytes - before - used);
        // Only a hint: without huge pages everything works the same, but slower.
        ::madvise(begin + before, used, MADV_HUGEPAGE);
        return begin + before;
    }
#endif
};

template <class T>
using BigVector = std::vector<T, HugePages<T>>;

}  // namespace lectern::local
