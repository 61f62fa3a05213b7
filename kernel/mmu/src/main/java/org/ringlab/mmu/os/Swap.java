package org.ringlab.mmu.os;

import org.ringlab.mmu.memory.PhysicalMemory;

/** Slots of a page on the disk, each with how many tables name it: a fork shares them as it shares frames. */
final class Swap {
    private static final int PAGE = PhysicalMemory.FRAME_BYTES;

    private final PhysicalMemory disk = new PhysicalMemory(32);
    private final int[] users;

    Swap(int slots) {
        users = new int[slots];
    }

    /** The first free slot, or -1. */
    int free() {
        for (int slot = 0; slot < users.length; slot++) {
            if (users[slot] == 0) {
                return slot;
            }
        }
        return -1;
    }

    /** Writes a frame into a free slot, for one user. */
    void write(int slot, PhysicalMemory memory, long frame) {
        for (int i = 0; i < PAGE; i += 8) {
            disk.writeLong((long) slot * PAGE + i, memory.readLong(frame + i));
        }
        users[slot] = 1;
    }

    /** Reads a slot into a frame, for one of its users, who then has it in RAM. */
    void read(int slot, PhysicalMemory memory, long frame) {
        for (int i = 0; i < PAGE; i += 8) {
            memory.writeLong(frame + i, disk.readLong((long) slot * PAGE + i));
        }
        leave(slot);
    }

    /** Another table names the slot. */
    void share(int slot) {
        users[slot]++;
    }

    /** One fewer does. */
    void leave(int slot) {
        users[slot]--;
    }
}
