package org.ringlab.cpu.core;

import org.ringlab.cpu.system.Cr4;

/**
 * What DR0 to DR3 watch for as DR7 says (SDM vol. 3 sections 18.2.4 and 18.2.5). A match is told as bits 0 to 3 of DR6. Ranges
 * begin where the address does, cut to their length.
 */
public final class DebugRegisters {
    /** DR6: MOV DR was stopped by general detection. */
    public static final long BD = 1 << 13;
    /** DR6: a single step. */
    public static final long BS = 1 << 14;
    /** DR7: the next MOV DR is stopped. */
    public static final long GD = 1 << 13;

    private static final int EXECUTION = 0;
    private static final int WRITE = 1;
    private static final int PORT = 2;
    private static final int ACCESS = 3;

    private final Registers s;
    private long met;

    DebugRegisters(Registers s) {
        this.s = s;
    }

    /** Whether anything is watched for. */
    boolean armed() {
        return (s.dr[7] & 0xFF) != 0;
    }

    /** Whether loads or stores are. */
    boolean watchesData() {
        for (int n = 0; n < 4; n++) {
            if (enabled(n) && (kind(n) & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The breakpoints at an instruction: it isn't executed. */
    long at(long linear) {
        long bits = 0;
        for (int n = 0; n < 4; n++) {
            if (enabled(n) && kind(n) == EXECUTION && s.dr[n] == linear) {
                bits |= 1L << n;
            }
        }
        return bits;
    }

    /** The running instruction accessed memory. */
    void data(long linear, int size, boolean write) {
        for (int n = 0; n < 4; n++) {
            boolean watched = enabled(n) && (kind(n) == ACCESS || kind(n) == WRITE && write);
            if (watched && overlaps(n, linear, size)) {
                met |= 1L << n;
            }
        }
    }

    /** The running instruction accessed ports; watched with CR4.DE. */
    public void port(int port, int size, long cr4) {
        for (int n = 0; n < 4; n++) {
            if ((cr4 & Cr4.DE) != 0 && enabled(n) && kind(n) == PORT && overlaps(n, port, size)) {
                met |= 1L << n;
            }
        }
    }

    /** What the instruction met, which is told once it is done. */
    long take() {
        long bits = met;
        met = 0;
        return bits;
    }

    private boolean enabled(int n) {
        return (s.dr[7] >>> 2 * n & 3) != 0;
    }

    private int kind(int n) {
        return (int) (s.dr[7] >>> 16 + 4 * n) & 3;
    }

    private boolean overlaps(int n, long at, int size) {
        int length = switch ((int) (s.dr[7] >>> 18 + 4 * n) & 3) {
            case 0 -> 1;
            case 1 -> 2;
            case 2 -> 8;
            default -> 4;
        };
        long first = s.dr[n] & -length;
        return at - first < length && first - at < size;
    }
}
