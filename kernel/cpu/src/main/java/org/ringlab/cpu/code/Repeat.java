package org.ringlab.cpu.code;

/** A repetition of a string instruction. */
public enum Repeat {
    /** Once. */
    NONE,
    /** F3: while the counter isn't zero, and for CMPS and SCAS while equal. */
    REP,
    /** F2: while the counter isn't zero, and for CMPS and SCAS while not equal. */
    REPNE
}
