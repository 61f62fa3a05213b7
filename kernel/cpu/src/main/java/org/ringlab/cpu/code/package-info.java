/**
 * Machine code, instruction, text: one table of encodings, and what decodes, assembles and prints by it.
 *
 * <p>{@link org.ringlab.cpu.code.Table} holds the table; nothing else knows an opcode.
 */
@NullMarked
package org.ringlab.cpu.code;

import org.jspecify.annotations.NullMarked;
