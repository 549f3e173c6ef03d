// SPDX-License-Identifier: Apache-2.0
//
// npy, the format of NumPy: magic, version, header length, a Python dict of three keys, the elements.
// Of the dict only what NumPy itself writes is read.
#include "runtime/core/Size.h"
#include "runtime/data/Array.h"

#include <string.h>

namespace kiln::runtime {

namespace {

constexpr uint8_t kNpyMagic[6] = {0x93, 'N', 'U', 'M', 'P', 'Y'};
constexpr uint64_t kMaxHeader = 60 << 10;

struct TypeCode {
  const char *code;
  Element element;
};
constexpr TypeCode kTypes[] = {
    {"b1", Element::Bool}, {"u1", Element::U8},  {"i1", Element::I8},  {"u2", Element::U16},
    {"i2", Element::I16},  {"u4", Element::U32}, {"i4", Element::I32}, {"u8", Element::U64},
    {"i8", Element::I64},  {"f2", Element::F16}, {"f4", Element::F32}, {"f8", Element::F64},
};

/// The dict; returns null, or why it is refused.
class Dict {
public:
  Dict(const char *text, size_t size) : at(text), end(text + size) {}

  const char *parse(FileTensor *tensor) {
    bool fortran = false, hasType = false, hasOrder = false, hasShape = false;
    std::string key;
    if (!take('{'))
      return kMalformed;
    while (!take('}')) {
      if (!string(&key) || !take(':'))
        return kMalformed;
      if (key == "descr" && !hasType) {
        hasType = true;
        if (const char *reason = type(tensor))
          return reason;
      } else if (key == "fortran_order" && !hasOrder) {
        hasOrder = true;
        if (word("True"))
          fortran = true;
        else if (!word("False"))
          return kMalformed;
      } else if (key == "shape" && !hasShape) {
        hasShape = true;
        if (!shape(tensor))
          return kMalformed;
      } else {
        return kMalformed;
      }
      if (!take(',')) {
        if (!take('}'))
          return kMalformed;
        break;
      }
    }
    skip();
    if (at != end || !hasType || !hasOrder || !hasShape)
      return kMalformed;
    if (fortran && tensor->dims.size() > 1)
      return "its elements are in column-major order (save it with numpy.ascontiguousarray)";
    return nullptr;
  }

private:
  static constexpr const char *kMalformed = "its header is not well formed";
  const char *at, *end;

  void skip() {
    while (at != end && (*at == ' ' || *at == '\n'))
      ++at;
  }
  bool take(char symbol) {
    skip();
    if (at == end || *at != symbol)
      return false;
    ++at;
    return true;
  }
  bool word(std::string_view text) {
    skip();
    if (std::string_view(at, size_t(end - at)).substr(0, text.size()) != text)
      return false;
    at += text.size();
    return true;
  }
  bool string(std::string *out_text) {
    if (!take('\''))
      return false;
    const char *begin = at;
    while (at != end && *at != '\'' && *at != '\\')
      ++at;
    if (at == end || *at != '\'')
      return false;
    out_text->assign(begin, at++);
    return true;
  }
  const char *type(FileTensor *tensor) {
    std::string code;
    if (!string(&code))
      return "its elements are no numbers";
    if (code.size() < 2)
      return kMalformed;
    for (const TypeCode &type : kTypes)
      if (code.compare(1, std::string::npos, type.code) == 0) {
        if (code[0] == '>')
          return "its elements are big-endian (save it in native order)";
        if (code[0] != '<' && code[0] != '|' && code[0] != '=')
          return kMalformed;
        tensor->element = type.element;
        return nullptr;
      }
    return "its elements are of a type that is not supported";
  }
  bool shape(FileTensor *tensor) {
    if (!take('('))
      return false;
    while (!take(')')) {
      skip();
      const char *begin = at;
      uint64_t dim = 0;
      for (; at != end && *at >= '0' && *at <= '9'; ++at)
        if (!multiply(&dim, 10) || !add(&dim, uint64_t(*at - '0')))
          return false;
      if (at == begin || tensor->dims.size() == 32)
        return false;
      tensor->dims.push_back(dim);
      if (!take(','))
        return take(')');
    }
    return true;
  }
};

} // namespace

bool looksLikeNpy(const uint8_t *bytes, uint64_t size) {
  size_t common = size < sizeof kNpyMagic ? size_t(size) : sizeof kNpyMagic;
  return size != 0 && memcmp(bytes, kNpyMagic, common) == 0;
}

Status parseNpyHeader(const char *path, const uint8_t *bytes, uint64_t size, ArrayHeader *out_header) {
  auto broken = [&](const char *why) {
    return error(Code::BadFile, "`%s` is not a sound npy file: %s", path, why);
  };
  if (size < 10)
    return broken("it is truncated");
  if (memcmp(bytes, kNpyMagic, sizeof kNpyMagic) != 0)
    return broken("it does not begin as one");
  uint8_t major = bytes[6];
  if (major < 1 || major > 3 || bytes[7] != 0)
    return broken("its version is not 1.0, 2.0 or 3.0");
  uint64_t prefix = major == 1 ? 10 : 12;
  if (size < prefix)
    return broken("it is truncated");
  uint64_t length = uint64_t(bytes[8]) | uint64_t(bytes[9]) << 8;
  if (major > 1)
    length |= uint64_t(bytes[10]) << 16 | uint64_t(bytes[11]) << 24;
  if (length > kMaxHeader)
    return broken("its header is too long");
  if (!inside(prefix, length, size))
    return broken("it is truncated");
  ArrayHeader header;
  Dict dict(reinterpret_cast<const char *>(bytes) + prefix, length);
  if (const char *reason = dict.parse(&header.tensor))
    return broken(reason);
  if (!product(header.tensor.dims.data(), header.tensor.dims.size(),
               elementSize(header.tensor.element), &header.tensor.size))
    return broken("its shape is too large");
  header.begin = prefix + length;
  *out_header = std::move(header);
  return ok();
}

} // namespace kiln::runtime
