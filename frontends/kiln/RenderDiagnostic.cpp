// SPDX-License-Identifier: Apache-2.0
// How a message looks:
//
//   error[E201]: index `e` runs over two different dims
//     vit.kiln:13:25
//      13 |     q[t, h, e] = sum[d](x[t, e] * wq[d, h, e]) + bq[h, e]
//         |                         ^^^^^^^   ----------- here `e` runs over K
//         |                         here `e` runs over D
//      D and K are both 64 in Attention(D: 64, H: 1), but they are different dims
//      help: `x[t, d]`
#include "frontends/kiln/Diagnostics.h"
#include "llvm/Support/Unicode.h"
#include <algorithm>
#include <map>
#include <tuple>

using namespace kiln::frontend;
using llvm::raw_ostream;
using llvm::StringRef;

namespace {

/// Columns of a source line that are shown around its first mark.
constexpr unsigned shownColumns = 160;
constexpr unsigned columnsBeforeMark = 60;

/// Switches the colours of a terminal on for a scope.
class Colour {
public:
  Colour(raw_ostream &out, bool on, raw_ostream::Colors colour) : out(out), on(on) {
    if (on)
      out.changeColor(colour, /*Bold=*/true);
  }
  ~Colour() {
    if (on)
      out.resetColor();
  }

private:
  raw_ostream &out;
  bool on;
};

/// A source line as it may be written to a terminal: one cell string for each column, without
/// control characters.
struct ShownLine {
  std::string text;
  /// Display column of each byte of the line and of its end.
  std::vector<unsigned> columnOfByte;

  explicit ShownLine(StringRef line) {
    unsigned column = 0;
    size_t i = 0;
    while (i < line.size()) {
      size_t length = 1;
      while (i + length < line.size() &&
             (static_cast<unsigned char>(line[i + length]) & 0xC0) == 0x80)
        ++length;
      StringRef character = line.substr(i, length);
      int width = llvm::sys::unicode::columnWidthUTF8(character);
      if (character == "\t") {
        text += ' ';
        width = 1;
      } else if (width < 0) {
        text += '?';
        width = 1;
      } else {
        text += character;
      }
      columnOfByte.insert(columnOfByte.end(), length, column);
      column += static_cast<unsigned>(width);
      i += length;
    }
    columnOfByte.push_back(column);
  }

  unsigned width() const { return columnOfByte.back(); }

