// SPDX-License-Identifier: Apache-2.0
#include "runtime/core/Checkpoint.h"

#include "runtime/core/Layout.h"

#include <algorithm>
#include <memory>
#include <string.h>

namespace kiln::runtime {

using namespace abi;

namespace {

constexpr uint64_t kChunk = 256 << 10; // bytes unpacked or converted at a time

/// One tensor of the checkpoint: a slice of a storage.
struct Part {
  const Storage *storage;
  uint64_t first; ///< logical element of the storage
  uint64_t count;
  FileTensor tensor; ///< name, element, dims, size
};

bool isModel(const Storage &storage) {
  return storage.kind == static_cast<uint8_t>(StorageKind::Param) ||
         storage.kind == static_cast<uint8_t>(StorageKind::ModelState);
}

/// All tensors that a checkpoint of this package holds, in program order.
std::vector<Part> partsOf(const Package &package) {
  std::vector<Part> parts;
  for (const Storage &storage : package.storages()) {
    if (!storage.checkpoint || storage.kind == static_cast<uint8_t>(StorageKind::SessionState))
      continue;
    Part part = {&storage, 0, 1, {}};
    part.tensor.element = elementOf(static_cast<DType>(storage.dtype));
    part.tensor.dims.assign(storage.dims + storage.stacked, storage.dims + storage.rank);
    for (uint64_t dim : part.tensor.dims)
      part.count *= dim;
    part.tensor.size = part.count * elementSize(part.tensor.element);
    uint64_t copies = 1;
    for (unsigned i = 0; i != storage.stacked; ++i)
      copies *= storage.dims[i];
    for (uint64_t copy = 0; copy != copies; ++copy) {
      uint64_t layer[kMaxRank], rest = copy;
      for (unsigned i = storage.stacked; i-- != 0; rest /= storage.dims[i])
        layer[i] = rest % storage.dims[i];
      part.tensor.name.clear();
      std::string_view path = package.text(storage.path);
      for (unsigned i = 0; i != storage.stacked; ++i) {
        size_t star = path.find("[*]");
        part.tensor.name += path.substr(0, star);
        part.tensor.name += text("[%llu]", static_cast<unsigned long long>(layer[i]));
        path.remove_prefix(star + 3);
      }
      part.tensor.name += path;
      part.first = copy * part.count;
      parts.push_back(part);
    }
  }
  return parts;
}

std::string number(uint64_t value) { return text("%llu", static_cast<unsigned long long>(value)); }

Metadata metadataOf(const CheckpointInfo &info) {
  Metadata metadata;
  metadata.emplace_back("kiln.format", number(kCheckpointVersion));
  metadata.emplace_back("kiln.seed", number(info.seed));
  for (const TrainMark &train : info.trains) {
    std::string key = "kiln." + train.entry + ".";
    metadata.emplace_back(key + "step", number(train.step));
    metadata.emplace_back(key + "epoch", number(train.epoch));
    metadata.emplace_back(key + "row", number(train.row));
    metadata.emplace_back(key + "batch", number(train.batch));
    metadata.emplace_back(key + "order", train.shuffle ? "shuffle" : "file");
    for (const DataMark &data : train.data) {
      metadata.emplace_back(key + "data." + data.input + ".rows", number(data.rows));
      metadata.emplace_back(key + "data." + data.input + ".crc", text("%08x", data.crc));
    }
  }
  metadata.insert(metadata.end(), info.extra.begin(), info.extra.end());
  return metadata;
}

bool parseNumber(const std::string *value, int base, uint64_t *out_number) {
  if (!value || value->empty() || value->size() > 20)
    return false;
  uint64_t result = 0;
  for (char c : *value) {
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
    if (digit >= base || __builtin_mul_overflow(result, uint64_t(base), &result) ||
        __builtin_add_overflow(result, uint64_t(digit), &result))
      return false;
  }
  *out_number = result;
  return true;
}

/// A file without a version holds tensors of other origin, which are taken by name.
Status checkVersion(const char *path, const SafetensorsFile &file) {
  const std::string *format = file.meta("kiln.format");
  uint64_t version = 0;
  if (format && !parseNumber(format, 10, &version))
    return error(Code::BadFile, "`%s`: its metadata `kiln.format` is not well formed", path);
  if (version > kCheckpointVersion)
    return error(Code::BadFile,
                 "`%s` has checkpoint version %llu, and this executable knows versions up to %u", path,
                 static_cast<unsigned long long>(version), kCheckpointVersion);
  return ok();
}

Status infoOf(const char *path, const SafetensorsFile &file, CheckpointInfo *out_info) {
  auto broken = [&](const std::string &key) {
    return error(Code::BadFile, "`%s`: its metadata `%s` is not well formed", path, key.c_str());
  };
  CheckpointInfo info;
  uint64_t value;
  if (!file.meta("kiln.format"))
    return error(Code::Mismatch,
                 "`%s` holds tensors but no training to resume: take its parameters with `--load`", path);
  KILN_TRY(checkVersion(path, file));
  if (!parseNumber(file.meta("kiln.seed"), 10, &value) || value > UINT32_MAX)
    return broken("kiln.seed");
  info.seed = static_cast<uint32_t>(value);
  for (const auto &[key, text] : file.metadata) {
    constexpr std::string_view kPrefix = "kiln.", kSuffix = ".step";
    std::string_view name = key;
    if (name.size() <= kPrefix.size() + kSuffix.size() || !name.starts_with(kPrefix) ||
        !name.ends_with(kSuffix))
      continue;
    name = name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
    TrainMark train;
    train.entry = name;
    std::string base = "kiln." + train.entry + ".";
    struct Field {
      const char *key;
      uint64_t *value;
    };
    for (Field field : {Field{"step", &train.step}, {"epoch", &train.epoch}, {"row", &train.row},
                        {"batch", &train.batch}})
      if (!parseNumber(file.meta(base + field.key), 10, field.value))
        return broken(base + field.key);
    const std::string *order = file.meta(base + "order");
    if (!order || (*order != "shuffle" && *order != "file"))
      return broken(base + "order");
    train.shuffle = *order == "shuffle";
    std::string prefix = base + "data.";
    for (const auto &[dataKey, rows] : file.metadata) {
      if (!std::string_view(dataKey).starts_with(prefix) || !std::string_view(dataKey).ends_with(".rows"))
        continue;
      DataMark mark;
      mark.input = dataKey.substr(prefix.size(), dataKey.size() - prefix.size() - 5);
      if (!parseNumber(&rows, 10, &mark.rows) ||
          !parseNumber(file.meta(prefix + mark.input + ".crc"), 16, &value) || value > UINT32_MAX)
        return broken(dataKey);
      mark.crc = static_cast<uint32_t>(value);
      train.data.push_back(std::move(mark));
    }
    info.trains.push_back(std::move(train));
  }
  for (const auto &pair : file.metadata)
    if (!std::string_view(pair.first).starts_with("kiln."))
      info.extra.push_back(pair);
  *out_info = std::move(info);
  return ok();
}

/// Joins the first few differences to one sentence.
std::string summary(const std::vector<std::string> &differences) {
  constexpr size_t kShown = 4;
  std::string result;
  for (size_t i = 0; i != differences.size() && i != kShown; ++i)
    result += (i == 0 ? "" : "; ") + differences[i];
  if (differences.size() > kShown)
    result += text("; and %zu more", differences.size() - kShown);
  return result;
}

void copyIn(const Part &part, const FileTensor &source, uint8_t *stored, uint8_t *buffer) {
  DType type = static_cast<DType>(part.storage->dtype);
  uint32_t unit = dtypeSize(type), fileUnit = elementSize(source.element);
  uint64_t step = kChunk / unit;
  for (uint64_t done = 0; done < part.count; done += step) {
    uint64_t count = std::min(step, part.count - done);
    convert(source.element, source.data + done * fileUnit, type, buffer, count);
    packElements(*part.storage, stored, part.first + done, count, buffer);
  }
}

/// Whether a tensor's name is `part` or lies in it.
bool isBelow(std::string_view name, std::string_view part) {
  return name.starts_with(part) && (name.size() == part.size() || name[part.size()] == '.' || name[part.size()] == '[');
}

/// The one name of a file under which all tensors of a part of the model are found.
Status rootOf(const char *path, const SafetensorsFile &file, const std::vector<Part> &parts, std::string_view name,
              std::string *out_root) {
  std::vector<std::string_view> names, roots;
  for (const FileTensor &tensor : file.tensors)
    names.push_back(tensor.name);
  std::sort(names.begin(), names.end());
  for (std::string_view tensor : names) {
    std::string_view root = tensor.substr(0, tensor.find_first_of(".["));
    bool all = root.size() != tensor.size() && (roots.empty() || roots.back() != root);
    for (size_t i = 0; all && i != parts.size(); ++i) {
      std::string wanted = std::string(root) + parts[i].tensor.name.substr(name.size());
      all = std::binary_search(names.begin(), names.end(), std::string_view(wanted));
    }
    if (all)
      roots.push_back(root);
  }
  if (roots.size() == 1) {
    *out_root = roots[0];
    return ok();
  }
  std::string list;
  for (std::string_view root : roots)
    list += (list.empty() ? "`" : ", `") + std::string(root) + "`";
  return error(Code::Mismatch, "`%s` has %s: `--load %.*s:NAME=FILE` says which", path,
               roots.empty() ? text("no part with all tensors of `%.*s`", int(name.size()), name.data()).c_str()
                             : ("several parts that fit: " + list).c_str(),
               int(name.size()), name.data());
}

/// Copies into the session what the file has of `parts`, which bear the names of the file.
Status takeTensors(const char *path, const SafetensorsFile &file, const std::vector<Part> &parts, Session *session,
                   Take take, std::vector<std::string> *out_skipped) {
  bool widen = session->package().header().precision == static_cast<uint8_t>(Precision::F64);
  std::vector<const FileTensor *> sorted;
  for (const FileTensor &tensor : file.tensors)
    sorted.push_back(&tensor);
  auto byName = [](const FileTensor *a, const FileTensor *b) { return a->name < b->name; };
  std::sort(sorted.begin(), sorted.end(), byName);
  std::vector<bool> known(sorted.size());
  std::vector<std::pair<const Part *, const FileTensor *>> moves;
  std::vector<std::string> differences;
  for (const Part &part : parts) {
    auto found = std::lower_bound(sorted.begin(), sorted.end(), &part.tensor, byName);
    bool present = found != sorted.end() && (*found)->name == part.tensor.name;
    if (present)
      known[static_cast<size_t>(found - sorted.begin())] = true;
    if (take != Take::All && !isModel(*part.storage))
      continue;
    const char *name = part.tensor.name.c_str();
    if (!present) {
      differences.push_back(text("`%s` is missing", name));
      continue;
    }
    const FileTensor &tensor = **found;
    if (tensor.dims != part.tensor.dims ||
        !convertible(tensor.element, static_cast<DType>(part.storage->dtype), widen)) {
      differences.push_back(text("`%s` is %s in the file and %s in the model", name,
                                 typeText(tensor.element, tensor.dims).c_str(),
                                 typeText(part.tensor.element, part.tensor.dims).c_str()));
      continue;
    }
    moves.emplace_back(&part, &tensor);
  }
  for (size_t i = 0; i != sorted.size(); ++i)
    if (!known[i])
      differences.push_back(text("`%s` is not in the model", sorted[i]->name.c_str()));
  if (!differences.empty() && take != Take::Partial)
    return error(Code::Mismatch, "`%s` does not fit this model: %s%s", path,
                 summary(differences).c_str(),
                 take == Take::Model ? " (`--partial` takes what fits)" : "");
  std::unique_ptr<uint8_t[]> buffer(new uint8_t[kChunk]);
  for (auto &[part, tensor] : moves)
    copyIn(*part, *tensor, session->arena() + part->storage->offset, buffer.get());
  if (out_skipped)
    *out_skipped = std::move(differences);
  return ok();
}

} // namespace

TrainMark *CheckpointInfo::find(std::string_view entry) {
  for (TrainMark &train : trains)
    if (train.entry == entry)
      return &train;
  return nullptr;
}

Status saveCheckpoint(const char *path, const Session &session, const CheckpointInfo &info,
                      const FileSystem &system) {
  std::vector<Part> parts = partsOf(session.package());
  std::vector<FileTensor> tensors;
  tensors.reserve(parts.size());
  for (const Part &part : parts)
    tensors.push_back(part.tensor);
  std::string header = safetensorsHeader(tensors, metadataOf(info));
  AtomicFile file(system);
  KILN_TRY(file.open(path));
  KILN_TRY(file.write(header.data(), header.size()));
  std::unique_ptr<uint8_t[]> buffer(new uint8_t[kChunk]);
  for (const Part &part : parts) {
    const uint8_t *stored = session.arena() + part.storage->offset;
    uint64_t unit = elementSize(part.tensor.element), step = kChunk / unit;
    for (uint64_t done = 0; done < part.count; done += step) {
      uint64_t count = std::min(step, part.count - done);
      unpackElements(*part.storage, stored, part.first + done, count, buffer.get());
      KILN_TRY(file.write(buffer.get(), count * unit));
    }
  }
  return file.commit();
}

Status loadCheckpoint(const char *path, Session *session, Take take, CheckpointInfo *out_info,
                      std::vector<std::string> *out_skipped) {
  MappedFile mapped;
  SafetensorsFile file;
  CheckpointInfo info;
  KILN_TRY(MappedFile::open(path, &mapped));
  KILN_TRY(parseSafetensors(path, mapped.data(), mapped.size(), &file));
  KILN_TRY(checkVersion(path, file));
  if (take == Take::All || (out_info && file.meta("kiln.format")))
    KILN_TRY(infoOf(path, file, &info));
  KILN_TRY(takeTensors(path, file, partsOf(session->package()), session, take, out_skipped));
  if (out_info)
    *out_info = std::move(info);
  return ok();
}

Status loadPart(const char *path, std::string_view name, std::string_view from, Session *session, Take take,
                std::vector<std::string> *out_skipped) {
  MappedFile mapped;
  SafetensorsFile file;
  KILN_TRY(MappedFile::open(path, &mapped));
  KILN_TRY(parseSafetensors(path, mapped.data(), mapped.size(), &file));
  KILN_TRY(checkVersion(path, file));
  std::vector<Part> parts;
  for (Part &part : partsOf(session->package()))
    if (isBelow(part.tensor.name, name) && isModel(*part.storage))
      parts.push_back(std::move(part));
  if (parts.empty())
    return error(Code::Usage, "the model has no part `%.*s` with parameters", int(name.size()), name.data());
  std::string root(from);
  if (root.empty())
    KILN_TRY(rootOf(path, file, parts, name, &root));
  for (Part &part : parts)
    part.tensor.name = root + part.tensor.name.substr(name.size());
  std::erase_if(file.tensors, [&](const FileTensor &tensor) { return !isBelow(tensor.name, root); });
  return takeTensors(path, file, parts, session, take, out_skipped);
}
Status readTensor(const Session &session, std::string_view name, void *data, uint64_t size) {
  for (const Part &part : partsOf(session.package())) {
    if (part.tensor.name != name)
      continue;
    if (part.tensor.size != size)
      return error(Code::Usage, "`%s` is %s, %llu bytes, and %llu are asked for",
                   part.tensor.name.c_str(), typeText(part.tensor.element, part.tensor.dims).c_str(),
                   static_cast<unsigned long long>(part.tensor.size),
                   static_cast<unsigned long long>(size));
    unpackElements(*part.storage, session.arena() + part.storage->offset, part.first, part.count,
                   static_cast<uint8_t *>(data));
    return ok();
  }
  return error(Code::Usage, "the state has no tensor `%.*s`", int(name.size()), name.data());
}

Status readCheckpointInfo(const char *path, CheckpointInfo *out_info) {
  MappedFile mapped;
  SafetensorsFile file;
  KILN_TRY(MappedFile::open(path, &mapped));
  KILN_TRY(parseSafetensors(path, mapped.data(), mapped.size(), &file));
  return infoOf(path, file, out_info);
}

} // namespace kiln::runtime
