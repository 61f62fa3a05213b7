package org.ringlab.netfilter.rules;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * {@code -j CLASSIFY} (net/netfilter/xt_CLASSIFY.c): the class that a queueing discipline sorts the packet by. There
 * are no queueing disciplines here: the packet carries it and nothing comes of it.
 *
 * @param priority {@code major << 16 | minor}
 */
public record ClassifyTarget(int priority) implements AlteringTarget {
    private static final Set<Hook> OUTGOING = EnumSet.of(Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING);

    @Override
    public PacketChange alter(ChangeablePacket packet) {
        int before = packet.priority();
        packet.setPriority(priority);
        return new PacketChange(PacketField.PRIORITY, listed(before), listed(priority));
    }

    private static String listed(int priority) {
        return Integer.toHexString(priority >>> 16) + ":" + Integer.toHexString(priority & 0xFFFF);
    }

    @Override
    public boolean accepted(TableName table, int ruleProtocol, Set<Hook> hooks) {
        return OUTGOING.containsAll(hooks);
    }

    @Override
    public String name() {
        return "CLASSIFY";
    }

    @Override
    public String text() {
        return String.format(Locale.ROOT, "-j CLASSIFY --set-class %04x:%04x", priority >>> 16, priority & 0xFFFF);
    }

    @Override
    public String listing(boolean numeric) {
        return "CLASSIFY set " + listed(priority);
    }
}
