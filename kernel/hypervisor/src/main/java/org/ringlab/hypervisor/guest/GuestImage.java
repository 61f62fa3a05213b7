package org.ringlab.hypervisor.guest;

import java.util.Map;

/**
 * A guest ready to start: in 32-bit protected mode, ring 0, flat segments (code 0x08, data 0x10), paging and interrupts off,
 * as a boot loader would hand over.
 *
 * @param name as it is told
 * @param bytes the image
 * @param address guest-physical, where it is put
 * @param entry where it starts
 * @param labels of its source
 * @param paravirtual whether it is built for a monitor's calls instead of hardware
 */
public record GuestImage(
        String name, byte[] bytes, long address, long entry, Map<String, Long> labels, boolean paravirtual) {
    /** Guest-physical memory, bytes. */
    public static final long MEMORY_BYTES = 4 << 20;

    /** Where an image lies unless it says so. */
    public static final long LOAD_ADDRESS = 0x1_0000;

    /** The lowest address of an image: below are the first stack and what a boot loader leaves. */
    public static final long LOWEST_ADDRESS = 0x1000;
}
