package org.ringlab.cpu.device;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A network card of our own design, as small as one can be, ports 300h to 303h, line 11. There is no such hardware.
 *
 * <pre>
 *   300h  data     frame bytes in and out, 1, 2 or 4 at a time
 *   301h  command  1 send what was written since, 2 drop the frame being read, 4 interrupts on, 8 interrupts off
 *   302h  length   of the received frame, 16 bits
 *   303h  status   bit 0 a frame is there, bit 2 interrupts are on
 * </pre>
 */
public final class NetworkCard implements PortDevice {
    private static final int BASE = 0x300;
    private static final int LINE = 11;
    private static final int MOST_BYTES = 1514;
    private static final int MOST_WAITING = 64;

    private final InterruptController controller;
    private final Consumer<byte[]> wire;
    private final Deque<byte[]> received = new ArrayDeque<>();
    private final byte[] outgoing = new byte[MOST_BYTES];
    private int filled;
    private int position;
    private boolean interrupts;

    /** A card whose frames go to a wire. */
    public NetworkCard(InterruptController controller, Consumer<byte[]> wire) {
        this.controller = controller;
        this.wire = wire;
    }

    /** A frame arrives; it is lost if 64 wait already or it is too long. */
    public void receive(byte[] frame) {
        if (received.size() < MOST_WAITING && frame.length <= MOST_BYTES) {
            received.add(frame.clone());
            if (interrupts) {
                controller.raise(LINE);
            }
        }
    }

    @Override
    public boolean answers(int port) {
        return port >= BASE && port < BASE + 4;
    }

    @Override
    public long read(int port, int size) {
        byte[] frame = received.peek();
        return switch (port - BASE) {
            case 0 -> {
                long value = 0;
                for (int i = 0; i < size; i++) {
                    int next = frame == null || position >= frame.length ? 0 : frame[position++] & 0xFF;
                    value |= (long) next << 8 * i;
                }
                yield value;
            }
            case 2 -> frame == null ? 0 : frame.length;
            case 3 -> (frame == null ? 0 : 1) | (interrupts ? 4 : 0);
            default -> 0;
        };
    }

    @Override
    public void write(int port, int size, long value) {
        if (port == BASE) {
            for (int i = 0; i < size && filled < MOST_BYTES; i++) {
                outgoing[filled++] = (byte) (value >>> 8 * i);
            }
        } else if (port == BASE + 1) {
            command((int) value & 0xFF);
        }
    }

    private void command(int command) {
        if ((command & 1) != 0) {
            wire.accept(Arrays.copyOf(outgoing, filled));
            filled = 0;
        }
        if ((command & 2) != 0) {
            received.poll();
            position = 0;
        }
        if ((command & 0xC) != 0) {
            interrupts = (command & 4) != 0;
        }
        if (interrupts && !received.isEmpty()) {
            controller.raise(LINE);
        } else {
            controller.lower(LINE);
        }
    }

    private record Saved(List<byte[]> received, byte[] outgoing, int filled, int position, boolean interrupts) {}

    @Override
    public Object save() {
        return new Saved(new ArrayList<>(received), outgoing.clone(), filled, position, interrupts);
    }

    @Override
    public void restore(Object saved) {
        Saved all = (Saved) saved;
        received.clear();
        received.addAll(all.received());
        System.arraycopy(all.outgoing(), 0, outgoing, 0, outgoing.length);
        filled = all.filled();
        position = all.position();
        interrupts = all.interrupts();
    }
}
