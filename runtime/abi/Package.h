// SPDX-License-Identifier: Apache-2.0
//
// The package: what a compiled model says about itself, as constant bytes inside the executable.
//
// The compiler writes these bytes under the symbol `kiln_package` (read-only, 64-byte aligned); the
// runtime reads them. Everything is little-endian and position independent: a header, tables of
// fixed-size records, then strings and other blobs. Every reference is a byte offset from the first
// byte of the header. The reader validates every offset, count, enum and product before use, so a
// damaged package gives one clear error.
//
// Rules for the writer:
//  - tables start at multiples of 8; each record's size is a multiple of 8 (asserted below);
//  - reserved fields and unused dims are zero;
//  - `crc` is the CRC-32 (polynomial of zlib) of the bytes [sizeof(Header), totalSize);
//  - a string is UTF-8, `size` bytes followed by one NUL that is not counted; the empty string may
//    be {0, 0};
//  - changing the meaning or size of any record changes kAbiVersion.
//
// Rules for the arena: one mapping, zeroed, made when the session is opened; 64-byte aligned;
// storages, inputs, outputs and temporaries of all entries live in it at planned offsets. Inputs and
// outputs may share bytes with temporaries of *other* entries and with inputs and outputs of other
// entries, never with storages. An input slot is rewritten before every call, whole, so an entry may
// overwrite it. The runtime reads an output slot after the call and before any other call.
//
// Rows. A slot whose row axis is r has the dims [d0 … dr … ] and holds d0·…·dr consecutive rows of its
// file in row-major order. In a call with fewer valid rows than the slot holds (infer entries only),
// KilnCall::rows says how many; rows beyond are zero bytes and must not influence any valid output.
#ifndef KILN_RUNTIME_ABI_PACKAGE_H
#define KILN_RUNTIME_ABI_PACKAGE_H

#include <stddef.h>
#include <stdint.h>

/// What one call of an entry carries. Compiled code reads it; only the fault word is written, and only
/// by `kiln_fault`. One object a call, shared by all workers.
struct KilnCall {
  uint8_t *arena;              ///< first byte of the arena, 64-byte aligned
  uint32_t seed;               ///< the first Philox key word of every draw
  uint32_t function;           ///< Entry::function, for a table whose functions are all the same one
  uint64_t count;              ///< 0-based number of this call: of a train entry the steps done before
  int64_t rows;                ///< valid rows of this call; the entry's rowSize in train entries; 0 where
                               ///< the entry has no rows
  struct KilnBarrier *barrier; ///< opaque, for kiln_barrier
  uint64_t fault;              ///< smallest site recorded, or KILN_NO_FAULT
  struct KilnProbe *probe;     ///< null, or told by each worker what it begins
  uint64_t reserved1;          ///< zero
};

/// A call with a probe calls `begin` before each launch and barrier; one without tests a pointer there. `launch` is an index into the package's launches, or one of the numbers below.
struct KilnProbe {
  void (*begin)(struct KilnProbe *probe, int64_t worker, int32_t launch);
};
#define KILN_PROBE_OTHER (-1) /* the entry's own code: copies, fills, loops; first of all */
#define KILN_PROBE_WAIT (-2)  /* a barrier */
#define KILN_PROBE_END (-3)   /* nothing: the worker is done */

#define KILN_NO_FAULT UINT64_MAX

/* Of the floats that kiln_nonfinite looks at. */
#define KILN_NAN 1
#define KILN_INFINITY 2

/// An entry: every one of `workers` workers runs the whole function with its own `worker` in
/// [0, workers). Between a write by one worker and a dependent access by another lies a
/// `kiln_barrier`. All workers pass the same number of barriers. Returns with the caller's MXCSR.
typedef void (*KilnEntryFn)(struct KilnCall *call, int64_t worker, int64_t workers);

