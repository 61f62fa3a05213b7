package org.ringlab.cpu.device;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * An ATA disk as programmed input and output sees it, ports 1F0h to 1F7h and 3F6h, line 14 (ATA-4, 28-bit addresses): IDENTIFY DEVICE, READ
 * SECTORS, WRITE SECTORS, FLUSH CACHE. A sector is there a fixed number of instructions after it was asked for.
 */
public final class Disk implements PortDevice {
    /** Bytes in a sector. */
    public static final int SECTOR_BYTES = 512;

    private static final int LINE = 14;
    private static final int BASE = 0x1F0;
    private static final int CONTROL = 0x3F6;
    private static final int BUSY = 0x80;
    private static final int READY = 0x40;
    private static final int REQUEST = 0x08;
    private static final int ERROR = 0x01;

    private final InterruptController controller;
    private final long sectors;
    private final int latency;
    private Map<Long, byte[]> contents = new HashMap<>(); // arrays are never changed, only replaced

    private final int[] task = new int[8]; // as last written: 2 count, 3 to 5 address, 6 device
    private int status = READY;
    private int error;
    private boolean silent; // nIEN
    private byte[] buffer = new byte[SECTOR_BYTES];
    private int position;
    private long address;
    private int remaining;
    private boolean writing;
    private long left = Long.MAX_VALUE;
    private long read;
    private long written;

    /** An empty disk; latency in instructions. */
    public Disk(InterruptController controller, long sectors, int latency) {
        this.controller = controller;
        this.sectors = sectors;
        this.latency = latency;
    }

    /** A sector's bytes; zeros where nothing was written. */
    public byte[] sector(long number) {
        byte[] found = contents.get(number);
        return found == null ? new byte[SECTOR_BYTES] : found.clone();
    }

    /** Replaces a sector from outside. */
    public void sector(long number, byte[] bytes) {
        contents.put(number, Arrays.copyOf(bytes, SECTOR_BYTES));
    }

    /** Sectors the machine read so far. */
    public long sectorsRead() {
        return read;
    }

    /** Sectors the machine wrote so far. */
    public long sectorsWritten() {
        return written;
    }

    @Override
    public boolean answers(int port) {
        return port >= BASE && port < BASE + 8 || port == CONTROL;
    }

    @Override
    public long read(int port, int size) {
        return switch (port) {
            case BASE -> data(size);
            case BASE + 1 -> error;
            case BASE + 7 -> {
                controller.lower(LINE); // reading the status acknowledges the interrupt
                yield status;
            }
            case CONTROL -> status;
            default -> task[port - BASE];
        };
    }

    private long data(int size) {
        if ((status & REQUEST) == 0 || writing) {
            return 0;
        }
        long value = 0;
        for (int i = 0; i < size && position < SECTOR_BYTES; i++) {
            value |= (buffer[position++] & 0xFFL) << 8 * i;
        }
        if (position == SECTOR_BYTES) {
            remaining--;
            address++;
            status = remaining > 0 ? BUSY : READY;
            left = remaining > 0 ? latency : Long.MAX_VALUE;
        }
        return value;
    }

    @Override
    public void write(int port, int size, long value) {
        int low = (int) value & 0xFF;
        switch (port) {
            case BASE -> fill(size, value);
            case BASE + 7 -> command(low);
            case CONTROL -> silent = (low & 2) != 0;
            default -> task[port - BASE] = low;
        }
    }

    private void fill(int size, long value) {
        if ((status & REQUEST) == 0 || !writing) {
            return;
        }
        for (int i = 0; i < size && position < SECTOR_BYTES; i++) {
            buffer[position++] = (byte) (value >>> 8 * i);
        }
        if (position == SECTOR_BYTES) {
            contents.put(address++, buffer);
            buffer = new byte[SECTOR_BYTES];
            written++;
            remaining--;
            status = BUSY;
            left = latency;
        }
    }

    private void command(int command) {
        address = task[3] | task[4] << 8 | task[5] << 16 | (long) (task[6] & 0xF) << 24;
        remaining = task[2] == 0 ? 256 : task[2];
        error = 0;
        position = 0;
        boolean transfer = command == 0x20 || command == 0x30;
        if (transfer && address + remaining > sectors || !transfer && command != 0xEC && command != 0xE7) {
            error = transfer ? 0x10 : 4; // address not found, command aborted
            status = READY | ERROR;
            interrupt();
            return;
        }
        writing = command == 0x30;
        switch (command) {
            case 0x30 -> status = READY | REQUEST;
            case 0xE7 -> {
                status = READY;
                interrupt();
            }
            case 0xEC -> {
                buffer = identity();
                remaining = 1;
                status = READY | REQUEST;
                interrupt();
            }
            default -> {
                status = BUSY;
                left = latency;
            }
        }
    }

    /** Words 1, 3, 6 geometry, 27 to 46 the model, 49 LBA, 60 and 61 the number of sectors. */
    private byte[] identity() {
        byte[] words = new byte[SECTOR_BYTES];
        word(words, 1, (int) Math.min(16383, sectors / 16 / 63));
        word(words, 3, 16);
        word(words, 6, 63);
        String model = "RINGLAB DISK                            ";
        for (int i = 0; i < 20; i++) {
            word(words, 27 + i, model.charAt(2 * i) << 8 | model.charAt(2 * i + 1));
        }
        word(words, 49, 1 << 9);
        word(words, 60, (int) sectors & 0xFFFF);
        word(words, 61, (int) (sectors >>> 16) & 0xFFFF);
        return words;
    }

    private static void word(byte[] words, int number, int value) {
        words[2 * number] = (byte) value;
        words[2 * number + 1] = (byte) (value >>> 8);
    }

    @Override
    public long untilNext() {
        return left;
    }

    @Override
    public void advance(long instructions) {
        if (left == Long.MAX_VALUE) {
            return;
        }
        left -= instructions;
        if (left > 0) {
            return;
        }
        left = Long.MAX_VALUE;
        position = 0;
        if (!writing) {
            buffer = sector(address);
            read++;
            status = READY | REQUEST;
        } else {
            status = remaining > 0 ? READY | REQUEST : READY;
        }
        interrupt();
    }

    private void interrupt() {
        if (!silent) {
            controller.raise(LINE);
        }
    }

    private record Saved(Map<Long, byte[]> contents, int[] task, byte[] buffer, long[] numbers) {}

    @Override
    public Object save() {
        long[] numbers = {
            status, error, silent ? 1 : 0, position, address, remaining, writing ? 1 : 0, left, read, written
        };
        return new Saved(new HashMap<>(contents), task.clone(), buffer.clone(), numbers);
    }

    @Override
    public void restore(Object saved) {
        Saved all = (Saved) saved;
        contents = new HashMap<>(all.contents());
        System.arraycopy(all.task(), 0, task, 0, task.length);
        buffer = all.buffer().clone();
        long[] n = all.numbers();
        status = (int) n[0];
        error = (int) n[1];
        silent = n[2] != 0;
        position = (int) n[3];
        address = n[4];
        remaining = (int) n[5];
        writing = n[6] != 0;
        left = n[7];
        read = n[8];
        written = n[9];
    }
}
