package org.ringlab.netfilter.rules;

/**
 * {@code -j MARK} (net/netfilter/xt_mark.c): {@code mark = (mark & ~mask) ^ value}.
 *
 * @param value what is put in
 * @param mask the bits cleared before
 */
public record MarkTarget(int value, int mask) implements AlteringTarget {
    @Override
    public PacketChange alter(ChangeablePacket packet) {
        int before = packet.mark();
        packet.setMark(before & ~mask ^ value);
        return PacketChange.hex(PacketField.MARK, before, packet.mark());
    }

    @Override
    public String name() {
        return "MARK";
    }

    @Override
    public String text() {
        return "-j MARK --set-xmark " + Texts.hex(value) + "/" + Texts.hex(mask);
    }

    @Override
    public String listing(boolean numeric) {
        return "MARK " + operation(value, mask);
    }

    /** {@code set 0x1}, {@code or 0x1}, {@code xset 0x1/0xff}: what a value and a mask amount to. */
    static String operation(int value, int mask) {
        if (value == 0) {
            return "and " + Texts.hex(~mask);
        }
        if (value == mask) {
            return "or " + Texts.hex(value);
        }
        if (mask == 0) {
            return "xor " + Texts.hex(value);
        }
        return mask == -1 ? "set " + Texts.hex(value) : "xset " + Texts.hex(value) + "/" + Texts.hex(mask);
    }
}
