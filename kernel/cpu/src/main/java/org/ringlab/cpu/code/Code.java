package org.ringlab.cpu.code;

/** Where a decoder gets its bytes. */
@FunctionalInterface
public interface Code {
    /** What {@link #at} returns where there is nothing. */
    int NOTHING = -1;

    /** The byte at an offset from the instruction's first, 0..255, or {@link #NOTHING}; asked in rising order. */
    int at(int offset);

    /** The bytes of an array from a place on. */
    static Code of(byte[] bytes, int from) {
        return offset -> from + offset < bytes.length ? bytes[from + offset] & 0xFF : NOTHING;
    }
}
