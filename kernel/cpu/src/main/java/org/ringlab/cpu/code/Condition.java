package org.ringlab.cpu.code;

import java.util.List;

/** What a conditional instruction asks of the flags, in the order of the low four bits of its opcode (SDM appendix B). */
public enum Condition {
    /** OF=1. */
    O("o"),
    /** OF=0. */
    NO("no"),
    /** CF=1. */
    B("b", "c", "nae"),
    /** CF=0. */
    AE("ae", "nb", "nc"),
    /** ZF=1. */
    E("e", "z"),
    /** ZF=0. */
    NE("ne", "nz"),
    /** CF=1 or ZF=1. */
    BE("be", "na"),
    /** CF=0 and ZF=0. */
    A("a", "nbe"),
    /** SF=1. */
    S("s"),
    /** SF=0. */
    NS("ns"),
    /** PF=1. */
    P("p", "pe"),
    /** PF=0. */
    NP("np", "po"),
    /** SF differs from OF. */
    L("l", "nge"),
    /** SF equals OF. */
    GE("ge", "nl"),
    /** ZF=1, or SF differs from OF. */
    LE("le", "ng"),
    /** ZF=0, and SF equals OF. */
    G("g", "nle"),
    /** Not conditional. */
    ALWAYS;

    private final List<String> suffixes;

    Condition(String... suffixes) {
        this.suffixes = List.of(suffixes);
    }

    /** What may follow {@code j}, {@code set} and {@code cmov}; the usual one first, none for {@link #ALWAYS}. */
    public List<String> suffixes() {
        return suffixes;
    }
}
