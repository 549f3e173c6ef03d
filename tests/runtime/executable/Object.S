# SPDX-License-Identifier: Apache-2.0
# What the compiler's object holds beside the functions: the package and the table.
    .section .rodata
    .balign 64
    .globl kiln_package
kiln_package:
    .incbin PACKAGE
    .section .note.GNU-stack,"",@progbits
