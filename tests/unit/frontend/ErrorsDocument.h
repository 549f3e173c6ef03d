// SPDX-License-Identifier: Apache-2.0
#ifndef KILN_TESTS_UNIT_FRONTEND_ERRORSDOCUMENT_H
#define KILN_TESTS_UNIT_FRONTEND_ERRORSDOCUMENT_H

#include <fstream>
#include <map>
#include <string>

/// One message in docs/errors.md.
struct ErrorSection {
  std::string prose, wrong, right;
};

/// The sections of docs/errors.md by id.
inline std::map<std::string, ErrorSection> readErrorsDocument() {
  std::ifstream file(KILN_SOURCE "/docs/errors.md");
  std::map<std::string, ErrorSection> sections;
  std::string id, line;
  std::string *into = nullptr;
  while (std::getline(file, line)) {
    if (line.rfind("### ", 0) == 0) {
      id = line.substr(4, 4);
      into = &sections[id].prose;
    } else if (line == "```kiln-wrong" && !id.empty()) {
      into = &sections[id].wrong;
    } else if (line == "```kiln" && !id.empty()) {
      into = &sections[id].right;
    } else if (line == "```" && !id.empty()) {
      into = &sections[id].prose;
    } else if (into) {
      *into += line + "\n";
    }
  }
  return sections;
}

#endif // KILN_TESTS_UNIT_FRONTEND_ERRORSDOCUMENT_H
