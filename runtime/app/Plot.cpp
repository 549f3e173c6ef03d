// SPDX-License-Identifier: Apache-2.0
//
// The curve of a log: one panel for each scalar, over steps.
#include "runtime/app/Log.h"

#include "runtime/app/Numbers.h"
#include "runtime/core/File.h"

#include <algorithm>
#include <math.h>
#include <stdlib.h>
#include <string_view>

namespace kiln::runtime {

namespace {

constexpr double kWidth = 720, kPanel = 200, kLeft = 70, kRight = 20, kTop = 28, kBottom = 24;
constexpr unsigned kFixedColumns = 5;
constexpr size_t kMostPoints = 1200; // beyond, neighbours are averaged: more cannot be seen

struct Point {
  double step, value;
};

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> fields;
  for (size_t comma = line.find(','); comma != line.npos; comma = line.find(',')) {
    fields.push_back(line.substr(0, comma));
    line.remove_prefix(comma + 1);
  }
  fields.push_back(line);
  return fields;
}

std::vector<Point> thin(std::vector<Point> points) {
  size_t group = (points.size() + kMostPoints - 1) / kMostPoints;
  if (group < 2)
    return points;
  std::vector<Point> result;
  for (size_t i = 0; i < points.size(); i += group) {
    size_t end = std::min(points.size(), i + group);
    Point mean = {0, 0};
    for (size_t k = i; k != end; ++k) {
      mean.step += points[k].step / double(end - i);
      mean.value += points[k].value / double(end - i);
    }
    result.push_back(mean);
  }
  return result;
}

std::string tick(double value) { return text("%.4g", value); }

std::string panel(std::string_view name, const std::vector<Point> &all, double top, double last) {
  std::vector<Point> points = thin(all);
  double low = points[0].value, high = low;
  for (const Point &point : points) {
    low = std::min(low, point.value);
    high = std::max(high, point.value);
  }
  if (high - low < 1e-12) {
    low -= 0.5;
    high += 0.5;
  }
  double width = kWidth - kLeft - kRight, height = kPanel - kTop - kBottom;
  auto x = [&](double step) { return kLeft + width * step / (last > 0 ? last : 1); };
  auto y = [&](double value) { return top + kTop + height * (high - value) / (high - low); };
  std::string svg = text("<text x=\"%g\" y=\"%g\" font-weight=\"bold\">%.*s</text>\n"
                         "<text x=\"%g\" y=\"%g\" text-anchor=\"end\">%s</text>\n",
                         kLeft, top + 18, int(name.size()), name.data(), kWidth - kRight, top + 18,
                         tick(all.back().value).c_str());
  for (double value : {low, high})
    svg += text("<path d=\"M%g %.1fH%g\" stroke=\"#ddd\"/>\n"
                "<text x=\"%g\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
                kLeft, y(value), kWidth - kRight, kLeft - 6, y(value) + 4, tick(value).c_str());
  svg += text("<text x=\"%g\" y=\"%g\">0</text>\n"
              "<text x=\"%g\" y=\"%g\" text-anchor=\"end\">step %.0f</text>\n",
              kLeft, top + kPanel - 8, kWidth - kRight, top + kPanel - 8, last);
  svg += "<polyline fill=\"none\" stroke=\"#1f6feb\" stroke-width=\"1.5\" points=\"";
  for (const Point &point : points)
    svg += text("%.1f,%.1f ", x(point.step), y(point.value));
  svg += "\"/>\n";
  if (points.size() < 40)
    for (const Point &point : points)
      svg += text("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"#1f6feb\"/>\n", x(point.step),
                  y(point.value));
  return svg;
}

} // namespace

Status plotLog(const std::string &path) {
  MappedFile file;
  KILN_TRY(MappedFile::open(path.c_str(), &file));
  std::string_view text(reinterpret_cast<const char *>(file.data()), file.size());
  std::vector<std::string_view> names;
  std::vector<std::vector<Point>> curves;
  double last = 0;
  while (!text.empty()) {
    size_t newline = std::min(text.find('\n'), text.size());
    std::vector<std::string_view> fields = split(text.substr(0, newline));
    text.remove_prefix(std::min(newline + 1, text.size()));
    if (names.empty()) {
      names = fields;
      curves.resize(names.size());
      continue;
    }
    double step = strtod(std::string(fields[0]).c_str(), nullptr);
    last = std::max(last, step);
    for (size_t i = kFixedColumns; i < fields.size() && i < names.size(); ++i) {
      if (fields[i].empty())
        continue;
      double value = strtod(std::string(fields[i]).c_str(), nullptr);
      if (isfinite(value))
        curves[i].push_back({step, value});
    }
  }
  std::string panels;
  double top = 0;
  for (size_t i = kFixedColumns; i < names.size(); ++i) {
    if (curves[i].empty())
      continue;
    panels += panel(names[i], curves[i], top, last);
    top += kPanel;
  }
  std::string svg = runtime::text("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" height=\"%g\" "
                                  "viewBox=\"0 0 %g %g\" font-family=\"sans-serif\" font-size=\"12\">\n"
                                  "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
                                  kWidth, top, kWidth, top) +
                    panels + "</svg>\n";
  std::string target = path.substr(0, path.size() - 4) + ".svg";
  return writeFile(target.c_str(), svg.data(), svg.size());
}

} // namespace kiln::runtime
