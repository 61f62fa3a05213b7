package org.ringlab.hypervisor;

import java.util.Optional;
import java.util.function.Consumer;
import org.ringlab.cpu.core.Board;

/**
 * The devices of a virtual machine as a monitor models them: interrupt controller (8259, vectors from 0x20 unless told
 * otherwise), interval timer (8254 channel 0, one count an instruction), serial port (16550 at 0x3F8, always ready), and the
 * switch at port 0x604 that 0x2000 turns off.
 */
public final class VirtualBoard implements Board {
    /** The interrupt controller's command port. */
    public static final int PIC = 0x20;
    /** The timer's first port. */
    public static final int TIMER = 0x40;
    /** The serial port's data. */
    public static final int SERIAL = 0x3F8;
    /** The switch. */
    public static final int POWER = 0x604;

    private static final int MOST_OUTPUT = 1 << 16;

    private final StringBuilder output = new StringBuilder();
    private Consumer<String> told = what -> {};
    private boolean off;

    private int vectorBase = 0x20;
    private int mask = 0xFF;
    private int requested;
    private int inService;
    private int initStep;

    private int reload;
    private int latchLow = -1;
    private long untilTick = Long.MAX_VALUE;
    private int lineControl;

    /** A device that answers at ports of its own. */
    public interface Device {
        /** Whether this is one of its ports. */
        boolean answers(int port);

        /** Reads one. */
        long read(int port);

        /** Writes one. */
        void write(int port, long value);
    }

    private Device extra = new Device() {
        @Override
        public boolean answers(int port) {
            return false;
        }

        @Override
        public long read(int port) {
            return -1;
        }

        @Override
        public void write(int port, long value) {}
    };

    /** Plugs a device in. */
    public void attach(Device device) {
        extra = device;
    }

    /** Takes over everything another board's devices hold: migration. */
    public void take(VirtualBoard from) {
        output.setLength(0);
        output.append(from.output);
        off = from.off;
        vectorBase = from.vectorBase;
        mask = from.mask;
        requested = from.requested;
        inService = from.inService;
        initStep = from.initStep;
        reload = from.reload;
        latchLow = from.latchLow;
        untilTick = from.untilTick;
        lineControl = from.lineControl;
    }

    /** Who hears of each access, in words. */
    public void onAccess(Consumer<String> listener) {
        told = listener;
    }

    /** What was written to the serial port. */
    public String output() {
        return output.toString();
    }

    /** Whether the guest switched itself off. */
    public boolean off() {
        return off;
    }

    /** Writes as the serial port does. */
    public void print(int character) {
        if (output.length() < MOST_OUTPUT) {
            output.append((char) (character & 0xFF));
        }
    }

    /** Switches off. */
    public void switchOff() {
        off = true;
    }

    /** Starts the timer: an interrupt request every so many instructions; 0 stops it. */
    public void startTimer(long every) {
        reload = (int) every;
        untilTick = every == 0 ? Long.MAX_VALUE : every;
    }

    /** Sets the controller up as its initialisation words do. */
    public void routeInterrupts(int firstVector, int masked) {
        vectorBase = firstVector;
        mask = masked & 0xFF;
    }

    /** Ends the interrupt in service. */
    public void endInterrupt() {
        inService &= inService - 1;
    }

    /** A device asks for interrupt line 0 to 7. */
    public void request(int line) {
        requested |= 1 << line;
    }

    // ---- as the processor sees it -------------------------------------------------------------------------------

    @Override
    public long portRead(int port, int size) {
        long value = switch (port) {
            case PIC -> requested;
            case PIC + 1 -> mask;
            case TIMER -> untilTick == Long.MAX_VALUE ? 0 : untilTick & 0xFF;
            case SERIAL + 3 -> lineControl;
            case SERIAL + 5 -> 0x60; // transmitter empty
            default -> extra.answers(port) ? extra.read(port) : -1L >>> 64 - 8 * size;
        };
        told.accept("in " + device(port).orElse("port " + Hex.of(port)) + ": " + Hex.of(value));
        return value;
    }

    @Override
    public void portWrite(int port, int size, long value) {
        told.accept("out " + device(port).orElse("port " + Hex.of(port)) + ": " + Hex.of(value));
        int b = (int) value & 0xFF;
        switch (port) {
            case PIC -> command(b);
            case PIC + 1 -> data(b);
            case TIMER -> count(b);
            case TIMER + 3 -> latchLow = -1;
            case SERIAL -> {
                if ((lineControl & 0x80) == 0) {
                    print(b);
                }
            }
            case SERIAL + 3 -> lineControl = b;
            case POWER -> off |= (value & 0x2000) != 0;
            default -> {
                if (extra.answers(port)) {
                    extra.write(port, value);
                }
            }
        }
    }

    /** Which device answers at a port. */
    public static Optional<String> device(int port) {
        return switch (port) {
            case PIC, PIC + 1 -> Optional.of("interrupt controller");
            case TIMER, TIMER + 1, TIMER + 2, TIMER + 3 -> Optional.of("timer");
            case SERIAL, SERIAL + 1, SERIAL + 2, SERIAL + 3, SERIAL + 4, SERIAL + 5 -> Optional.of("serial port");
            case POWER -> Optional.of("power switch");
            default -> Optional.empty();
        };
    }

    private void command(int value) {
        if ((value & 0x10) != 0) {
            initStep = 1;
            requested = 0;
            inService = 0;
            mask = 0;
        } else if ((value & 0x38) == 0x20) {
            endInterrupt();
        }
    }

    private void data(int value) {
        switch (initStep) {
            case 1 -> {
                vectorBase = value & 0xF8;
                initStep = 2;
            }
            case 2 -> initStep = 3; // which line the second controller is at: there is none
            case 3 -> initStep = 0;
            default -> mask = value;
        }
    }

    private void count(int value) {
        if (latchLow < 0) {
            latchLow = value;
            return;
        }
        int counts = value << 8 | latchLow;
        latchLow = -1;
        startTimer(counts == 0 ? 0x1_0000 : counts);
    }

    @Override
    public boolean interruptRequested() {
        int waiting = requested & ~mask;
        return waiting != 0 && (inService == 0 || Integer.lowestOneBit(waiting) < Integer.lowestOneBit(inService));
    }

    @Override
    public int acknowledge() {
        int line = Integer.numberOfTrailingZeros(requested & ~mask);
        requested &= ~(1 << line);
        inService |= 1 << line;
        return vectorBase + line;
    }

    @Override
    public long untilNext() {
        return untilTick;
    }

    @Override
    public void advance(long instructions) {
        if (untilTick == Long.MAX_VALUE) {
            return;
        }
        untilTick -= instructions;
        while (untilTick <= 0) {
            untilTick += reload;
            request(0);
        }
    }
}
