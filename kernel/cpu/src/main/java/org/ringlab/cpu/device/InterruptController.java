package org.ringlab.cpu.device;

/**
 * Two 8259A interrupt controllers, the second on line 2 of the first (Intel 8259A data sheet): ports 20h, 21h, A0h, A1h, lines 0 to 15.
 * Edge triggered, fixed priority; no rotation and no special mask mode.
 */
public final class InterruptController implements PortDevice {
    private static final int CASCADE = 2;

    private final Chip first = new Chip();
    private final Chip second = new Chip();

    /** One chip's registers. */
    private static final class Chip {
        private int request;
        private int inService;
        private int mask = 0xFF;
        private int base;
        private int step; // of initialisation: 0 none, else which word is next
        private boolean single; // without the other one: no third word
        private boolean fourth;
        private boolean automatic;
        private boolean readService;

        private int highest(int lines) {
            return lines == 0 ? 8 : Integer.numberOfTrailingZeros(lines);
        }

        /** The line to serve, or 8: requested, not masked, above everything in service. */
        private int due() {
            int line = highest(request & ~mask);
            return line < highest(inService) ? line : 8;
        }

        private void serve(int line) {
            request &= ~(1 << line);
            if (!automatic) {
                inService |= 1 << line;
            }
        }

        private void command(int value) {
            if ((value & 0x10) != 0) { // ICW1
                request = 0;
                inService = 0;
                mask = 0;
                automatic = false;
                readService = false;
                single = (value & 2) != 0;
                fourth = (value & 1) != 0;
                step = 2;
            } else if ((value & 8) != 0) { // OCW3
                if ((value & 2) != 0) {
                    readService = (value & 1) != 0;
                }
            } else if ((value & 0x60) == 0x20) { // OCW2: end of interrupt
                inService &= ~(1 << highest(inService));
            } else if ((value & 0x60) == 0x60) { // of a line
                inService &= ~(1 << (value & 7));
            }
        }

        private void data(int value) {
            switch (step) {
                case 2 -> {
                    base = value & 0xF8;
                    step = !single ? 3 : fourth ? 4 : 0;
                }
                case 3 -> step = fourth ? 4 : 0;
                case 4 -> {
                    automatic = (value & 2) != 0;
                    step = 0;
                }
                default -> mask = value;
            }
        }

        private long[] save() {
            return new long[] {
                request,
                inService,
                mask,
                base,
                step,
                fourth ? 1 : 0,
                automatic ? 1 : 0,
                readService ? 1 : 0,
                single ? 1 : 0
            };
        }

        private void restore(long[] saved) {
            request = (int) saved[0];
            inService = (int) saved[1];
            mask = (int) saved[2];
            base = (int) saved[3];
            step = (int) saved[4];
            fourth = saved[5] != 0;
            automatic = saved[6] != 0;
            readService = saved[7] != 0;
            single = saved[8] != 0;
        }
    }

    /** A device raises its line, 0 to 15. */
    public void raise(int line) {
        if (line < 8) {
            first.request |= 1 << line;
        } else {
            second.request |= 1 << line - 8;
        }
    }

    /** A device lowers its line: a request that wasn't taken goes. */
    public void lower(int line) {
        if (line < 8) {
            first.request &= ~(1 << line);
        } else {
            second.request &= ~(1 << line - 8);
        }
    }

    private void cascade() {
        if (second.due() < 8) {
            first.request |= 1 << CASCADE;
        } else {
            first.request &= ~(1 << CASCADE);
        }
    }

    /** Whether the processor's line is active. */
    public boolean requested() {
        cascade();
        return first.due() < 8;
    }

    /** The processor takes the interrupt; without a request any more it is line 7, spurious. */
    public int acknowledge() {
        cascade();
        int line = first.due();
        if (line == 8) {
            return first.base + 7;
        }
        first.serve(line);
        if (line != CASCADE) {
            return first.base + line;
        }
        int inner = second.due();
        if (inner == 8) {
            return second.base + 7;
        }
        second.serve(inner);
        return second.base + inner;
    }

    @Override
    public boolean answers(int port) {
        return port == 0x20 || port == 0x21 || port == 0xA0 || port == 0xA1;
    }

    @Override
    public long read(int port, int size) {
        Chip chip = port < 0x80 ? first : second;
        if ((port & 1) != 0) {
            return chip.mask;
        }
        return chip.readService ? chip.inService : chip.request;
    }

    @Override
    public void write(int port, int size, long value) {
        Chip chip = port < 0x80 ? first : second;
        if ((port & 1) != 0) {
            chip.data((int) value & 0xFF);
        } else {
            chip.command((int) value & 0xFF);
        }
    }

    @Override
    public Object save() {
        return new long[][] {first.save(), second.save()};
    }

    @Override
    public void restore(Object saved) {
        long[][] both = (long[][]) saved;
        first.restore(both[0]);
        second.restore(both[1]);
    }
}
