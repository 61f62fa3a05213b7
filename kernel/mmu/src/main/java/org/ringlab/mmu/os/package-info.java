/** What a kernel does with memory, time and devices: address spaces, faults, swap, scheduling, blocks and a send queue. */
@NullMarked
package org.ringlab.mmu.os;

import org.jspecify.annotations.NullMarked;
