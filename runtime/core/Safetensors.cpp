// SPDX-License-Identifier: Apache-2.0
#include "runtime/core/Safetensors.h"

#include "runtime/core/Json.h"
#include "runtime/core/Size.h"

#include <algorithm>
#include <string.h>

namespace kiln::runtime {

namespace {

constexpr uint64_t kMaxHeader = 100'000'000; // of the published format
constexpr size_t kMaxText = 1 << 16;
constexpr size_t kMaxDims = 16;

struct Extent {
  uint64_t begin, end;
  size_t tensor;
};

bool parseTensor(JsonCursor *json, FileTensor *tensor, Extent *extent, std::string *what) {
  bool hasType = false, hasShape = false, hasOffsets = false;
  std::string key, type;
  if (!json->take('{'))
    return false;
  do {
    if (!json->string(&key, kMaxText) || !json->take(':'))
      return false;
    if (key == "dtype" && !hasType) {
      hasType = true;
      if (!json->string(&type, 16))
        return false;
      if (!elementBySafetensorsName(type, &tensor->element)) {
        *what = text("tensor `%s` has dtype `%s`, which is not supported", tensor->name.c_str(),
                     type.c_str());
        return false;
      }
    } else if (key == "shape" && !hasShape) {
      hasShape = true;
      if (!json->take('['))
        return false;
      if (!json->take(']')) {
        do {
          uint64_t dim;
          if (!json->integer(&dim) || tensor->dims.size() == kMaxDims)
            return false;
          tensor->dims.push_back(dim);
        } while (json->take(','));
        if (!json->take(']'))
          return false;
      }
    } else if (key == "data_offsets" && !hasOffsets) {
      hasOffsets = true;
      if (!json->take('[') || !json->integer(&extent->begin) || !json->take(',') ||
          !json->integer(&extent->end) || !json->take(']'))
        return false;
    } else {
      return false;
    }
  } while (json->take(','));
  return json->take('}') && hasType && hasShape && hasOffsets;
}

bool parseMetadata(JsonCursor *json, Metadata *metadata) {
  if (!json->take('{'))
    return false;
  if (json->take('}'))
    return true;
  do {
    std::string key, value;
    if (!json->string(&key, kMaxText) || !json->take(':') || !json->string(&value, kMaxText))
      return false;
    metadata->emplace_back(std::move(key), std::move(value));
  } while (json->take(','));
  return json->take('}');
}

} // namespace

const FileTensor *SafetensorsFile::find(std::string_view name) const {
  for (const FileTensor &tensor : tensors)
    if (tensor.name == name)
      return &tensor;
  return nullptr;
}

const std::string *SafetensorsFile::meta(std::string_view key) const {
  for (const auto &[name, value] : metadata)
    if (name == key)
      return &value;
  return nullptr;
}

Status parseSafetensors(const char *path, const uint8_t *bytes, uint64_t size,
                        SafetensorsFile *out_file) {
  auto broken = [&](const char *why) {
    return error(Code::BadFile, "`%s` is not a sound safetensors file: %s", path, why);
  };
  uint64_t length;
  if (size < 10)
    return broken("it is shorter than a header");
  memcpy(&length, bytes, sizeof length);
  if (length < 2 || length > kMaxHeader || bytes[8] != '{')
    return broken("its header does not begin as one");
  uint64_t end = 8 + length;
  if (end > size)
    return broken("its header is longer than the file");
  SafetensorsFile result;
  std::vector<Extent> extents;
  std::string what = "its header is not well formed";
  JsonCursor json({reinterpret_cast<const char *>(bytes) + 8, static_cast<size_t>(end - 8)});
  bool sound = json.take('{');
  bool sawMetadata = false;
  if (sound && !json.take('}')) {
    do {
      std::string name;
      sound = json.string(&name, kMaxText) && json.take(':');
      if (!sound)
        break;
      if (name == "__metadata__") {
        sound = !sawMetadata && parseMetadata(&json, &result.metadata);
        sawMetadata = true;
        continue;
      }
      FileTensor tensor;
      Extent extent = {0, 0, result.tensors.size()};
      tensor.name = std::move(name);
      sound = parseTensor(&json, &tensor, &extent, &what);
      result.tensors.push_back(std::move(tensor));
      extents.push_back(extent);
    } while (sound && json.take(','));
    sound = sound && json.take('}');
  }
  if (!sound || !json.atEnd())
    return broken(what.c_str());

  std::vector<std::string_view> names;
  for (const FileTensor &tensor : result.tensors)
    names.push_back(tensor.name);
  std::sort(names.begin(), names.end());
  if (std::adjacent_find(names.begin(), names.end()) != names.end())
    return broken("two tensors have the same name");

  std::sort(extents.begin(), extents.end(), [](const Extent &a, const Extent &b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  uint64_t next = 0;
  for (const Extent &extent : extents) {
    FileTensor &tensor = result.tensors[extent.tensor];
    uint64_t bytesOfTensor;
    if (extent.begin != next || extent.end < extent.begin)
      return broken("its tensors overlap or leave gaps");
    if (!product(tensor.dims.data(), tensor.dims.size(), elementSize(tensor.element),
                 &bytesOfTensor) ||
        bytesOfTensor != extent.end - extent.begin)
      return broken(text("the length of tensor `%s` is not that of its shape", tensor.name.c_str())
                        .c_str());
    if (extent.end > size - end)
      return broken("it is truncated");
    tensor.data = bytes + end + extent.begin;
    tensor.size = bytesOfTensor;
    next = extent.end;
  }
  if (next != size - end)
    return broken("bytes follow its last tensor");
  *out_file = std::move(result);
  return ok();
}

std::string safetensorsHeader(const std::vector<FileTensor> &tensors, const Metadata &metadata) {
  std::string json = "{";
  if (!metadata.empty()) {
    json += "\"__metadata__\":{";
    for (size_t i = 0; i != metadata.size(); ++i) {
      json += i == 0 ? "" : ",";
      json += jsonString(metadata[i].first) + ":" + jsonString(metadata[i].second);
    }
    json += "}";
  }
  uint64_t offset = 0;
  for (const FileTensor &tensor : tensors) {
    json += json.size() == 1 ? "" : ",";
    json += jsonString(tensor.name) + ":{\"dtype\":\"" + safetensorsName(tensor.element) +
            "\",\"shape\":[";
    for (size_t i = 0; i != tensor.dims.size(); ++i)
      json += text("%s%llu", i == 0 ? "" : ",", static_cast<unsigned long long>(tensor.dims[i]));
    json += text("],\"data_offsets\":[%llu,%llu]}", static_cast<unsigned long long>(offset),
                 static_cast<unsigned long long>(offset + tensor.size));
    offset += tensor.size;
  }
  json += "}";
  while (json.size() % 8 != 0)
    json += ' ';
  uint64_t length = json.size();
  std::string result(8, '\0');
  memcpy(result.data(), &length, sizeof length);
  return result + json;
}

} // namespace kiln::runtime
