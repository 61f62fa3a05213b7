package org.ringlab.cpu.device;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A 16450 serial port, eight ports from 3F8h on, line 4 (National Semiconductor PC16550D data sheet, without FIFO). What is sent is out at
 * once; speed and modem lines are kept and mean nothing.
 */
public final class SerialPort implements PortDevice {
    private static final int LINE = 4;
    private static final int MOST_KEPT = 1 << 20;

    private final InterruptController controller;
    private final int base;
    private final StringBuilder sent = new StringBuilder(); // one character a byte
    private final Deque<Integer> received = new ArrayDeque<>();
    private final int[] registers = new int[8];
    private int divisor = 12;
    private boolean sentInterrupt;

    /** A port with nothing received. */
    public SerialPort(InterruptController controller, int base) {
        this.controller = controller;
        this.base = base;
    }

    /** What was sent so far, one character a byte. */
    public String sent() {
        return sent.toString();
    }

    /** Bytes arrive from outside. */
    public void receive(String text) {
        text.chars().forEach(c -> received.add(c & 0xFF));
        interrupt();
    }

    private boolean divisorLatch() {
        return (registers[3] & 0x80) != 0;
    }

    private void interrupt() {
        boolean data = (registers[1] & 1) != 0 && !received.isEmpty();
        boolean empty = (registers[1] & 2) != 0 && sentInterrupt;
        if (data || empty) {
            controller.raise(LINE);
        } else {
            controller.lower(LINE);
        }
    }

    @Override
    public boolean answers(int port) {
        return port >= base && port < base + 8;
    }

    @Override
    public long read(int port, int size) {
        int register = port - base;
        if (divisorLatch() && register < 2) {
            return divisor >>> 8 * register & 0xFF;
        }
        return switch (register) {
            case 0 -> {
                Integer next = received.poll();
                interrupt();
                yield next == null ? 0 : next;
            }
            case 2 -> {
                boolean data = (registers[1] & 1) != 0 && !received.isEmpty();
                boolean empty = (registers[1] & 2) != 0 && sentInterrupt;
                if (!data && empty) {
                    sentInterrupt = false; // reading acknowledges it
                    interrupt();
                }
                yield data ? 4 : empty ? 2 : 1;
            }
            case 5 -> 0x60 | (received.isEmpty() ? 0 : 1); // transmitter empty, data ready
            case 6 -> 0xB0; // carrier, ready, clear to send
            default -> registers[register];
        };
    }

    @Override
    public void write(int port, int size, long value) {
        int register = port - base;
        int low = (int) value & 0xFF;
        if (divisorLatch() && register < 2) {
            int shift = 8 * register;
            divisor = divisor & ~(0xFF << shift) | low << shift;
        } else if (register == 0) {
            if (sent.length() < MOST_KEPT) {
                sent.append((char) low);
            }
            sentInterrupt = true;
            interrupt();
        } else {
            registers[register] = low;
            if (register == 1) {
                sentInterrupt = (low & 2) != 0;
                interrupt();
            }
        }
    }

    private record Saved(String sent, int[] received, int[] registers, int divisor, boolean sentInterrupt) {}

    @Override
    public Object save() {
        int[] waiting = received.stream().mapToInt(Integer::intValue).toArray();
        return new Saved(sent.toString(), waiting, registers.clone(), divisor, sentInterrupt);
    }

    @Override
    public void restore(Object saved) {
        Saved all = (Saved) saved;
        sent.setLength(0);
        sent.append(all.sent());
        received.clear();
        Arrays.stream(all.received()).forEach(received::add);
        System.arraycopy(all.registers(), 0, registers, 0, registers.length);
        divisor = all.divisor();
        sentInterrupt = all.sentInterrupt();
    }
}
