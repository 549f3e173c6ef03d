// SPDX-License-Identifier: Apache-2.0
//===- ArenaPicture.cpp ---------------------------------------------------===//
#include "tools/kiln/ArenaPicture.h"
#include "tools/kiln/Figures.h"

#include "llvm/ADT/Hashing.h"
#include "llvm/Support/FormatVariadic.h"

using namespace kiln;
using llvm::formatv;
using llvm::StringRef;

std::string kiln::xmlText(StringRef text) {
  std::string result;
  for (char c : text) {
    if (c == '&' || c == '<' || c == '>' || c == '"')
      result += formatv("&#{0};", int(c)).str();
    else
      result += c;
  }
  return result;
}

namespace {

constexpr double kLeft = 84, kRight = 16, kTop = 28, kWidth = 1100, kHeight = 420, kBand = 56, kGap = 10, kFoot = 34;

/// The same part of the model has the same colour in every picture.
std::string colourOf(const ExplainedBuffer &buffer) {
  StringRef part = StringRef(buffer.name).take_until([](char c) { return c == '['; });
  if (buffer.kind == ExplainedBuffer::Kind::Temporary)
    part = part.rsplit('.').first;
  uint32_t hash = 2166136261u;
  for (char c : part)
    hash = (hash ^ uint8_t(c)) * 16777619u;
  return formatv("hsl({0}, {1}%, {2}%)", hash % 360, buffer.kind == ExplainedBuffer::Kind::Temporary ? 45 : 65,
                 buffer.kind == ExplainedBuffer::Kind::Storage ? 82 : 74);
}

StringRef kindText(ExplainedBuffer::Kind kind) {
  static constexpr StringRef names[] = {"storage", "input", "output", "temporary"};
  return names[size_t(kind)];
}

struct Box {
  double x, y, width, height;
};

void draw(const ExplainedBuffer &buffer, Box box, const EntryExplanation &entry, llvm::raw_ostream &os) {
  auto step = [&](int number) -> StringRef {
    return size_t(number) < entry.steps.size() && !entry.steps[number].empty() ? StringRef(entry.steps[number]) : "the ends of the call";
  };
  std::string name = buffer.name.empty() ? placeText(buffer.places) : buffer.name;
  os << formatv("<g><rect x=\"{0:F1}\" y=\"{1:F1}\" width=\"{2:F1}\" height=\"{3:F1}\" fill=\"{4}\"/>", box.x, box.y,
                std::max(box.width, 0.5), std::max(box.height, 0.5), colourOf(buffer));
  os << formatv("<title>{0} {1}: {2} at {3}\n{4}\nstep {5} ({6}) to {7} ({8})</title>", kindText(buffer.kind), xmlText(name),
                scaled(double(buffer.size), "B"), buffer.offset, xmlText(placeText(buffer.places)), buffer.first,
                xmlText(step(buffer.first)), buffer.last, xmlText(step(buffer.last)));
  if (box.height >= 11 && box.width >= 6.5 * double(name.size()))
    os << formatv("<text x=\"{0:F1}\" y=\"{1:F1}\">{2}</text>", box.x + 4, box.y + box.height / 2 + 4, xmlText(name));
  os << "</g>\n";
}

} // namespace

void kiln::drawArena(const EntryExplanation &entry, llvm::raw_ostream &os) {
  double steps = std::max<double>(1, double(entry.steps.size())), width = kWidth - kLeft - kRight;
  double band = kTop + kHeight + kGap, rest = double(entry.arenaBytes - entry.storageBytes);
  int64_t base = entry.arenaBytes;
  for (const ExplainedBuffer &buffer : entry.buffers)
    if (buffer.kind != ExplainedBuffer::Kind::Storage)
      base = std::min(base, buffer.offset);
  rest = std::max<double>(1, double(entry.arenaBytes - base));
  os << formatv("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" font-family=\"sans-serif\" font-size=\"11\" "
                "role=\"img\" aria-label=\"arena of {2}\">\n",
                kWidth, band + kBand + kFoot, xmlText(entry.entry));
  os << "<style>rect{stroke:#0003;stroke-width:.5}rect:hover{stroke:#000;stroke-width:1.5}text{pointer-events:none}</style>\n";
  os << formatv("<text x=\"{0}\" y=\"17\" font-size=\"13\">{1} {2}: bytes of the arena over {3} steps, {4} at most</text>\n", kLeft,
                entry.mode, xmlText(entry.entry), entry.steps.size(), scaled(double(entry.arenaBytes), "B"));
  for (int i = 0; i <= 4; ++i) {
    double y = kTop + kHeight * (1 - i / 4.0);
    os << formatv("<line x1=\"{0}\" x2=\"{1}\" y1=\"{2:F1}\" y2=\"{2:F1}\" stroke=\"#ddd\"/>"
                  "<text x=\"{3}\" y=\"{4:F1}\" text-anchor=\"end\">{5}</text>\n",
                  kLeft, kWidth - kRight, y, kLeft - 6, y + 4, scaled(double(base) + rest * i / 4, "B"));
  }
  // Where many share a beginning the smaller ones lie on top.
  for (const ExplainedBuffer &buffer : entry.buffers) {
    if (buffer.kind == ExplainedBuffer::Kind::Storage)
      continue;
    double high = kHeight * double(buffer.size) / rest;
    draw(buffer,
         {kLeft + width * buffer.first / steps, kTop + kHeight * (1 - double(buffer.offset - base) / rest) - high,
          width * std::max(1, buffer.last - buffer.first + 1) / steps, high},
         entry, os);
  }
  double x = kLeft;
  for (const ExplainedBuffer &buffer : entry.buffers) {
    if (buffer.kind != ExplainedBuffer::Kind::Storage)
      continue;
    double wide = entry.storageBytes ? width * double(buffer.size) / double(entry.storageBytes) : 0;
    draw(buffer, {x, band, wide, kBand}, entry, os);
    x += wide;
  }
  os << formatv("<text x=\"{0}\" y=\"{1}\" text-anchor=\"end\">storages</text><text x=\"{0}\" y=\"{2}\" text-anchor=\"end\">{3}</text>\n",
                kLeft - 6, band + kBand / 2 - 2, band + kBand / 2 + 12, scaled(double(entry.storageBytes), "B"));
  os << formatv("<text x=\"{0}\" y=\"{1}\">Height is bytes, width is time in steps; storages (their widths are bytes) are there all the "
                "time. Point at a rectangle for its name, size and lines.</text>\n</svg>\n",
                kLeft, band + kBand + 20);
}
