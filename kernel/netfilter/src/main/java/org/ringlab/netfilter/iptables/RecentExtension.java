package org.ringlab.netfilter.iptables;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.RecentMatch;
import org.ringlab.netfilter.rules.RecentMatch.Operation;

/** {@code -m recent} (extensions/libxt_recent.c). */
final class RecentExtension implements Extension<Match> {
    private static final int LONGEST_NAME = 199;
    private static final long U32 = 0xFFFF_FFFFL;

    private @Nullable Operation operation;
    private boolean inverted;
    private String list = RecentMatch.DEFAULT_LIST;
    private Ipv4Address mask = Ipv4Address.BROADCAST;
    private boolean bySource = true;
    private long seconds;
    private long hits;
    private boolean reap;
    private boolean sameTtl;

    @Override
    public String name() {
        return "recent";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                operation("set", "rcheck", "update", "remove"),
                operation("rcheck", "set", "update", "remove"),
                operation("update", "set", "rcheck", "remove"),
                ExtensionOption.of("seconds").plain(),
                ExtensionOption.flag("reap").needs("seconds"),
                ExtensionOption.of("hitcount").plain(),
                operation("remove", "set", "rcheck", "update"),
                ExtensionOption.flag("rttl").without("set", "remove"),
                ExtensionOption.of("name").plain(),
                ExtensionOption.flag("rsource"),
                ExtensionOption.flag("rdest"),
                ExtensionOption.of("mask").plain());
    }

    private static ExtensionOption operation(String name, String... others) {
        return ExtensionOption.question(name).without(others);
    }

    @Override
    public void option(String option, String argument, boolean not, Words words) throws IptablesError {
        switch (option) {
            case "seconds" -> seconds = Numbers.within(name(), option, argument, 1, U32);
            case "hitcount" -> hits = Numbers.within(name(), option, argument, 0, U32);
            case "reap" -> reap = true;
            case "rttl" -> sameTtl = true;
            case "name" -> list = argument.substring(0, Math.min(LONGEST_NAME, argument.length()));
            case "rsource" -> bySource = true;
            case "rdest" -> bySource = false;
            case "mask" -> mask = HostMask.host(argument);
            default -> {
                operation = switch (option) {
                    case "set" -> Operation.SET;
                    case "rcheck" -> Operation.CHECK;
                    case "update" -> Operation.UPDATE;
                    default -> Operation.REMOVE;
                };
                inverted = not;
            }
        }
    }

    @Override
    public void check() throws IptablesError {
        if (operation == null) {
            throw IptablesError.parameter(
                    "recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'");
        }
    }

    @Override
    public Match finish() {
        Operation what = operation == null ? Operation.SET : operation;
        return new RecentMatch(what, inverted, list, mask, bySource, seconds, hits, reap, sameTtl);
    }
}
