// SPDX-License-Identifier: Apache-2.0
//
// Preloaded into an executable (LD_PRELOAD), without a change of it:
//   KILN_COUNTS=FILE    writes at exit how many calls of the malloc family and of mmap there were
//   KILN_KILL=CALL:N    ends the process, as kill -9 does, at the Nth call: `write` after half of the bytes,
//                       `fsync`, `rename` before it, `renamed` after it
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long allocations, maps;

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

#define COUNTED(counter) __atomic_add_fetch(&counter, 1, __ATOMIC_RELAXED)

void *malloc(size_t size) { return COUNTED(allocations), __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return COUNTED(allocations), __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { return COUNTED(allocations), __libc_realloc(old, size); }
void *aligned_alloc(size_t align, size_t size) { return COUNTED(allocations), __libc_memalign(align, size); }
int posix_memalign(void **result, size_t align, size_t size) {
  *result = aligned_alloc(align, size);
  return *result ? 0 : 12;
}
void *mmap(void *at, size_t size, int protection, int flags, int file, off_t offset) {
  COUNTED(maps);
  return (void *)syscall(SYS_mmap, at, size, protection, flags, file, offset);
}
void *mmap64(void *at, size_t size, int protection, int flags, int file, off_t offset) {
  return mmap(at, size, protection, flags, file, offset);
}

// Whether this call of `name` is the one to die at.
static int last(const char *name) {
  static int calls;
  const char *wanted = getenv("KILN_KILL");
  size_t size = strlen(name);
  return wanted && strncmp(wanted, name, size) == 0 && wanted[size] == ':' && ++calls == atoi(wanted + size + 1);
}
static void die(void) { kill(getpid(), SIGKILL); }

ssize_t write(int file, const void *data, size_t size) {
  if (file > 2 && last("write")) {
    syscall(SYS_write, file, data, size / 2);
    die();
  }
  return syscall(SYS_write, file, data, size);
}
int fsync(int file) {
  if (last("fsync"))
    die();
  return (int)syscall(SYS_fsync, file);
}
int rename(const char *from, const char *to) {
  if (last("rename"))
    die();
  int result = (int)syscall(SYS_rename, from, to);
  if (last("renamed"))
    die();
  return result;
}

__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("KILN_COUNTS");
  if (!path)
    return;
  char text[64];
  int size = snprintf(text, sizeof text, "%ld %ld\n", allocations, maps);
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  syscall(SYS_write, file, text, size);
  close(file);
}
