// SPDX-License-Identifier: Apache-2.0
//
// Results of fallible functions: a code and one sentence. Functions return a Status and fill
// parameters named out_…, which they touch only on success.
#ifndef KILN_RUNTIME_CORE_STATUS_H
#define KILN_RUNTIME_CORE_STATUS_H

#include <stdarg.h>
#include <stdint.h>
#include <string>
#include <utility>

namespace kiln::runtime {

enum class Code : uint8_t {
  Ok = 0,
  Usage,       ///< the command line or a call of the API is not meaningful
  BadPackage,  ///< the package is damaged, newer, or for another CPU
  BadFile,     ///< a file is damaged or not of its format
  Mismatch,    ///< a file is sound but does not fit the model
  BadData,     ///< a value in the data is out of its range
  Io,          ///< the operating system refused
  OutOfMemory, ///< memory could not be mapped
  Unsupported, ///< a named gap
  Fault,       ///< a check inside compiled code failed
};

class [[nodiscard]] Status {
public:
  Status() = default;
  Status(Code code, std::string message) : code_(code), message_(std::move(message)) {}

  bool isOk() const { return code_ == Code::Ok; }
  Code code() const { return code_; }
  /// One sentence without a final newline; empty when ok. Owned by the status.
  const std::string &message() const { return message_; }

private:
  Code code_ = Code::Ok;
  std::string message_;
};

inline Status ok() { return Status(); }

/// An error whose message is formatted as by printf.
[[gnu::format(printf, 2, 3)]] Status error(Code code, const char *pattern, ...);

/// A string formatted as by printf.
[[gnu::format(printf, 1, 2)]] std::string text(const char *pattern, ...);
std::string textList(const char *pattern, va_list arguments);

} // namespace kiln::runtime

#define KILN_TRY(expression)                                                                       \
  do {                                                                                             \
    if (::kiln::runtime::Status status_ = (expression); !status_.isOk())                           \
      return status_;                                                                              \
  } while (false)

#endif // KILN_RUNTIME_CORE_STATUS_H
