package org.ringlab.mmu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Frames that are lent and watched, copies, and the way back to one. */
class PhysicalMemoryTest {
    private static final class Ears implements PhysicalMemory.Watcher {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void written(long address) {
            heard.add("written " + Long.toHexString(address));
        }

        @Override
        public void replaced(long frameNumber) {
            heard.add("replaced " + Long.toHexString(frameNumber));
        }
    }

    @Test
    void watchersHearOfWritesToWatchedFramesAlone() {
        PhysicalMemory memory = new PhysicalMemory(32);
        Ears ears = new Ears();
        memory.addWatcher(ears);
        memory.watch(0x5000);
        memory.writeByte(0x5013, 1);
        memory.writeByte(0x6013, 1);
        assertEquals(List.of("written 5010"), ears.heard);
        assertTrue(memory.watched(0x5FFF));
    }

    @Test
    void marksOutliveTheTablesGrowth() {
        PhysicalMemory memory = new PhysicalMemory(32);
        Ears ears = new Ears();
        memory.addWatcher(ears);
        for (int frame = 0; frame < 200; frame++) {
            memory.watch(frame * 0x1000L);
        }
        for (int frame = 0; frame < 200; frame++) {
            memory.writeLong(frame * 0x1000L, 7);
        }
        assertEquals(200, ears.heard.size());
    }

    @Test
    void aLentFrameIsTheFrameUntilItIsReplaced() {
        PhysicalMemory memory = new PhysicalMemory(32);
        Ears ears = new Ears();
        memory.addWatcher(ears);
        long[] frame = Objects.requireNonNull(memory.lend(0x3000));
        frame[2] = 9;
        assertEquals(9, memory.readLong(0x3010));
        memory.clearFrame(0x3000);
        assertEquals(0, memory.readLong(0x3010));
        assertEquals(List.of("replaced 3"), ears.heard);
        assertNull(memory.lend(1L << 32));
    }

    @Test
    void aCopyIsItsOwnAndLeadsBack() {
        PhysicalMemory memory = new PhysicalMemory(32);
        memory.writeLong(0x1000, 1);
        memory.writeLong(0x9000, 2);
        PhysicalMemory copy = memory.copy();
        memory.writeLong(0x1000, 3);
        memory.writeLong(0x20_0000, 4);
        memory.clearFrame(0x9000);
        assertEquals(1, copy.readLong(0x1000));
        memory.restore(copy);
        assertEquals(1, memory.readLong(0x1000));
        assertEquals(2, memory.readLong(0x9000));
        assertEquals(0, memory.readLong(0x20_0000));
        assertEquals(2, memory.framesHeld());
    }
}
