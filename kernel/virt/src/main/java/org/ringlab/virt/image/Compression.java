package org.ringlab.virt.image;

import java.util.Arrays;

/**
 * Clusters in less room. The real program compresses by zlib; here runs of one byte are counted, which is as good for
 * what simulated disks hold. Only who reads the file's own bytes can tell.
 */
final class Compression {
    private static final int LENGTH = 4;
    private static final int RUN = 3;

    private Compression() {}

    /** A length, then runs: how many (two bytes, one less) and which. */
    static byte[] pack(Chunk chunk) {
        byte[] packed = new byte[LENGTH + RUN * chunk.length()];
        int end = LENGTH;
        for (int i = 0; i < chunk.length(); ) {
            int run = 1;
            while (i + run < chunk.length() && run < 1 << 16 && chunk.at(i + run) == chunk.at(i)) {
                run++;
            }
            packed[end] = (byte) (run - 1 >> 8);
            packed[end + 1] = (byte) (run - 1);
            packed[end + 2] = chunk.at(i);
            end += RUN;
            i += run;
        }
        for (int i = 0; i < LENGTH; i++) {
            packed[i] = (byte) (end >>> 8 * (LENGTH - 1 - i));
        }
        return Arrays.copyOf(packed, end);
    }

    static int length(SparseFile file, long at) {
        return (int) Math.max(LENGTH, Math.min(1 << 21, file.number(at, LENGTH)));
    }

    static Chunk read(SparseFile file, long at, int cluster) {
        Chunk packed = file.read(at, length(file, at));
        byte[] bytes = new byte[cluster];
        int done = 0;
        for (int i = LENGTH; i + RUN <= packed.length(); i += RUN) {
            int run = ((packed.at(i) & 0xFF) << 8 | packed.at(i + 1) & 0xFF) + 1;
            for (int j = 0; j < run && done < cluster; j++) {
                bytes[done++] = packed.at(i + 2);
            }
        }
        return Chunk.of(bytes);
    }
}
