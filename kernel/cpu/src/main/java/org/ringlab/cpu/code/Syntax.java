package org.ringlab.cpu.code;

/** How assembly is written. */
public enum Syntax {
    /** {@code mov eax, dword ptr [ebx+4]}: destination first, sizes at memory. */
    INTEL,
    /** {@code movl 4(%ebx), %eax}: destination last, sizes at the mnemonic. */
    ATT
}