namespace kiln::abi {

/// Version of the record layouts below, of KilnCall and of the runtime symbols. Checked first: a
/// package of a newer version is refused with one error.
inline constexpr uint32_t kAbiVersion = 2;
/// Version of what the tables mean, beyond their layout.
inline constexpr uint32_t kFormatVersion = 1;
inline constexpr char kMagic[8] = {'K', 'I', 'L', 'N', 'P', 'K', 'G', '\0'};

inline constexpr uint32_t kMaxRank = 8;
inline constexpr uint32_t kMaxRecords = 1u << 20; ///< of any one table
inline constexpr uint32_t kMaxName = 4096;        ///< bytes of any one string
inline constexpr uint64_t kArenaAlign = 64;       ///< of the arena and of each slot in it

/// Element types. The value is stored in records; 0 is never valid.
enum class DType : uint8_t {
  F32 = 1,
  F64 = 2,
  BF16 = 3,
  F16 = 4,
  I32 = 5,
  I64 = 6,
  I8 = 7,
  U8 = 8,
  U32 = 9,
  Bool = 10, ///< one byte, 0 or 1
};

/// What a storage is for; decides what `--load` and `--resume` take.
enum class StorageKind : uint8_t {
  Param = 1,      ///< `param`: taken by --load and --resume
  ModelState = 2, ///< `state` that infer entries read: taken by --load and --resume
  TrainState = 3, ///< optimizer moments, counters…: taken by --resume only
  SessionState = 4, ///< lives as long as the session; never in a checkpoint
};

/// How the elements of a storage lie in the arena.
enum class LayoutKind : uint8_t {
  RowMajor = 0,
  Panels = 1, ///< see Layout
};

/// How the outputs of several calls of one infer entry become one result.
enum class Combine : uint8_t {
  None = 0, ///< a scalar or whole tensor that cannot be combined: an error over several calls
  Rows = 1, ///< has a row axis: concatenated, valid rows only
  Sum = 2,
  Mean = 3, ///< weighted by the valid rows of each call
  Min = 4,
  Max = 5,
  Any = 6,
  All = 7,
  Last = 8,
  Print = 9, ///< no output: `print` shows it after each call; behind all outputs of its entry
};

enum class Mode : uint8_t {
  Train = 1,
  Infer = 2,
  Init = 3, ///< hidden: writes the initial value of every storage from the seed; run once at open
};

enum class FaultKind : uint8_t {
  Index = 1,     ///< a computed index left its axis; it was clamped
  NonFinite = 2, ///< a scalar output of a train entry, or with --trap-nonfinite the result of a kernel, is NaN or infinite
  Assert = 3,
};

enum class Precision : uint8_t {
  AsWritten = 0,
  F64 = 1, ///< every float is f64; f32 files and checkpoints widen
};

struct String {
  uint32_t offset;
  uint32_t size;
};

/// `count` records of the named type at `offset`; {0, 0} when empty.
struct Table {
  uint32_t offset;
  uint32_t count;
};

struct Header {
  char magic[8];
  uint32_t abiVersion;    ///< kAbiVersion; checked before all that follows
  uint32_t formatVersion; ///< kFormatVersion
  uint64_t totalSize;     ///< bytes of the package, header included
  uint32_t headerSize;    ///< sizeof(Header)
  uint32_t crc;
  uint64_t arenaSize;      ///< bytes to map; a multiple of kArenaAlign
  uint64_t peakBytes;      ///< the planned peak that `kiln build` prints; equals arenaSize
  uint64_t parameterCount; ///< scalars in storages of kind Param
  uint32_t functionCount;  ///< entries of `kiln_entry_table`
  uint8_t precision;       ///< Precision
  uint8_t reserved0[3];
  String model;  ///< name of the model, such as `mlp`
  String source; ///< model file relative to its folder, such as `mlp.kiln`
  String compiler; ///< version of the compiler, such as `0.1.0`
  String cpu;      ///< CPU name it was tuned for, as LLVM spells it; for display only
  String rowDim;   ///< name of the row dim, such as `B`; empty if the file declares none
  uint64_t rowSize; ///< its value as declared (entries may differ: Entry::rowSize)
  Table features;   ///< String: CPU features needed, each a name in CpuFeatures.def
  Table dims;       ///< Dim
  Table storages;   ///< Storage, in program order
  Table entries;    ///< Entry, in program order, `init` included
  Table inputs;     ///< Input, grouped by entry
  Table outputs;    ///< Output, grouped by entry
  Table faults;     ///< FaultSite, in program order within each entry
  Table launches;   ///< Launch, in program order within each entry; may be empty
  uint64_t next;          ///< bytes from here to the package of the same model for the next older CPU; 0: there is none
  uint64_t functionFirst; ///< of the functions of all these packages in `kiln_entry_table`, where its own begin
};

/// A dim of the model file.
struct Dim {
  String name;
  uint64_t value;
};

/// Where the elements lie. RowMajor: all zero. Panels: the axes of the storage are divided into
///   batch axes: the first `batchAxes`, in order;
///   N axes:     `nCount` neighbours from axis `nFirst`, flattened in order to one extent N;
///   K axes:     all others, in the order `kAxes[0 … kCount)`, flattened to one extent K.
/// Element (b, k, n) lies at index  ((b · ceil(N / nr) + n / nr) · K + k) · nr + n % nr.
/// Elements beyond N in the last panel are zero. batchAxes + nCount + kCount == rank.
struct Layout {
  uint8_t kind; ///< LayoutKind
  uint8_t batchAxes;
  uint8_t nFirst;
  uint8_t nCount;
  uint8_t kCount;
  uint8_t reserved[3];
  uint8_t kAxes[kMaxRank];
  uint32_t nr;
  uint32_t reserved1;
};

/// A declared tensor that outlives a call. `path` is the checkpoint name, such as
/// `net.layers[3].attend.wq`. A storage that stacks the layers of a fold spells each stacked axis as
/// `[*]` in the path, outermost first (`net.layers[*].attend.wq`); its first dims are those axes, and
/// it stands for one checkpoint tensor for each combination of them.
struct Storage {
  String path;
  uint64_t offset; ///< in the arena
  uint64_t size;   ///< bytes in the arena, panel padding included
  uint8_t kind;    ///< StorageKind
  uint8_t dtype;   ///< DType
  uint8_t rank;    ///< stacked axes included
  uint8_t stacked; ///< number of `[*]` in the path
  uint8_t checkpoint; ///< 1: part of checkpoints
  uint8_t reserved[3];
  String role; ///< `weight`, `bias`…; empty if none
  Layout layout;
  uint64_t dims[kMaxRank];
};

struct Entry {
  String name;
  uint8_t mode; ///< Mode
  uint8_t reserved[3];
  uint32_t function;   ///< index in kiln_entry_table
  uint32_t inputFirst; ///< range in Header::inputs
  uint32_t inputCount;
  uint32_t outputFirst; ///< range in Header::outputs
  uint32_t outputCount;
  uint32_t faultFirst; ///< range in Header::faults; kiln_fault takes indices into the whole table
  uint32_t faultCount;
  uint64_t rowSize; ///< rows of the row dim in one call, such as 128; 0: the entry has no rows
  String file;      ///< where it is declared
  uint32_t line;
  uint32_t column;
};

/// One axis of an input or output: its size and how the model spells it (`B`, `N + 1`, `784`).
struct Axis {
  uint64_t size;
  String name;
};

struct Input {
  String name;
  uint64_t offset; ///< in the arena, row-major
  uint8_t dtype;   ///< DType
  uint8_t rank;
  int8_t rowAxis; ///< axis that is the row dim, or -1: read whole
  uint8_t hasDefault;
  uint32_t defaultOffset; ///< bytes of the whole input, in the package; 0 without default
  int64_t indexLimit;     ///< >= 0: every element must be in [0, indexLimit); checked before the call
  uint32_t reserved;
  uint32_t line; ///< of its declaration, in the entry's file
  Axis axes[kMaxRank];
};

struct Output {
  String name;
  uint64_t offset; ///< in the arena, row-major
  uint8_t dtype;   ///< DType
  uint8_t rank;
  int8_t rowAxis; ///< axis that is the row dim, or -1
  uint8_t combine; ///< Combine
  uint32_t line;   ///< of its declaration, in the entry's file
  Axis axes[kMaxRank];
};

struct FaultSite {
  uint8_t kind; ///< FaultKind
  uint8_t reserved[3];
  uint32_t line;
  uint32_t column;
  uint32_t reserved1;
  String file;    ///< relative to the model file's folder
  String message; ///< one sentence, lower case: "index `i` of `table[i]` left its axis of 10"
  String path;    ///< `net.embed`
};

/// A place in an entry that runs a kernel; one inside of a loop runs it many times.
struct Launch {
  String kernel; ///< its name; several launches may run one kernel
  String path;
  String file;
  uint32_t line;
  uint32_t entry; ///< index in Header::entries
  uint64_t flops; ///< of one run
  uint64_t bytes; ///< moved by one run
};

static_assert(sizeof(String) == 8 && sizeof(Table) == 8, "package layout");
static_assert(sizeof(Header) == 192, "package layout");
static_assert(sizeof(Dim) == 16, "package layout");
static_assert(sizeof(Layout) == 24, "package layout");
static_assert(sizeof(Storage) == 128, "package layout");
static_assert(sizeof(Entry) == 64, "package layout");
static_assert(sizeof(Axis) == 16, "package layout");
static_assert(sizeof(Input) == 168, "package layout");
static_assert(sizeof(Output) == 152, "package layout");
static_assert(sizeof(FaultSite) == 40, "package layout");
static_assert(sizeof(Launch) == 48, "package layout");
static_assert(offsetof(KilnCall, seed) == 8 && offsetof(KilnCall, count) == 16 &&
                  offsetof(KilnCall, rows) == 24 && offsetof(KilnCall, barrier) == 32 &&
                  offsetof(KilnCall, fault) == 40 && offsetof(KilnCall, probe) == 48 && sizeof(KilnCall) == 64,
              "call layout");

/// Bytes of one element; 0 for a value that is no DType.
constexpr uint32_t dtypeSize(DType type) {
  switch (type) {
  case DType::F64:
  case DType::I64:
    return 8;
  case DType::F32:
  case DType::I32:
  case DType::U32:
    return 4;
  case DType::BF16:
  case DType::F16:
    return 2;
  case DType::I8:
  case DType::U8:
  case DType::Bool:
    return 1;
  }
  return 0;
}

} // namespace kiln::abi

#endif // KILN_RUNTIME_ABI_PACKAGE_H
