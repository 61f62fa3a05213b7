package org.ringlab.cpu.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;

/** The instructions of one frame that were decoded, by offset and mode. */
final class CodePage {
    private final @Nullable Prepared[][] byMode = new Prepared[3][];

    /** Instructions of a mode, by their first byte's offset in the frame. */
    @Nullable
    Prepared[] of(int mode) {
        @Nullable Prepared[] found = byMode[mode];
        if (found == null) {
            found = new Prepared[4096];
            byMode[mode] = found;
        }
        return found;
    }

    /** The 8 bytes from an offset on change: what began there or reached into them is decoded again. */
    void changed(int offset) {
        for (@Nullable Prepared[] mode : byMode) {
            if (mode != null) {
                Arrays.fill(mode, Math.max(0, offset - Instruction.MOST_BYTES + 1), offset + 8, null);
            }
        }
    }
}
