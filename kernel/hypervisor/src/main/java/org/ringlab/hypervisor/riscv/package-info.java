/** Another instruction set interpreted: RISC-V RV32I. */
@NullMarked
package org.ringlab.hypervisor.riscv;

import org.jspecify.annotations.NullMarked;
