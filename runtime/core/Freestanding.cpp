// SPDX-License-Identifier: Apache-2.0
//
// The few symbols that C++ headers refer to outside themselves, so that an executable needs no C++
// library. In a program that links one these are never taken from the archive, or replace its own.
#include <new>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

namespace {

/// Small structures only come this way; tensors and files are mapped and report their errors.
[[noreturn]] void outOfMemory() {
  static const char kMessage[] = "error: out of memory\n";
  (void)!write(STDERR_FILENO, kMessage, sizeof kMessage - 1);
  _exit(1);
}

/// A length or index that contradicts itself inside the runtime: unreachable with validated input.
[[noreturn]] void broken(const char *what) {
  fprintf(stderr, "error: internal contradiction in the runtime: %s\n", what);
  _exit(1);
}

void *allocate(size_t size) {
  if (void *memory = malloc(size ? size : 1))
    return memory;
  outOfMemory();
}

} // namespace

void *operator new(size_t size) { return allocate(size); }
void *operator new[](size_t size) { return allocate(size); }
void operator delete(void *memory) noexcept { free(memory); }
void operator delete[](void *memory) noexcept { free(memory); }
void operator delete(void *memory, size_t) noexcept { free(memory); }
void operator delete[](void *memory, size_t) noexcept { free(memory); }

void *operator new(size_t size, std::align_val_t alignment) {
  size_t align = static_cast<size_t>(alignment);
  if (void *memory = aligned_alloc(align, (size + align - 1) / align * align))
    return memory;
  outOfMemory();
}
void operator delete(void *memory, std::align_val_t) noexcept { free(memory); }
void operator delete(void *memory, size_t, std::align_val_t) noexcept { free(memory); }

namespace std {
void __throw_length_error(const char *what) { broken(what); }
void __throw_logic_error(const char *what) { broken(what); }
void __throw_out_of_range(const char *what) { broken(what); }
void __throw_out_of_range_fmt(const char *what, ...) { broken(what); }
void __throw_bad_alloc() { outOfMemory(); }
void __throw_bad_array_new_length() { outOfMemory(); }
void __throw_bad_optional_access() { broken("optional"); }
void __glibcxx_assert_fail(const char *, int, const char *, const char *what) noexcept { broken(what); }
} // namespace std
