package org.ringlab.netfilter.rules;

import java.util.Set;
import org.ringlab.netfilter.packet.Packet;

/**
 * {@code -j TTL} (net/netfilter/xt_HL.c); the time to live stays between 0 and 255.
 *
 * @param operation what is done
 * @param value with which number, 0 to 255
 */
public record TtlTarget(Operation operation, int value) implements AlteringTarget {
    /** What is done. */
    public enum Operation {
        /** Becomes the value. */
        SET("--ttl-set", "set to"),
        /** Grows by it. */
        INCREMENT("--ttl-inc", "increment by"),
        /** Shrinks by it. */
        DECREMENT("--ttl-dec", "decrement by");

        private final String option;
        private final String listed;

        Operation(String option, String listed) {
            this.option = option;
            this.listed = listed;
        }
    }

    @Override
    public PacketChange alter(ChangeablePacket packet) {
        Packet before = packet.packet();
        int after = switch (operation) {
            case SET -> value;
            case INCREMENT -> Math.min(255, before.ttl() + value);
            case DECREMENT -> Math.max(0, before.ttl() - value);
        };
        packet.setPacket(before.withTtl(after));
        return PacketChange.decimal(PacketField.TTL, before.ttl(), after);
    }

    @Override
    public boolean accepted(TableName table, int ruleProtocol, Set<Hook> hooks) {
        return table == TableName.MANGLE && (operation == Operation.SET || value != 0);
    }

    @Override
    public String name() {
        return "TTL";
    }

    @Override
    public String text() {
        return "-j TTL " + operation.option + " " + value;
    }

    @Override
    public String listing(boolean numeric) {
        return "TTL " + operation.listed + " " + value;
    }
}
