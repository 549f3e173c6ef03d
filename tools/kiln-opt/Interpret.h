// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Makes `--kiln-interpret` known: runs entries on the interpreter and prints their results.
void registerInterpretPass();
