package org.ringlab.cpu.guest;

import java.util.Arrays;
import org.ringlab.cpu.core.SegmentRegister;

/** A virtual-machine control structure: fields by encoding (SDM ch. 25). What isn't written is 0. */
public final class Vmcs {
    private static final int INDICES = 64;

    private final long[] fields = new long[16 * INDICES];
    private boolean launched;

    /** An empty structure with the link pointer that means none. */
    public Vmcs() {
        set(VmcsField.LINK_POINTER, -1);
    }

    /** Width and type in bits 14:13 and 11:10, the index in 9:1; bit 0 selects the upper half of 64-bit fields. */
    private static int place(int encoding) {
        int index = encoding >>> 1 & 0x1FF;
        return index >= INDICES ? -1 : (encoding >>> 13 & 3) << 8 | (encoding >>> 10 & 3) << 6 | index;
    }

    /** Whether an encoding names something. */
    public static boolean exists(long encoding) {
        return encoding >>> 15 == 0 && (encoding & 1 << 12) == 0 && place((int) encoding) >= 0;
    }

    /** Whether a field only reports: exit information. */
    static boolean readOnly(long encoding) {
        return (encoding >>> 10 & 3) == 1;
    }

    /** A field by encoding. */
    public long get(int encoding) {
        long value = fields[place(encoding)];
        return (encoding & 1) == 0 ? value : value >>> 32;
    }

    /** Replaces a field, cut to its width. */
    public void set(int encoding, long value) {
        int place = place(encoding);
        if ((encoding & 1) != 0) {
            fields[place] = fields[place] & 0xFFFF_FFFFL | value << 32;
            return;
        }
        fields[place] = switch (encoding >>> 13 & 3) {
            case 0 -> value & 0xFFFF;
            case 2 -> value & 0xFFFF_FFFFL;
            default -> value;
        };
    }

    /** A field. */
    public long get(VmcsField field) {
        return get(field.encoding());
    }

    /** Replaces a field. */
    public void set(VmcsField field, long value) {
        set(field.encoding(), value);
    }

    /** Whether a control is on. */
    public boolean has(VmcsField field, long bit) {
        return (get(field) & bit) != 0;
    }

    /** Stores a segment register in the guest state; 0 to 5 by number, 6 LDTR, 7 TR. */
    void segment(int number, SegmentRegister from) {
        set(VmcsField.ES_SELECTOR.encoding() + 2 * number, from.selector());
        set(VmcsField.ES_LIMIT.encoding() + 2 * number, from.limit());
        set(VmcsField.ES_RIGHTS.encoding() + 2 * number, from.rights());
        set(VmcsField.ES_BASE.encoding() + 2 * number, from.base());
    }

    /** Loads a segment register from the guest state. */
    void loadSegment(int number, SegmentRegister to) {
        to.load(
                (int) get(VmcsField.ES_SELECTOR.encoding() + 2 * number),
                get(VmcsField.ES_BASE.encoding() + 2 * number),
                get(VmcsField.ES_LIMIT.encoding() + 2 * number),
                (int) get(VmcsField.ES_RIGHTS.encoding() + 2 * number));
    }

    /** Whether VMLAUNCH entered a guest by it since VMCLEAR: then VMRESUME has to. */
    public boolean launched() {
        return launched;
    }

    /** Says so. */
    public void launched(boolean is) {
        launched = is;
    }

    /** A copy. */
    public Vmcs copy() {
        Vmcs copy = new Vmcs();
        System.arraycopy(fields, 0, copy.fields, 0, fields.length);
        copy.launched = launched;
        return copy;
    }

    /** VMCLEAR: everything 0. */
    void clear() {
        Arrays.fill(fields, 0);
        set(VmcsField.LINK_POINTER, -1);
        launched = false;
    }
}
