package org.ringlab.mmu.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.ringlab.mmu.os.Disk.Allocation;

/** Files on blocks, packets on a wire. */
class DevicesTest {
    private static Disk disk(Allocation allocation) {
        Disk disk = new Disk(allocation, 10, 4);
        assertEquals(Optional.empty(), disk.create("a", 3));
        assertEquals(Optional.empty(), disk.create("b", 3));
        disk.delete("a");
        return disk;
    }

    @Test
    void sideBySideReadsOneBlockAndNeedsAGapOfItsSize() {
        Disk disk = disk(Allocation.CONTIGUOUS);
        assertEquals(List.of(5), disk.reads("b", 2));
        assertEquals(Optional.of("c: no room for 5 blocks side by side, free: 7"), disk.create("c", 5));
        assertEquals(Optional.empty(), disk.create("c", 4));
    }

    @Test
    void linkedReadsAllBlocksBeforeAndFillsEveryGap() {
        Disk disk = disk(Allocation.LINKED);
        assertEquals(Optional.empty(), disk.create("c", 5));
        assertEquals(List.of(0, 1, 2, 6, 7), disk.reads("c", 4));
        assertEquals(Optional.of("d: no room for 3 blocks, free: 2"), disk.create("d", 3));
    }

    @Test
    void indexedReadsTheIndexFirstAndIsAsLargeAsItsIndex() {
        Disk disk = disk(Allocation.INDEXED);
        assertEquals(List.of(4, 7), disk.reads("b", 2));
        assertEquals(Optional.of("blocks: 5 (allowed: 1 to 4 by one index block)"), disk.create("c", 5));
        assertEquals(List.of(), disk.reads("b", 3));
    }

    /** 1,250 bytes are 10,000 bits: 10 µs at a gigabit a second. */
    @Test
    void packetsWaitForTheWireAndAreLostWhenTheQueueIsFull() {
        SendQueue queue = new SendQueue(1_000_000_000L, 2);
        assertEquals(OptionalLong.of(10_000), queue.send(0, 1250));
        assertEquals(OptionalLong.of(20_000), queue.send(0, 1250));
        assertEquals(OptionalLong.empty(), queue.send(5_000, 1250));
        assertEquals(2, queue.waiting(9_999));
        assertEquals(OptionalLong.of(30_000), queue.send(10_000, 1250));
        assertEquals(1, queue.dropped());
        assertEquals(OptionalLong.of(60_000), queue.send(50_000, 1250));
    }
}
