// SPDX-License-Identifier: Apache-2.0
// Mutations of a text as a text: bytes changed at random seldom get past the parser, tokens and lines of the text in
// another order often do. Every second mutation is one of bytes all the same.
#include "frontends/kiln/Lexer.h"
#include <cstring>
#include <random>

using namespace kiln::frontend;

extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maxSize);

namespace {

struct Span {
  size_t begin = 0, end = 0;
};

class Mutation {
public:
  Mutation(llvm::StringRef text, unsigned seed) : text(text), random(seed) {}

  std::string run() {
    SourceFile source("fuzz.kiln", text.str());
    Diagnostics diagnostics;
    tokens = lex(source, diagnostics).tokens;
    tokens.pop_back(); // the end
    for (size_t begin = 0; begin < text.size();) {
      size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
      lines.push_back({begin, end});
      begin = end;
    }
    if (tokens.empty())
      return text.str();
    switch (below(7)) {
    case 0: // a token becomes another of its kind
      return ofSameKind(oneOf(tokens));
    case 1: // … or any other
      return replaced(span(oneOf(tokens)), slice(span(oneOf(tokens))));
    case 2: // a few tokens go
      return replaced(few(), "");
    case 3: // … or come again elsewhere
      return replaced(atToken(), " " + slice(few()) + " ");
    case 4: // a line goes
      return replaced(oneOf(lines), "");
    case 5: // … or comes again elsewhere
      return replaced(atLine(), slice(oneOf(lines)));
    default: // a number that may be a border
      return withNumber();
    }
  }

private:
  size_t below(size_t count) { return random() % count; }
  template <typename T> const T &oneOf(const std::vector<T> &all) { return all[below(all.size())]; }
  std::string slice(Span span) const { return text.slice(span.begin, span.end).str(); }
  Span span(const Token &token) const { return {token.begin, token.end}; }
  Span atToken() {
    size_t place = oneOf(tokens).begin;
    return {place, place};
  }
  Span atLine() {
    size_t place = oneOf(lines).begin;
    return {place, place};
  }
  Span few() {
    size_t first = below(tokens.size()), last = std::min(tokens.size() - 1, first + below(6));
    return {tokens[first].begin, tokens[last].end};
  }
  std::string replaced(Span span, const std::string &by) const {
    return (text.take_front(span.begin) + by + text.drop_front(span.end)).str();
  }

  std::string ofSameKind(const Token &old) {
    std::vector<Token> same;
    for (const Token &token : tokens)
      if (token.kind == old.kind)
        same.push_back(token);
    return replaced(span(old), slice(span(oneOf(same))));
  }
  std::string withNumber() {
    static const char *const numbers[] = {"0",  "1",     "2",          "3",          "-1",  "7",    "64",  "65",
                                          "1e9", "1e-30", "4294967296", "2147483647", "0.5", "1000", "bf16", "i64"};
    std::vector<Token> places;
    for (const Token &token : tokens)
      if (token.kind == TokenKind::Integer || token.kind == TokenKind::Real)
        places.push_back(token);
    const char *number = numbers[below(std::size(numbers))];
    return replaced(span(oneOf(places.empty() ? tokens : places)), number);
  }

  llvm::StringRef text;
  std::minstd_rand random;
  std::vector<Token> tokens;
  std::vector<Span> lines;
};

} // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t maxSize, unsigned seed) {
  if (seed % 2 == 0)
    return LLVMFuzzerMutate(data, size, maxSize);
  std::string text = Mutation(llvm::StringRef(reinterpret_cast<const char *>(data), size), seed / 2).run();
  size = std::min(text.size(), maxSize);
  memcpy(data, text.data(), size);
  return size;
}
