/* SPDX-License-Identifier: Apache-2.0
 *
 * The C interface of the Kiln runtime: sessions on compiled models.
 *
 * A compiled model is an object file that defines `kiln_package` and `kiln_entry_table`. Link it with
 * libkiln_runtime.a (docs/runtime.md), open a session on them, and call its entries:
 *
 *   extern const unsigned char kiln_package[];
 *   extern const kiln_entry_fn kiln_entry_table[];
 *
 *   kiln_session *session;
 *   kiln_options options = KILN_DEFAULT_OPTIONS;
 *   char message[256];
 *   if (kiln_open(kiln_package, SIZE_MAX, kiln_entry_table, &options, &session, message, sizeof message))
 *     return puts(message);
 *   int entry = kiln_find_entry(session, "predict");
 *   kiln_set_input(session, entry, kiln_find_input(session, entry, "image"), pixels, bytes);
 *   kiln_run(session, entry, rows);
 *   kiln_get_output(session, entry, kiln_find_output(session, entry, "prob"), prob, sizeof prob);
 *   kiln_close(session);
 *
 * Results. Functions that can fail return a kiln_status: KILN_OK is 0, and kiln_message() then tells
 * the last error of the session as one sentence. Indices of entries, inputs and outputs count from 0;
 * an index out of range, or -1 as the find functions return, is KILN_USAGE.
 *
 * Threads. A session belongs to one caller at a time; different sessions are independent. A session
 * with T threads starts T - 1 of its own when it is opened and joins them when it is closed.
 *
 * Memory. Everything is allocated by kiln_open; kiln_set_input, kiln_run and kiln_get_output allocate
 * nothing. No pointer that a caller passes is kept beyond the call, except the package and the table,
 * which must outlive the session. The caller's floating-point mode is left as it is.
 */
#ifndef KILN_RUNTIME_H
#define KILN_RUNTIME_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Version of this interface and of the package; see kiln_abi_version(). */
#define KILN_ABI_VERSION 2

typedef enum kiln_status {
  KILN_OK = 0,
  KILN_USAGE = 1,       /**< a call is not meaningful: wrong index, wrong size */
  KILN_BAD_PACKAGE = 2, /**< damaged, newer, or for another CPU */
  KILN_BAD_FILE = 3,    /**< a file is damaged */
  KILN_MISMATCH = 4,    /**< a file is sound but does not fit the model */
  KILN_BAD_DATA = 5,    /**< an index in the data is outside its range */
  KILN_IO = 6,          /**< the operating system refused */
  KILN_NO_MEMORY = 7,   /**< memory could not be mapped */
  KILN_UNSUPPORTED = 8, /**< a named gap */
  KILN_FAULT = 9        /**< a check inside compiled code failed; the state is then undefined */
} kiln_status;

typedef enum kiln_dtype {
  KILN_F32 = 1,
  KILN_F64 = 2,
  KILN_BF16 = 3,
  KILN_F16 = 4,
  KILN_I32 = 5,
  KILN_I64 = 6,
  KILN_I8 = 7,
  KILN_U8 = 8,
  KILN_U32 = 9,
  KILN_BOOL = 10 /**< one byte, 0 or 1 */
} kiln_dtype;

typedef enum kiln_mode { KILN_TRAIN = 1, KILN_INFER = 2 } kiln_mode;

/** Most axes of a tensor. */
#define KILN_MAX_RANK 8

/** An input or output. `name` belongs to the package. */
typedef struct kiln_tensor_info {
  const char *name;
  kiln_dtype dtype;
  int32_t rank;
  int64_t dims[KILN_MAX_RANK];
  int32_t row_axis; /**< axis that is the row dim, or -1 */
  uint64_t bytes;   /**< of the whole tensor, row-major */
} kiln_tensor_info;

typedef struct kiln_options {
  int32_t threads; /**< workers, the caller included; 0: the processors available */
  uint32_t seed;   /**< of initial values and draws */
} kiln_options;

#define KILN_DEFAULT_OPTIONS {0, 0}

struct KilnCall;
/** A compiled entry; the type of the elements of kiln_entry_table. Never call one directly. */
typedef void (*kiln_entry_fn)(struct KilnCall *call, int64_t worker, int64_t workers);

typedef struct kiln_session kiln_session;

/** KILN_ABI_VERSION of the runtime that is linked. Any thread. */
uint32_t kiln_abi_version(void);

/**
 * Opens a session: validates the package, checks the CPU, starts the threads, maps the arena and writes
 * every initial value from the seed. `available` is the size of the bytes at `package`, or SIZE_MAX
 * where they are part of this program; they must be aligned to 8. On success *out_session belongs to the
 * caller, to be closed by kiln_close(). On failure it is NULL and `message` (of message_size bytes; may
 * be NULL) holds one sentence. Any thread.
 */
