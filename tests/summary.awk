# SPDX-License-Identifier: Apache-2.0
# Reads ctest's LastTest.log and prints one line for each suite, then `N passed, M failed` over all single tests.
function report(p, f, extra) {
  printf "%-16s %5d passed %4d failed%s\n", name, p, f, extra
  passed += p; failed += f; name = ""
}
/^[0-9]+\/[0-9]+ Testing: / { name = $3; lit = p = f = unsupported = 0; kind = "" }
/^ *Passed *: *[0-9]+/ { kind = "lit"; p = number($0) }
/^ *Failed *: *[0-9]+/ { kind = "lit"; f += number($0) }
/^ *Unresolved *: *[0-9]+/ { kind = "lit"; f += number($0) }
/^ *Timed Out *: *[0-9]+/ { kind = "lit"; f += number($0) }
/^ *Unsupported *: *[0-9]+/ { unsupported = number($0) }
/^\[  PASSED  \]/ { kind = "gtest"; p = $4 }
/^\[  FAILED  \] [0-9]+ tests?/ { kind = "gtest"; f = $4 }
/^Ran [0-9]+ tests?/ { kind = "python"; p = $2 }
/^FAILED \(/ {
  text = $0; f = 0
  while (match(text, /=[0-9]+/)) { f += substr(text, RSTART + 1, RLENGTH - 1); text = substr(text, RSTART + RLENGTH) }
  p = p > f ? p - f : 0
}
/^Test (Passed|Failed)\.|^Test (Timeout|time out)/ {
  if (name == "") next
  bad = ($2 !~ /^Passed/)
  if (kind == "") { p = !bad; f = bad }
  if (bad && f == 0) f = 1
  report(p, f, unsupported ? sprintf(" %4d need what this machine lacks", unsupported) : "")
}
function number(line) { sub(/^[^:]*: */, "", line); return line + 0 }
END {
  printf "%d passed, %d failed\n", passed, failed
  exit failed > 0
}
