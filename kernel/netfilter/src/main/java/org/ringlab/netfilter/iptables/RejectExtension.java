package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Map;
import org.ringlab.netfilter.rules.RejectWith;
import org.ringlab.netfilter.rules.Target;

/** {@code -j REJECT} (extensions/libipt_REJECT.c). */
final class RejectExtension implements Extension<Target> {
    private static final Map<String, RejectWith> SHORT = Map.of(
            "net-unreach", RejectWith.ICMP_NET_UNREACHABLE,
            "host-unreach", RejectWith.ICMP_HOST_UNREACHABLE,
            "proto-unreach", RejectWith.ICMP_PROTO_UNREACHABLE,
            "port-unreach", RejectWith.ICMP_PORT_UNREACHABLE,
            "net-prohib", RejectWith.ICMP_NET_PROHIBITED,
            "host-prohib", RejectWith.ICMP_HOST_PROHIBITED,
            "tcp-rst", RejectWith.TCP_RESET,
            "admin-prohib", RejectWith.ICMP_ADMIN_PROHIBITED);

    /** The names in the order in which abbreviations of them are tried. */
    private static final List<RejectWith> ORDER = List.of(
            RejectWith.ICMP_NET_UNREACHABLE,
            RejectWith.ICMP_HOST_UNREACHABLE,
            RejectWith.ICMP_PROTO_UNREACHABLE,
            RejectWith.ICMP_PORT_UNREACHABLE,
            RejectWith.ICMP_NET_PROHIBITED,
            RejectWith.ICMP_HOST_PROHIBITED,
            RejectWith.TCP_RESET,
            RejectWith.ICMP_ADMIN_PROHIBITED);

    private RejectWith with = RejectWith.ICMP_PORT_UNREACHABLE;

    @Override
    public String name() {
        return "REJECT";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(ExtensionOption.of("reject-with").plain());
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        for (RejectWith known : ORDER) {
            boolean abbreviated =
                    !argument.isEmpty() && known.text().regionMatches(true, 0, argument, 0, argument.length());
            boolean shortForm = SHORT.entrySet().stream()
                    .anyMatch(e -> e.getValue() == known
                            && !argument.isEmpty()
                            && e.getKey().regionMatches(true, 0, argument, 0, argument.length()));
            if (abbreviated || shortForm) {
                with = known;
                return;
            }
        }
        if (argument.startsWith("echo-reply")) {
            throw IptablesError.bare("--reject-with echo-reply no longer supported");
        }
        throw IptablesError.parameter("unknown reject type \"" + argument + "\"");
    }

    @Override
    public Target finish() {
        return new Target.Reject(with);
    }
}
