package org.ringlab.hypervisor.device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.ringlab.hypervisor.Hex;
import org.ringlab.hypervisor.VirtualBoard;
import org.ringlab.mmu.memory.PhysicalMemory;

/**
 * A network card that sends, with registers of its own (address, length, command, status at 0x300, 0x304, 0x308, 0x30C) and a
 * doorbell for a ring (0x310). Whether it is a model or the real one is a matter of who drives it and where its addresses
 * lead.
 *
 * <p>The ring is virtio's idea in small: entries of address and length, and an index of how many the guest has filled; the
 * doorbell makes the card send all that it hasn't sent yet.
 */
public final class NetworkCard implements VirtualBoard.Device {
    /** The first port. */
    public static final int FIRST_PORT = 0x300;
    /** The last port. */
    public static final int LAST_PORT = 0x313;
    /** Guest-physical address of the ring: the index, then the entries from 16 bytes on. */
    public static final long RING = 0x4_0000;

    private static final int ADDRESS = 0x300;
    private static final int LENGTH = 0x304;
    private static final int COMMAND = 0x308;
    private static final int STATUS = 0x30C;
    private static final int DOORBELL = 0x310;
    private static final int ENTRIES = 256;

    private final PhysicalMemory memory;
    private final LongUnaryOperator addresses;
    private final List<String> faults = new ArrayList<>();
    private long address;
    private long length;
    private long status;
    private int sentOfRing;
    private long packets;
    private long bytes;
    private long checksum;

    /**
     * A card.
     *
     * @param addresses from the addresses that the guest gives it to host-physical ones, -1 for none: a model's own way, or an
     *     IOMMU's
     */
    public NetworkCard(PhysicalMemory memory, LongUnaryOperator addresses) {
        this.memory = memory;
        this.addresses = addresses;
    }

    @Override
    public boolean answers(int port) {
        return port >= FIRST_PORT && port <= LAST_PORT;
    }

    @Override
    public long read(int port) {
        return port == STATUS ? status : 0;
    }

    @Override
    public void write(int port, long value) {
        switch (port) {
            case ADDRESS -> address = value & 0xFFFF_FFFFL;
            case LENGTH -> length = value & 0xFFFF;
            case COMMAND -> status = send(address, length) ? 1 : 2;
            case DOORBELL -> drain();
            default -> {} // no register there
        }
    }

    private void drain() {
        long ring = addresses.applyAsLong(RING);
        if (ring < 0) {
            faults.add("the ring at " + Hex.of(RING) + " isn't mapped for the device");
            return;
        }
        int filled = (int) memory.readInt(ring);
        while (sentOfRing != filled) {
            long entry = ring + 16 + 8L * (sentOfRing % ENTRIES);
            send(memory.readInt(entry), memory.readInt(entry + 4));
            sentOfRing++;
        }
    }

    private boolean send(long from, long count) {
        for (long at = from; at < from + count; at++) {
            long host = addresses.applyAsLong(at);
            if (host < 0) {
                faults.add("DMA to " + Hex.of(at) + ": no mapping for the device");
                return false;
            }
            checksum = checksum * 31 + memory.readByte(host);
        }
        packets++;
        bytes += count;
        return true;
    }

    /** Packets sent. */
    public long packets() {
        return packets;
    }

    /** Bytes in them. */
    public long bytes() {
        return bytes;
    }

    /** Over all bytes sent, in order. */
    public long checksum() {
        return checksum;
    }

    /** DMA that found no memory. */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