  /// Keeps the columns [from, to) where that can be done without splitting a character.
  void crop(unsigned from, unsigned to, StringRef line) {
    std::string kept;
    for (size_t i = 0, shown = 0; i < line.size() && shown < text.size();) {
      size_t length = 1;
      while (shown + length < text.size() &&
             (static_cast<unsigned char>(text[shown + length]) & 0xC0) == 0x80)
        ++length;
      unsigned column = columnOfByte[i];
      if (column >= from && column < to)
        kept.append(text, shown, length);
      shown += length;
      size_t next = i + 1;
      while (next < line.size() && (static_cast<unsigned char>(line[next]) & 0xC0) == 0x80)
        ++next;
      i = next;
    }
    text = std::move(kept);
    for (unsigned &column : columnOfByte)
      column = std::clamp(column, from, to) - from;
  }
};

struct Mark {
  uint32_t begin, end; // offsets in the line
  bool primary;
  StringRef text;
};

void writeRow(raw_ostream &out, StringRef row, bool colour, raw_ostream::Colors which) {
  Colour scope(out, colour, which);
  out << row.rtrim(' ');
}

/// Writes one source line with the marks below it.
void renderLine(raw_ostream &out, const SourceFile &file, unsigned line, std::vector<Mark> marks,
                unsigned gutter, bool colour) {
  StringRef text = file.lineText(line);
  ShownLine shown(text);
  std::sort(marks.begin(), marks.end(), [](const Mark &a, const Mark &b) {
    return std::tie(a.begin, a.end, a.text) < std::tie(b.begin, b.end, b.text);
  });
  if (shown.width() > shownColumns) {
    unsigned first = shown.columnOfByte[std::min<size_t>(marks.front().begin, text.size())];
    unsigned from = first > columnsBeforeMark ? first - columnsBeforeMark : 0;
    shown.crop(from, from + shownColumns, text);
  }

  std::string number = std::to_string(line);
  {
    Colour scope(out, colour, raw_ostream::BLUE);
    out.indent(gutter - number.size()) << number << " |";
  }
  out << (shown.text.empty() ? "" : " ") << StringRef(shown.text).rtrim() << '\n';

  struct Span {
    unsigned begin, end;
    const Mark *mark;
  };
  std::vector<Span> spans;
  unsigned width = 0;
  for (const Mark &mark : marks) {
    unsigned begin = shown.columnOfByte[std::min<size_t>(mark.begin, text.size())];
    unsigned end = shown.columnOfByte[std::min<size_t>(mark.end, text.size())];
    end = std::max(end, begin + 1);
    spans.push_back({begin, end, &mark});
    width = std::max(width, end);
  }

  auto beginRow = [&] {
    Colour scope(out, colour, raw_ostream::BLUE);
    out.indent(gutter + 1) << "| ";
  };
  std::string under(width, ' ');
  for (bool primary : {false, true})
    for (const Span &span : spans)
      if (span.mark->primary == primary)
        std::fill(under.begin() + span.begin, under.begin() + span.end, primary ? '^' : '-');
  // The text of the rightmost mark follows on the row of the marks, the others get a row each.
  const Span *last = &spans.back();
  if (last->end < width)
    last = nullptr;
  beginRow();
  if (last && !last->mark->text.empty())
    under += " " + last->mark->text.str();
  writeRow(out, under, colour, raw_ostream::RED);
  out << '\n';
  for (size_t i = spans.size(); i-- > 0;) {
    if (&spans[i] == last || spans[i].mark->text.empty())
      continue;
    beginRow();
    writeRow(out, std::string(spans[i].begin, ' ') + spans[i].mark->text.str(), colour,
             spans[i].mark->primary ? raw_ostream::RED : raw_ostream::BLUE);
    out << '\n';
  }
}

void writePlace(raw_ostream &out, SourceRange range) {
  LineColumn at = range.position();
  out << "  " << range.file->name() << ':' << at.line << ':' << at.column << '\n';
}

using LineMarks = std::map<unsigned, std::vector<Mark>>;

void addMark(LineMarks &lines, SourceRange range, bool primary, StringRef text) {
  unsigned line = range.line();
  uint32_t start = range.file->lineStart(line);
  auto length = static_cast<uint32_t>(range.file->lineText(line).size());
  uint32_t begin = range.begin - start;
  lines[line].push_back(
      {begin, std::max(begin, std::min(range.end - start, length)), primary, text});
}

} // namespace

void kiln::frontend::render(raw_ostream &out, const Diagnostic &diagnostic, bool colour) {
  bool isError = diagnostic.severity() == Severity::Error;
  {
    Colour scope(out, colour, isError ? raw_ostream::RED : raw_ostream::MAGENTA);
    out << (isError ? "error[" : "warning[") << diagId(diagnostic.diag) << ']';
  }
  out << ": " << diagnostic.message << '\n';

  // The places, file by file: the primary one first, the others in the order of their labels.
  std::vector<std::pair<const SourceFile *, LineMarks>> files;
  auto marksOf = [&](const SourceFile *file) -> LineMarks & {
    for (auto &[known, marks] : files)
      if (known == file)
        return marks;
    return files.emplace_back(file, LineMarks()).second;
  };
  if (diagnostic.range.isValid())
    addMark(marksOf(diagnostic.range.file), diagnostic.range, true, diagnostic.primaryLabel);
  for (const DiagnosticLabel &label : diagnostic.labels)
    if (label.range.isValid())
      addMark(marksOf(label.range.file), label.range, false, label.text);

  unsigned gutter = 5;
  for (const auto &[file, lines] : files)
    gutter = std::max<unsigned>(gutter, std::to_string(lines.rbegin()->first).size() + 1);
  for (const auto &[file, lines] : files) {
    SourceRange place = diagnostic.range;
    if (place.file != file)
      for (const DiagnosticLabel &label : diagnostic.labels)
        if (label.range.file == file) {
          place = label.range;
          break;
        }
    writePlace(out, place);
    unsigned previous = 0;
    for (const auto &[line, marks] : lines) {
      if (previous != 0 && line > previous + 1)
        out.indent(gutter + 1) << ":\n";
      renderLine(out, *file, line, marks, gutter, colour);
      previous = line;
    }
  }
  for (const std::string &note : diagnostic.notes)
    out << "   " << note << '\n';
  if (!diagnostic.helpText.empty()) {
    out << "   ";
    {
      Colour scope(out, colour, raw_ostream::GREEN);
      out << "help:";
    }
    out << ' ' << diagnostic.helpText << '\n';
  }
}
