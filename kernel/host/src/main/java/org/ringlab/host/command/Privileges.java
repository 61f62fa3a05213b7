package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/**
 * What programs of the network say to a process without {@code CAP_NET_ADMIN} in its network namespace: one that went to
 * a user namespace of its own, but not to a network namespace.
 */
public final class Privileges {
    private static final List<String> CHANGES = List.of(
            "add",
            "del",
            "delete",
            "set",
            "change",
            "replace",
            "append",
            "flush",
            "prepend",
            "addbr",
            "delbr",
            "addif",
            "delif",
            "stp",
            "setageing",
            "setfd",
            "sethello",
            "setmaxage",
            "setbridgeprio",
            "setpathcost",
            "setportprio");

    private Privileges() {}

    /** A refusal in the program's words. */
    public record Refusal(String text, int status) {
        /** Says it; the exit status. */
        public int say(Streams io) {
            io.err().line(text);
            return status;
        }
    }

    /** Why a program won't do what it was asked; empty where it will, or has its own words for it. */
    public static Optional<Refusal> refusal(Session session, String program, List<String> args) {
        if (session.process().mayChange(session.process().memberships().net())) {
            return Optional.empty();
        }
        boolean changes = args.stream().anyMatch(CHANGES::contains);
        return switch (program) {
            case "ip" ->
                changes && !args.contains("netns") ? said("RTNETLINK answers: Operation not permitted", 2) : none();
            case "bridge" -> changes ? said("RTNETLINK answers: Operation not permitted", 255) : none();
            case "iptables" -> iptables("iptables", "filter");
            case "iptables-restore" -> iptables("iptables-restore", "filter");
            case "iptables-save" -> none();
            case "ifconfig" -> args.size() > 1 ? said("SIOCSIFFLAGS: Operation not permitted", 255) : none();
            case "route" -> changes ? said("SIOCADDRT: Operation not permitted", 7) : none();
            case "arp" -> args.contains("-d") ? said("SIOCDARP(dontpub): Operation not permitted", 255) : none();
            case "brctl" -> changes ? brctl(args) : none();
            case "ipset" -> said("ipset v7.17: Kernel error received: Operation not permitted", 1);
            case "tcpdump" ->
                said(
                        "tcpdump: eth0: You don't have permission to perform this capture on that device\n"
                                + "(socket: Operation not permitted)",
                        1);
            case "conntrack", "modprobe", "rmmod", "systemctl", "service", "dhclient", "dnsmasq", "ovs-vsctl" ->
                said(program + ": not simulated: without the powers of root over this network namespace", 1);
            default -> none();
        };
    }

    private static Optional<Refusal> iptables(String program, String table) {
        return said(
                program + " v1.8.9 (legacy): can't initialize iptables table `" + table
                        + "': Permission denied (you must be root)\n"
                        + "Perhaps iptables or your kernel needs to be upgraded.",
                3);
    }

    private static Optional<Refusal> brctl(List<String> args) {
        String name = args.size() > 1 ? args.get(1) : "";
        return switch (args.getFirst()) {
            case "addbr" -> said("add bridge failed: Operation not permitted", 1);
            case "delbr" -> said("can't delete bridge " + name + ": Operation not permitted", 1);
            default -> said("brctl: not simulated: without the powers of root over this network namespace", 1);
        };
    }

    private static Optional<Refusal> said(String text, int status) {
        return Optional.of(new Refusal(text, status));
    }

    private static Optional<Refusal> none() {
        return Optional.empty();
    }
}
