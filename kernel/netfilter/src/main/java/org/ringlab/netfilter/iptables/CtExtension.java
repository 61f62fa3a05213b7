package org.ringlab.netfilter.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.ringlab.netfilter.rules.Target;
import org.ringlab.netfilter.rules.TrackingTarget;

/** {@code -j CT} (extensions/libxt_CT.c). */
final class CtExtension implements Extension<Target> {
    private static final int LONGEST_HELPER = 15;
    private static final int LONGEST_TIMEOUT = 31;
    private static final List<String> EVENTS = List.of(
            "new", "related", "destroy", "reply", "assured", "protoinfo", "helper", "mark", "natseqinfo", "secmark");
    private static final Set<String> OTHER_HELPERS =
            Set.of("amanda", "h323", "irc", "netbios-ns", "pptp", "Q.931", "RAS", "sane", "sip", "snmp");
    private static final List<String> EXPECT_EVENTS = List.of("new");

    private boolean notrack;
    private String helper = "";
    private String timeout = "";
    private int zone;
    private boolean zoneOfOriginal;
    private boolean zoneOfReply;
    private List<String> events = List.of();
    private List<String> expectEvents = List.of();

    @Override
    public String name() {
        return "CT";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.flag("notrack"),
                ExtensionOption.of("helper").plain(),
                ExtensionOption.of("timeout").plain(),
                ExtensionOption.of("ctevents").plain(),
                ExtensionOption.of("expevents").plain(),
                ExtensionOption.of("zone-orig").plain(),
                ExtensionOption.of("zone-reply").plain(),
                ExtensionOption.of("zone").plain());
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "notrack" -> notrack = true;
            case "helper" -> helper = helper(argument);
            case "timeout" -> timeout = argument.substring(0, Math.min(LONGEST_TIMEOUT, argument.length()));
            case "ctevents" -> events = events(argument, EVENTS);
            case "expevents" -> expectEvents = events(argument, EXPECT_EVENTS);
            case "zone-orig" -> {
                zone = zone(argument);
                zoneOfOriginal = true;
            }
            case "zone-reply" -> {
                zone = zone(argument);
                zoneOfReply = true;
            }
            default -> zone = zone(argument);
        }
    }

    private static String helper(String name) throws IptablesError {
        if (OTHER_HELPERS.contains(name)) {
            throw IptablesError.notSimulated("target \"CT\" with helper \"" + name + "\"");
        }
        return name.substring(0, Math.min(LONGEST_HELPER, name.length()));
    }

    /** A mark outdoes a number, whichever was typed first. */
    private int zone(String text) throws IptablesError {
        if (text.equals("mark") || zone == TrackingTarget.Zone.MARK) {
            return TrackingTarget.Zone.MARK;
        }
        OptionalLong number = Numbers.parse(text, 65535);
        if (number.isEmpty()) {
            throw IptablesError.parameter("Cannot parse " + text + " as a zone ID");
        }
        return (int) number.getAsLong();
    }

    /** In the kernel's order, whatever the order typed. */
    private static List<String> events(String argument, List<String> known) throws IptablesError {
        List<String> typed = new ArrayList<>();
        for (String word : argument.split(",", -1)) {
            if (!known.contains(word)) {
                throw IptablesError.parameter("Unknown event type \"" + word + "\"");
            }
            typed.add(word);
        }
        return known.stream().filter(typed::contains).toList();
    }

    @Override
    public Target finish() {
        boolean oneWay = zoneOfOriginal != zoneOfReply;
        return new TrackingTarget.Ct(
                notrack,
                helper,
                timeout,
                new TrackingTarget.Zone(oneWay && zoneOfReply ? 0 : zone, oneWay && zoneOfOriginal ? 0 : zone),
                events,
                expectEvents);
    }
}
