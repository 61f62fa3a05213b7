package org.ringlab.cpu.trap;

import java.util.OptionalInt;

/**
 * Why a guest was left.
 *
 * @param kind whose numbers these are
 * @param reason basic exit reason (SDM appendix C) or exit code (APM appendix C)
 * @param name the manual's word: {@code RDTSC}, {@code CR access}
 * @param qualification exit qualification, or EXITINFO1
 * @param info guest-physical address, or EXITINFO2
 * @param linear guest linear address where there is one
 * @param interruption interruption information of an exception or interrupt, bit 31 valid; else 0
 * @param errorCode of that
 * @param length bytes of the instruction that left, 0 if none did
 */
public record Exit(
        Kind kind,
        int reason,
        String name,
        long qualification,
        long info,
        long linear,
        int interruption,
        int errorCode,
        int length)
        implements Event {
    /** Whose hardware assistance. */
    public enum Kind {
        /** Intel. */
        VMX,
        /** AMD. */
        SVM
    }

    /** An exit by an instruction. */
    public Exit(Kind kind, int reason, String name, long qualification, int length) {
        this(kind, reason, name, qualification, 0, 0, 0, 0, length);
    }

    /** The vector of an exception or interrupt that caused it. */
    public OptionalInt vector() {
        return interruption < 0 ? OptionalInt.of(interruption & 0xFF) : OptionalInt.empty();
    }

    /** {@code exit 16 RDTSC}, {@code exit 0x6e RDTSC}. */
    public String text() {
        return "exit " + (kind == Kind.VMX ? Integer.toString(reason) : "0x" + Integer.toHexString(reason)) + " "
                + name;
    }
}
