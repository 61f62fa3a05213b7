package org.ringlab.cpu.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.common.SeededRandom;
import org.ringlab.cpu.device.IntervalTimer;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.system.Features;
import org.ringlab.cpu.system.Msr;

/** Any bytes in any ring with any registers end in a {@link Stop}: nothing a guest does gets out of the engine. */
class AnyCodeTest {
    private static final int RUNS = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bytesByChanceNeverLeaveTheEngine(long seed) {
        SeededRandom random = new SeededRandom(seed);
        for (int run = 0; run < RUNS; run++) {
            boolean amd = random.nextInt(2) == 0;
            Flat flat = random.nextInt(2) == 0
                    ? Flat.longMode(amd ? Features.AMD : Features.INTEL)
                    : Flat.protectedMode();
            fill(flat, random);
            flat.board.plug(new IntervalTimer(flat.board.controller(), 3));
            int ring = random.nextInt(3) == 0 ? 3 : 0;
            if (flat.cpu.features().svm()) {
                flat.cpu.msrs().write(Msr.EFER, flat.cpu.efer() | Efer.SVME);
            }
            flat.ring(ring);
            for (int n = 0; n < 16; n++) {
                flat.s.r[n] = switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(0x5_0000);
                    case 1 -> random.nextInt(0x5_0000) & ~0xFFFL;
                    case 2 -> random.nextInt(64);
                    default -> random.nextLong();
                } & (flat.cpu.longCode() ? -1 : 0xFFFF_FFFFL);
            }
            Stop stop = new Stop.Budget();
            for (int n = 0; n < 8; n++) {
                stop = flat.cpu.run(50);
                if (stop instanceof Stop.NotSimulated || stop instanceof Stop.TripleFault) {
                    flat.s.activity = Registers.Activity.ACTIVE;
                    flat.s.rip = Flat.CODE + random.nextInt(4096);
                }
            }
            Stop last = stop;
            assertTrue(flat.cpu.clock() > 0, () -> "nothing happened: " + last);
        }
    }

    /** Bytes and gates by chance, now and then a descriptor table too. */
    private static void fill(Flat flat, SeededRandom random) {
        byte[] code = new byte[8192];
        for (int i = 0; i < code.length; i++) {
            code[i] = (byte) random.nextInt(256);
        }
        for (int at = 0; at < code.length - 16; at += 2 + random.nextInt(30)) {
            code[at++] = 0x0F; // system instructions more often than chance has them
            if (random.nextInt(2) == 0) {
                code[at++] = 0x01;
            }
        }
        flat.machine.load(Flat.CODE, code);
        if (random.nextInt(3) == 0) {
            for (int at = Flat.GDT + 8; at < Flat.IDT; at += 8) {
                flat.machine.memory().writeLong(at, random.nextLong());
            }
        }
        for (int vector = 0; vector < 256; vector++) {
            long low = Descriptor.gate(
                    random.nextInt(8) == 0 ? random.nextInt(16) : 14,
                    random.nextInt(4),
                    random.nextInt(16) != 0,
                    random.nextInt(16) == 0 ? random.nextInt(256) : 8,
                    Flat.CODE + random.nextInt(4096),
                    0);
            flat.machine.memory().writeLong(Flat.IDT + (long) vector * (flat.cpu.longMode() ? 16 : 8), low);
        }
    }
}
