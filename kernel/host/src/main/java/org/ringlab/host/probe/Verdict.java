package org.ringlab.host.probe;

import java.util.Map;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.stack.SendResult;

/** The words of verdicts. */
final class Verdict {
    static final String TIMEOUT = "timeout";
    static final String REFUSED = "refused";
    static final String RESET = "reset";
    static final String HALF_OPEN = "half-open";
    static final String NO_ROUTE = "no-route";
    static final String NOT_PERMITTED = "not-permitted";
    static final String MIXED = "mixed";

    /** Codes of destination unreachable (RFC 792, RFC 1812 5.2.7.1). */
    private static final Map<Integer, String> UNREACHABLE = Map.ofEntries(
            Map.entry(0, "net"),
            Map.entry(1, "host"),
            Map.entry(2, "protocol"),
            Map.entry(3, "port"),
            Map.entry(4, "frag-needed"),
            Map.entry(5, "source-route-failed"),
            Map.entry(6, "net-unknown"),
            Map.entry(7, "host-unknown"),
            Map.entry(8, "source-isolated"),
            Map.entry(9, "net-prohibited"),
            Map.entry(10, "host-prohibited"),
            Map.entry(11, "net-tos"),
            Map.entry(12, "host-tos"),
            Map.entry(13, "admin-prohibited"));

    private Verdict() {}

    /** An ICMP error's name. */
    static String of(IcmpMessage error) {
        return switch (error.type()) {
            case IcmpMessage.UNREACHABLE ->
                "icmp-unreachable:" + UNREACHABLE.getOrDefault(error.code(), String.valueOf(error.code()));
            case IcmpMessage.TIME_EXCEEDED -> "time-exceeded";
            default -> "icmp:" + error.type() + "/" + error.code();
        };
    }

    /** What a failed system call means; empty where it didn't fail. */
    static String of(SendResult result) {
        return result == SendResult.OK ? "" : ofErrno(result.name());
    }

    /** An {@code errno} name's meaning. */
    static String ofErrno(String errno) {
        return switch (errno) {
            case "ENETUNREACH" -> NO_ROUTE;
            case "EPERM" -> NOT_PERMITTED;
            case "ECONNREFUSED" -> REFUSED;
            default -> "local-error:" + errno;
        };
    }
}
