package org.ringlab.cpu.trap;

/** Numbers of exceptions (SDM table 6-1). */
public final class Vector {
    /** Divide error. */
    public static final int DE = 0;
    /** Debug. */
    public static final int DB = 1;
    /** Non-maskable interrupt. */
    public static final int NMI = 2;
    /** Breakpoint, INT3. */
    public static final int BP = 3;
    /** Overflow, INTO. */
    public static final int OF = 4;
    /** BOUND range exceeded. */
    public static final int BR = 5;
    /** Invalid opcode. */
    public static final int UD = 6;
    /** No x87, or not for this task now. */
    public static final int NM = 7;
    /** Double fault. */
    public static final int DF = 8;
    /** Invalid TSS. */
    public static final int TS = 10;
    /** Segment not present. */
    public static final int NP = 11;
    /** Stack segment. */
    public static final int SS = 12;
    /** General protection. */
    public static final int GP = 13;
    /** Page fault. */
    public static final int PF = 14;
    /** Alignment check. */
    public static final int AC = 17;

    private static final String[] NAMES = {
        "#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "", "#TS", "#NP", "#SS", "#GP", "#PF", "", "#MF",
        "#AC", "#MC", "#XM", "#VE", "#CP"
    };

    private Vector() {}

    /** The manual's short name of an exception, or {@code interrupt 0x..}. */
    public static String name(int vector) {
        String name = vector < NAMES.length ? NAMES[vector] : "";
        return name.isEmpty() ? "interrupt 0x" + Integer.toHexString(vector) : name;
    }
}
