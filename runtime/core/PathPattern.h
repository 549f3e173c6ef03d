// SPDX-License-Identifier: Apache-2.0
//
// Many paths of a model as one.
#ifndef KILN_RUNTIME_CORE_PATHPATTERN_H
#define KILN_RUNTIME_CORE_PATHPATTERN_H

#include <string>
#include <vector>

namespace kiln::runtime {

/// `net.layers[*].norm` for paths that differ in the numbers of layers alone; of others what they begin with in common, up to a
/// part, and `…`.
inline std::string pathPattern(const std::vector<std::string> &paths) {
  auto starred = [](const std::string &path) {
    std::string result;
    for (size_t i = 0; i != path.size(); ++i) {
      result += path[i];
      if (path[i] != '[')
        continue;
      result += '*';
      while (i + 1 != path.size() && path[i + 1] != ']')
        ++i;
    }
    return result;
  };
  if (paths.empty())
    return "";
  std::string same = paths.front(), pattern = starred(same);
  bool equal = true, alike = true;
  size_t length = pattern.size();
  for (const std::string &path : paths) {
    std::string other = starred(path);
    equal = equal && path == same;
    alike = alike && other == pattern;
    size_t common = 0;
    while (common != length && common != other.size() && other[common] == pattern[common])
      ++common;
    length = common;
  }
  if (equal || alike)
    return equal ? same : pattern;
  while (length != 0 && pattern[length - 1] != '.')
    --length;
  return pattern.substr(0, length) + "…";
}

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CORE_PATHPATTERN_H
