package org.ringlab.host.compare;

/** The first thing in which a real machine differs from a simulated host. */
public sealed interface Difference {
    /** {@code ip_forward} is 1 on one of them only; {@code real} is whether on the machine. */
    record Forwarding(boolean real) implements Difference {}

    /** An address of the host isn't on the machine. */
    record AddressMissing(String card, String address) implements Difference {}

    /** The machine's interface has an address that the host's hasn't. */
    record AddressExtra(String card, String address) implements Difference {}

    /** An interface is switched on at one of them only. */
    record CardState(String card, boolean realUp) implements Difference {}

    /** A route of the host isn't on the machine. */
    record RouteMissing(HostDump.RouteLine route) implements Difference {}

    /** Both have a route to a network, and they go different ways. */
    record RouteOther(HostDump.RouteLine real, HostDump.RouteLine lab) implements Difference {}

    /** The machine has a route to a network that the host has none to. */
    record RouteExtra(HostDump.RouteLine route) implements Difference {}

    /** firewalld has put its rules into the machine, which the host has not. */
    record Firewalld() implements Difference {}

    /** A built-in chain's policy differs. */
    record Policy(String table, String chain, String real, String lab) implements Difference {}

    /** The machine's rule at {@code position}, from 1, is another one than the host's. */
    record RuleOther(String table, String chain, int position, String real, String lab) implements Difference {}

    /** The host's rule at {@code position} is nowhere in the machine's chain. */
    record RuleMissing(String table, String chain, int position, String lab) implements Difference {}

    /** The machine's rule at {@code position} is nowhere in the host's chain. */
    record RuleExtra(String table, String chain, int position, String real) implements Difference {}

    /** The host's rule at {@code labPosition} stands at {@code realPosition} on the machine. */
    record RuleMoved(String table, String chain, int realPosition, int labPosition, String rule)
            implements Difference {}

    /** A chain of the user's is there on one of them only; {@code real} is whether on the machine. */
    record UserChain(String table, String chain, boolean real) implements Difference {}
}