kiln_status kiln_open(const void *package, size_t available, const kiln_entry_fn *table,
                      const kiln_options *options, kiln_session **out_session, char *message,
                      size_t message_size);

/** Joins the threads and frees everything of the session; NULL is allowed. */
void kiln_close(kiln_session *session);

/** The last error of the session as one sentence, or "". Belongs to the session, until its next error. */
const char *kiln_message(const kiln_session *session);

/** Name of the model. Belongs to the package. */
const char *kiln_model_name(const kiln_session *session);

/** Scalars in all parameters. */
uint64_t kiln_parameter_count(const kiln_session *session);

/** Bytes of the arena: all memory that tensors take. */
uint64_t kiln_arena_bytes(const kiln_session *session);

/** Number of entries. */
int kiln_entry_count(const kiln_session *session);
/** Index of the entry of that name, or -1. */
int kiln_find_entry(const kiln_session *session, const char *name);
/** Name of an entry, or NULL. Belongs to the package. */
const char *kiln_entry_name(const kiln_session *session, int entry);
/** Mode of an entry; an index out of range gives 0. */
int kiln_entry_mode(const kiln_session *session, int entry);
/** Rows of the row dim that one call takes, such as 128; 0 where the entry has none. */
int64_t kiln_entry_rows(const kiln_session *session, int entry);

/** Number of inputs of an entry, or -1. */
int kiln_input_count(const kiln_session *session, int entry);
/** Index of the input of that name, or -1. */
int kiln_find_input(const kiln_session *session, int entry, const char *name);
/** Describes an input. */
kiln_status kiln_input_info(kiln_session *session, int entry, int input, kiln_tensor_info *out_info);

/** Number of outputs of an entry, or -1. */
int kiln_output_count(const kiln_session *session, int entry);
/** Index of the output of that name, or -1. */
int kiln_find_output(const kiln_session *session, int entry, const char *name);
/** Describes an output. */
kiln_status kiln_output_info(kiln_session *session, int entry, int output, kiln_tensor_info *out_info);

/**
 * Copies `bytes` bytes at `data`, row-major elements of the input's dtype, into the arena. An input
 * with rows may be given fewer rows than the entry takes; those behind are zero. Indices such as labels
 * are checked against their range first (KILN_BAD_DATA, nothing copied). Entries share the memory of
 * inputs: set every input of an entry before each kiln_run of it, with no other entry in between.
 */
kiln_status kiln_set_input(kiln_session *session, int entry, int input, const void *data, size_t bytes);

/**
 * Runs one call of the entry on all threads and returns when it is done. `rows` is the number of valid
 * rows: in train entries the entry's own number, in infer entries 1 up to it, 0 where it has none. A
 * train entry updates the state and counts as one step.
 */
kiln_status kiln_run(kiln_session *session, int entry, int64_t rows);

/**
 * Copies the first `bytes` bytes of an output, row-major, to `data`. Outputs are those of the last
 * kiln_run, which must have been of this entry.
 */
kiln_status kiln_get_output(kiln_session *session, int entry, int output, void *data, size_t bytes);

/** Steps that a train entry has done, those of a loaded training included. */
uint64_t kiln_steps(const kiln_session *session, int entry);

/** Writes every initial value again, from `seed`; steps are 0 after it. */
kiln_status kiln_reset(kiln_session *session, uint32_t seed);

/** Replaces `path` by a checkpoint of all state, atomically: after an error the old file is still there. */
kiln_status kiln_save(kiln_session *session, const char *path);

/**
 * Takes parameters and model state from a checkpoint or any safetensors file with these names. Missing,
 * extra or differing tensors are KILN_MISMATCH, and the state is untouched.
 */
kiln_status kiln_load(kiln_session *session, const char *path);

/**
 * Takes parameters and model state of one part of the model, such as `tokens` or `net.encoder`, from what the file has
 * under `from`; where that is NULL, under the one name at its top that fits. A name that the model does not have is
 * KILN_USAGE, a file that differs KILN_MISMATCH, and the state is then untouched.
 */
kiln_status kiln_load_part(kiln_session *session, const char *part, const char *path, const char *from);

/**
 * Takes all state, steps and seed from a checkpoint that kiln_save or a training wrote, to go on exactly
 * where it was. The caller goes on with the same data.
 */
kiln_status kiln_resume(kiln_session *session, const char *path);

/**
 * Copies a tensor of the state, by its checkpoint name such as `net.layers[3].attend.wq`, row-major, to
 * `data`; `bytes` must be its size.
 */
kiln_status kiln_read_state(kiln_session *session, const char *path, void *data, size_t bytes);

#ifdef __cplusplus
}
#endif

#endif /* KILN_RUNTIME_H */
