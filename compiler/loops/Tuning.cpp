// SPDX-License-Identifier: Apache-2.0
//===- Tuning.cpp - reads and writes it ------------------------------------===//
#include "compiler/loops/Tuning.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"

#include <cmath>

using namespace kiln;
using llvm::ArrayRef;
using llvm::SmallVector;
using llvm::StringRef;
using llvm::Twine;

namespace {

/// A form that a choice is written in: N is a number. Without one it stands for the value of its one key.
struct Form {
  StringRef kind, words;
  SmallVector<StringRef, 2> keys;
  int64_t value = 0;
  bool hasNumbers() const { return words.contains('N'); }
};

const Form forms[] = {
    {"contraction", "tile N x N", {"rows", "lanes"}},
    {"contraction", "sums of N", {"sum"}},
    {"contraction", "blocks of N rows", {"block"}},
    {"contraction", "packed", {"pack"}, 1},
    {"contraction", "unpacked", {"pack"}, 0},
    {"contraction", "lanes of the left", {"left"}, 1},
    {"contraction", "lanes of the right", {"left"}, 0},
    {"contraction", "streamed", {"stream"}, 1},
    {"contraction", "not streamed", {"stream"}, 0},
    {"contraction", "fetched N ahead", {"ahead"}},
    {"contraction", "Winograd off", {"winograd"}, 0},
    {"contraction", "Winograd F(2 x 2)", {"winograd"}, 2},
    {"contraction", "Winograd F(4 x 4)", {"winograd"}, 4},
    {"attention", "tiles of N queries", {"queries"}},
};

std::pair<int64_t, int64_t> rangeOf(StringRef key, StringRef kind) {
#define CHOICE(name, of, least, most)                                                                                  \
  if (key == #name && kind == of)                                                                                      \
    return {least, most};
#include "dialects/kiln/Schedule.def"
  return {0, 0};
}

bool isKind(StringRef word) { return word == "contraction" || word == "attention"; }

struct Word {
  StringRef text;
  unsigned column;
};

/// Words of a line, from column `first` on; `12x32` is three.
SmallVector<Word> split(StringRef text, unsigned first, bool dividesSizes) {
  SmallVector<Word> words;
  size_t i = 0;
  while (i < text.size()) {
    if (text[i] == ' ' || text[i] == '\t') {
      ++i;
      continue;
    }
    size_t begin = i;
    bool isNumber = llvm::isDigit(text[i]);
    while (i < text.size() && text[i] != ' ' && text[i] != '\t') {
      if (dividesSizes && i > begin && text[i] == 'x' && isNumber && i + 1 < text.size() && llvm::isDigit(text[i + 1])) {
        words.push_back({text.slice(begin, i), first + unsigned(begin)});
        words.push_back({text.slice(i, i + 1), first + unsigned(i)});
        begin = ++i;
        continue;
      }
      isNumber &= llvm::isDigit(text[i]);
      ++i;
    }
    words.push_back({text.slice(begin, i), first + unsigned(begin)});
  }
  return words;
}

/// Text of the file as it may be shown.
std::string shown(StringRef text) {
  std::string result;
  for (char c : text.take_front(60))
    result += (unsigned char)(c) < 0x20 || c == 0x7f ? '?' : c;
  return text.size() > 60 ? result + "…" : result;
}

std::string formsOf(StringRef kind) {
  std::string all;
  for (const Form &form : forms)
    if (form.kind == kind)
      all += (all.empty() ? "`" : ", `") + form.words.str() + "`";
  return all;
}

/// Whether `path` is one that `pattern` names: `[*]` stands for all numbers, `…` at the end for whatever follows.
bool isAlike(StringRef pattern, StringRef path) {
  bool isOpen = pattern.consume_back("…");
  while (!pattern.empty() && !path.empty()) {
    if (pattern.starts_with("[*]") && path.front() == '[') {
      pattern = pattern.drop_front(3);
      path = path.drop_front(std::min(path.size(), path.find(']') + 1));
      continue;
    }
    if (pattern.front() != path.front())
      return false;
    pattern = pattern.drop_front();
    path = path.drop_front();
  }
  return pattern.empty() && (isOpen || path.empty());
}

class Reader {
public:
  Reader(StringRef text, StringRef file, std::vector<TuningError> &errors) : text(text), file(file), errors(errors) {
    result.targets.push_back(target(""));
  }

  std::optional<TuningFile> run() {
    size_t before = errors.size();
    if (text.size() > kTuningBytes)
      return fail(0, "the file is larger than " + std::to_string(kTuningBytes) + " bytes", "it has a line a kernel"), std::nullopt;
    const auto *begin = reinterpret_cast<const llvm::UTF8 *>(text.data());
    if (!llvm::isLegalUTF8String(&begin, begin + text.size()))
      return fail(0, "the text is not UTF-8", ""), std::nullopt;
    while (!text.empty() && errors.size() - before < 20) {
      auto [row, rest] = text.split('\n');
      text = rest;
      row.consume_back("\r");
      if (++line > kTuningLines)
        return fail(0, "there are more than " + std::to_string(kTuningLines) + " lines", "a line a kernel is enough: `[*]` stands for all layers"),
               std::nullopt;
      row = row.split('#').first;
      if (!row.trim().empty())
        read(row);
    }
    if (errors.size() != before)
      return std::nullopt;
    for (Tuning &each : result.targets)
      each.tolerance = result.tolerance;
    result.file = file.str();
    return std::move(result);
  }

private:
  Tuning target(StringRef cpu) {
    Tuning made;
    made.file = file.str();
    made.cpu = cpu.str();
    return made;
  }
  void fail(unsigned column, const Twine &what, const Twine &help) { errors.push_back({line ? line : 1, column + 1, what.str(), help.str()}); }

  void read(StringRef row) {
    SmallVector<Word> words = split(row, 0, false);
    Word first = words.front();
    if (first.text == "tolerance")
      return tolerance(words);
    if (first.text == "cpu")
      return cpu(row, words);
    size_t colon = row.find(':');
    if (colon == StringRef::npos) {
      std::string near = nearest(first.text, {"tolerance", "cpu"});
      return fail(first.column, "`" + shown(row.trim()) + "` is no line of a .tune file",
                  near.empty() ? "`ENTRY PATH KIND SIZES: CHOICE, CHOICE`, as `kiln explain` prints kernels" : "`" + near + "`");
    }
    words = split(row.take_front(colon), 0, false);
    if (words.empty())
      return fail(colon, "a line begins with the entry, before `:`", "`step net.l1 contraction 128x512x784: packed`");
    StringRef choices = row.drop_front(colon + 1);
    if (words.size() == 2 && words[1].text == "chains")
      return chains(words, choices, colon + 1);
    kernel(words, choices, colon + 1);
  }

  void tolerance(ArrayRef<Word> words) {
    double value = 0;
    if (words.size() != 2 || words[1].text.getAsDouble(value) || !(value > 0) || !(value < 1))
      return fail(words.size() > 1 ? words[1].column : words[0].column, "a tolerance is one number above 0 and below 1",
                  "`tolerance 1e-5`; without the line results keep their bits");
    if (hasTolerance)
      return fail(words[0].column, "a second tolerance", "one holds for the whole file: remove one of them");
    if (result.targets.size() > 1 || !result.targets.front().isEmpty())
      return fail(words[0].column, "the tolerance stands behind what it is for", "move it to the top of the file");
    hasTolerance = true;
    result.tolerance = value;
  }

  static std::optional<int64_t> bytesIn(StringRef word) {
    int64_t unit = word.consume_back("K") ? 1024 : word.consume_back("M") ? 1024 * 1024 : 1, number = 0;
    if (word.getAsInteger(10, number) || number <= 0 || number > (int64_t(1) << 30))
      return std::nullopt;
    return number * unit;
  }

  void cpu(StringRef row, ArrayRef<Word> words) {
    auto [head, tail] = row.split(',');
    SmallVector<Word> name = split(head, 0, false), caches = split(tail, head.size() + 1, false);
    if (name.size() != 2)
      return fail(words[0].column, "a `cpu` line has one name", "`cpu znver5, caches 48K 1M 32M`; the caches may be left out");
    Tuning made = target(name[1].text);
    for (const Tuning &other : result.targets)
      if (other.cpu == made.cpu)
        return fail(name[1].column, "a second part for `" + shown(made.cpu) + "`", "put its lines into the first");
    if (!caches.empty() && caches.front().text != "caches")
      return fail(caches.front().column, "`" + shown(caches.front().text) + "` is nothing that a `cpu` line says", "`cpu znver5, caches 48K 1M 32M`");
    for (const Word &word : llvm::drop_begin(caches, caches.empty() ? 0 : 1)) {
      std::optional<int64_t> bytes = bytesIn(word.text);
      if (!bytes || made.caches.size() == 4)
        return fail(word.column, "`" + shown(word.text) + "` is no size of a cache", "up to four, such as `48K 1M 32M`");
      made.caches.push_back(*bytes);
    }
    result.targets.push_back(std::move(made));
  }

  void chains(ArrayRef<Word> words, StringRef choice, unsigned column) {
    ChainChoice made{words[0].text.str(), 0, line, words[0].column + 1};
    SmallVector<Word> said = split(choice, column, false);
    bool isOff = said.size() == 1 && said[0].text == "off";
    if (!isOff) {
      auto bytes = said.size() == 3 && said[0].text == "up" && said[1].text == "to" ? bytesIn(said[2].text) : std::nullopt;
      if (!bytes || *bytes > (int64_t(16) << 20))
        return fail(said.empty() ? column : said[0].column, "`" + shown(choice.trim()) + "` is nothing that chains can be",
                    "`chains: off`, or `chains: up to 384K`: what one position hands on at most, 16M or less");
      made.bytes = *bytes;
    }
    for (const ChainChoice &other : result.targets.back().chains)
      if (other.entry == made.entry)
        return fail(words[0].column, "a second line about the chains of `" + shown(made.entry) + "`",
                    "the first is line " + Twine(other.line) + ": remove one of them");
    result.targets.back().chains.push_back(std::move(made));
  }

  void kernel(ArrayRef<Word> words, StringRef text, unsigned column) {
    KernelChoices made;
    made.line = line;
    made.column = words[0].column + 1;
    made.entry = words[0].text.str();
    const char *shape = "`ENTRY PATH KIND SIZES:` or `ENTRY line NUMBER KIND SIZES:`, as `kiln explain` prints them";
    size_t next = 2;
    if (words.size() == 5 && words[1].text == "line") {
      if (words[2].text.getAsInteger(10, made.kernel.line) || made.kernel.line == 0)
        return fail(words[2].column, "`" + shown(words[2].text) + "` is no number of a line", shape);
      next = 3;
    } else if (words.size() == 4) {
      made.kernel.path = words[1].text.str();
    } else {
      return fail(words[0].column, "before `:` stand an entry, a path, a kind and sizes", shape);
    }
    Word kind = words[next], sizes = words[next + 1];
    if (!isKind(kind.text)) {
      std::string near = nearest(kind.text, {"contraction", "attention"});
      return fail(kind.column, "there is nothing to choose for kernels of kind `" + shown(kind.text) + "`",
                  near.empty() ? "`contraction` and `attention` are cut by schedules; chains by a line `" + shown(made.entry) + " chains: …`"
                               : "`" + near + "`");
    }
    made.kernel.kind = kind.text.str();
    made.kernel.sizes = sizes.text.str();
    SmallVector<StringRef> parts;
    sizes.text.split(parts, 'x');
    int64_t size = 0;
    if (sizes.text != "*" && (parts.size() > 4 || llvm::any_of(parts, [&](StringRef part) { return part.getAsInteger(10, size) || size <= 0; })))
      return fail(sizes.column, "`" + shown(sizes.text) + "` is no size of a kernel", "such as `128x512x784`, or `*` for any");
    if (text.trim().empty())
      return fail(column, "a line without a choice", formsOf(made.kernel.kind));
    while (true) {
      auto [head, tail] = text.split(',');
      if (!choice(head, column, made))
        return;
      if (head.size() == text.size())
        break;
      column += head.size() + 1;
      text = tail;
    }
    for (const KernelChoices &other : result.targets.back().kernels)
      if (other.entry == made.entry && other.kernel == made.kernel)
        return fail(words[0].column, "a second line about " + shown(made.kernel.text()),
                    "the first is line " + Twine(other.line) + ": write the choices behind each other, with `,` between");
    result.targets.back().kernels.push_back(std::move(made));
  }

  bool choice(StringRef text, unsigned column, KernelChoices &made) {
    SmallVector<Word> words = split(text, column, /*dividesSizes=*/true);
    StringRef kind = made.kernel.kind;
    if (words.empty())
      return fail(column, "a choice is missing", formsOf(kind)), false;
    for (const Form &form : forms) {
      SmallVector<Word> wanted = split(form.words, 0, false);
      if (form.kind != kind || wanted.size() != words.size() ||
          !llvm::all_of(llvm::zip(wanted, words), [](auto pair) { return std::get<0>(pair).text == "N" || std::get<0>(pair).text == std::get<1>(pair).text; }))
        continue;
      SmallVector<int64_t> numbers;
      for (auto [want, word] : llvm::zip(wanted, words)) {
        if (want.text != "N")
          continue;
        auto [least, most] = rangeOf(form.keys[numbers.size()], kind);
        int64_t number = 0;
        if (word.text.getAsInteger(10, number) || number < least || number > most)
          return fail(word.column, "`" + shown(word.text) + "` is out of range", "a number from " + Twine(least) + " to " + Twine(most)), false;
        numbers.push_back(number);
      }
      if (numbers.empty())
        numbers.push_back(form.value);
      for (auto [key, number] : llvm::zip_equal(form.keys, numbers)) {
        for (const auto &known : made.choices)
          if (known.first == key)
            return fail(words[0].column, "`" + shown(text.trim()) + "`: this has been chosen in the line already", "keep one of them"), false;
        made.choices.emplace_back(key.str(), number);
      }
      return true;
    }
    std::vector<std::string> firsts;
    for (const Form &form : forms)
      if (form.kind == kind)
        firsts.push_back(form.words.split(' ').first.str());
    std::string near = nearest(words[0].text, firsts), help;
    for (const Form &form : forms)
      if (form.kind == kind && form.words.split(' ').first == near)
        help += (help.empty() ? "`" : ", `") + form.words.str() + "`";
    fail(words[0].column, (kind == "attention" ? "attention" : "a contraction") + Twine(" has no choice `") + shown(text.trim()) + "`",
         help.empty() ? formsOf(kind) : help);
    return false;
  }

  StringRef text, file;
  std::vector<TuningError> &errors;
  TuningFile result;
  unsigned line = 0;
  bool hasTolerance = false;
};

} // namespace

std::string KernelKey::text() const {
  return (path.empty() ? "line " + std::to_string(line) : path) + " " + kind + " " + sizes;
}

bool KernelChoices::isAbout(StringRef otherEntry, const KernelKey &key, bool ofAnySizes) const {
  return (entry == "*" || entry == otherEntry) && kernel.kind == key.kind && (ofAnySizes || kernel.sizes == "*" || kernel.sizes == key.sizes) &&
         (kernel.path.empty() ? key.path.empty() && kernel.line == key.line : isAlike(kernel.path, key.path));
}

std::string KernelChoices::choicesText() const {
  std::string text;
  for (const Form &form : forms) {
    SmallVector<int64_t> values;
    for (StringRef key : form.keys)
      for (const auto &[name, value] : choices)
        if (name == key && form.kind == kernel.kind)
          values.push_back(value);
    if (values.size() != form.keys.size() || (!form.hasNumbers() && values.front() != form.value))
      continue;
    text += text.empty() ? "" : ", ";
    size_t number = 0;
    for (char c : form.words)
      text += c == 'N' ? std::to_string(values[number++]) : std::string(1, c);
  }
  return text;
}

std::optional<Tuning> TuningFile::of(StringRef cpu) const {
  Tuning made = targets.front();
  bool isFound = targets.size() == 1 || !made.isEmpty();
  made.cpu = cpu.str();
  for (const Tuning &target : llvm::drop_begin(targets))
    if (target.cpu == cpu) {
      isFound = true;
      made.caches = target.caches;
      // The CPU's own lines come first: the first that is about a kernel counts.
      made.kernels.insert(made.kernels.begin(), target.kernels.begin(), target.kernels.end());
      made.chains.insert(made.chains.begin(), target.chains.begin(), target.chains.end());
    }
  return isFound ? std::optional(std::move(made)) : std::nullopt;
}

std::string TuningFile::cpus() const {
  std::string all;
  for (const Tuning &target : llvm::drop_begin(targets))
    all += (all.empty() ? "" : ", ") + target.cpu;
  return all;
}

std::optional<TuningFile> kiln::parseTuning(StringRef text, StringRef file, std::vector<TuningError> &errors) {
  return Reader(text, file, errors).run();
}

std::string kiln::updatedTuning(StringRef text, const Tuning &tuning) {
  std::vector<std::string> rows;
  while (!text.empty()) {
    auto [row, rest] = text.split('\n');
    rows.push_back(row.str());
    text = rest;
  }
  auto headOf = [](StringRef row) { // `step net.l1 contraction 128x512x784`, blanks once each
    std::string head;
    for (const Word &word : split(row.split('#').first.split(':').first, 0, false))
      head += (head.empty() ? "" : " ") + word.text.str();
    return head;
  };
  auto isCpu = [](StringRef row) { return row.ltrim().starts_with("cpu "); };
  auto cpuOf = [](StringRef row) { return row.ltrim().drop_front(4).split('#').first.split(',').first.trim(); };
  // The part of the CPU: rows [begin, end).
  size_t begin = 0;
  while (begin < rows.size() && !(isCpu(rows[begin]) && cpuOf(rows[begin]) == tuning.cpu))
    ++begin;
  if (begin == rows.size()) {
    if (!rows.empty() && !StringRef(rows.back()).trim().empty())
      rows.push_back("");
    begin = rows.size();
    rows.push_back("");
  }
  std::string head = "cpu " + tuning.cpu;
  for (auto [i, bytes] : llvm::enumerate(tuning.caches))
    head += (i ? " " : ", caches ") + sizeText(bytes);
  rows[begin++] = head;
  size_t end = begin;
  while (end < rows.size() && !isCpu(rows[end]))
    ++end;
  while (end > begin && StringRef(rows[end - 1]).trim().empty())
    --end;
  auto put = [&](const std::string &head, const std::string &choices) {
    std::string row = head + ": " + choices;
    for (size_t i = begin; i < end; ++i)
      if (StringRef(rows[i]).contains(':') && headOf(rows[i]) == head) {
        rows[i] = row;
        return;
      }
    rows.insert(rows.begin() + end++, row);
  };
  for (const KernelChoices &each : tuning.kernels)
    put(each.entry + " " + each.kernel.text(), each.choicesText());
  for (const ChainChoice &each : tuning.chains)
    put(each.entry + " chains", each.bytes ? "up to " + sizeText(each.bytes) : "off");
  std::string result;
  for (const std::string &row : rows)
    result += row + "\n";
  return result;
}

std::string kiln::nearest(StringRef wrong, ArrayRef<std::string> names) {
  std::string best;
  unsigned least = std::max<unsigned>(2, unsigned(std::min<size_t>(wrong.size(), 200)) / 3) + 1;
  if (wrong.size() > 200)
    return best;
  for (const std::string &name : names) {
    unsigned distance = wrong.edit_distance(name, /*AllowReplacements=*/true, least);
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

std::string kiln::sizeText(int64_t bytes) {
  for (auto [unit, letter] : {std::pair(int64_t(1) << 20, "M"), std::pair(int64_t(1) << 10, "K")})
    if (bytes >= unit && bytes % unit == 0)
      return std::to_string(bytes / unit) + letter;
  return std::to_string(bytes);
}
