package org.ringlab.netfilter.rules;

import java.util.Set;

/**
 * {@code -m realm}: the realm of the route. No route of a lab has one: it is 0.
 *
 * @param realm unsigned 32 bits
 * @param mask which bits count
 * @param inverted {@code !}
 */
public record RealmMatch(int realm, int mask, boolean inverted) implements Match {
    /** The name of realm 0. */
    public static final String NO_REALM = "cosmos";

    @Override
    public boolean matches(PacketContext packet) {
        return (realm == 0) != inverted;
    }

    /** Only where the packet has been routed. */
    @Override
    public boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return !hooks.contains(Hook.PREROUTING);
    }

    private String value(boolean numeric) {
        return realm == 0 && mask == -1 && !numeric ? NO_REALM : MarkMatch.value(realm, mask);
    }

    @Override
    public String text() {
        return "-m realm " + Texts.not(inverted) + "--realm " + value(false);
    }

    @Override
    public String listing(boolean numeric) {
        return Texts.not(inverted) + "realm " + value(numeric);
    }
}
