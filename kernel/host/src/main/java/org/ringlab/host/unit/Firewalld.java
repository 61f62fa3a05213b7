package org.ringlab.host.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.host.Profile;
import org.ringlab.host.command.Commands;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.FirewallZone;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.Sysctls;

/** firewalld as it runs: its one zone, {@code public}, in the kernel and in its file. */
public final class Firewalld {
    private static final String FILE = "/etc/firewalld/zones/public.xml";
    private static final Pattern ELEMENT = Pattern.compile("<(service|port|masquerade|forward-port)\\b([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)=\"([^\"]*)\"");

    private final Session session;

    /** Of a host. */
    public Firewalld(Session session) {
        this.session = session;
    }

    /** Names of the services that it knows. */
    public static List<String> services() {
        List<String> names = new ArrayList<>();
        FirewalldRules.names().forEach(names::add);
        return names;
    }

    /** The rules that it begins with on a host with these interfaces: for {@code iptables-restore}, then for {@code iptables}. */
    public static List<String> firstRules(List<String> cards) {
        List<String> rules = new ArrayList<>(List.of(FirewalldRules.base(cards)));
        rules.addAll(FirewalldRules.of(FirewallZone.PUBLIC, true));
        return rules;
    }

    /** firewalld's complaint about a port; empty where it is right. */
    public static Optional<String> portMistake(String port) {
        return FirewalldRules.portMistake(port);
    }

    /** The host's interfaces, all of them in the zone {@code public}. */
    public List<String> cards() {
        return session.machine().host().stack().interfaces().stream()
                .map(NetInterface::name)
                .filter(name -> !name.equals("lo"))
                .toList();
    }

    /** Begins, or begins again: every table is replaced, and what its file says is let in. */
    public boolean load() {
        clear();
        boolean loaded = restore(FirewalldRules.base(cards()));
        FirewallZone zone = permanent();
        session.machine().setFirewall(new FirewallZone(List.of(), List.of(), false, List.of()));
        change(zone);
        return loaded;
    }

    /** Ends: all rules go. */
    public void unload() {
        session.machine().setFirewall(null);
        clear();
    }

    private void clear() {
        IptablesUnit.empty(session, quiet());
    }

    /** Lets in what the running zone doesn't yet, and no longer what it does; rules that stay keep their counters. */
    public void change(FirewallZone to) {
        FirewallZone from = session.machine().firewall().orElse(FirewallZone.PUBLIC);
        boolean byRule = session.machine().profile() != Profile.CENTOS7;
        List<String> old = FirewalldRules.of(from, byRule);
        List<String> fresh = FirewalldRules.of(to, byRule);
        old.stream().filter(rule -> !fresh.contains(rule)).forEach(rule -> iptables(rule.replaceFirst(" -A ", " -D ")));
        fresh.stream().filter(rule -> !old.contains(rule)).forEach(this::iptables);
        for (String helper : List.of("ftp", "tftp")) {
            if (!byRule && to.services().contains(helper)) {
                Commands.run(session, "modprobe", List.of("nf_nat_" + helper), quiet());
            }
        }
        if (to.masquerade()
                || to.forwards().stream()
                        .anyMatch(forward -> forward.contains("toaddr=") && !forward.endsWith("toaddr="))) {
            session.machine().stack().sysctls().set(Sysctls.IP_FORWARD, 1);
        }
        session.machine().setFirewall(to);
    }

    private void iptables(String rule) {
        Commands.run(session, "iptables", List.of(rule.split(" ")), quiet());
    }

    private boolean restore(String rules) {
        Streams io = new Streams(new Input(rules), quiet().out(), quiet().err());
        return Commands.run(session, "iptables-restore", List.of(), io) == 0;
    }

    private static Streams quiet() {
        Output nowhere = new Output(text -> {});
        return new Streams(Input.empty(), nowhere, nowhere);
    }

    /** What the zone's file says; without one, what firewalld brings along. */
    public FirewallZone permanent() {
        String text;
        try {
            text = session.files().read(FILE);
        } catch (FileException none) {
            return FirewallZone.PUBLIC;
        }
        FirewallZone zone = new FirewallZone(List.of(), List.of(), false, List.of());
        Matcher element = ELEMENT.matcher(text);
        while (element.find()) {
            String body = element.group(2);
            zone = switch (element.group(1)) {
                case "service" -> zone.service(attribute(body, "name"), true);
                case "port" -> zone.port(attribute(body, "port") + "/" + attribute(body, "protocol"), true);
                case "masquerade" -> zone.masquerade(true);
                default ->
                    zone.forward(
                            forward(
                                    attribute(body, "port"),
                                    attribute(body, "protocol"),
                                    attribute(body, "to-port"),
                                    attribute(body, "to-addr")),
                            true);
            };
        }
        return zone;
    }

    /** Writes the zone's file; false where that fails. */
    public boolean write(FirewallZone zone) {
        StringBuilder xml = new StringBuilder(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<zone>\n  <short>Public</short>\n  <description>For use in public"
                        + " areas. You do not trust the other computers on networks to not harm your computer. Only selected"
                        + " incoming connections are accepted.</description>\n");
        zone.services()
                .forEach(name -> xml.append("  <service name=\"").append(name).append("\"/>\n"));
        for (String port : zone.ports()) {
            String[] parts = port.split("/");
            xml.append("  <port protocol=\"")
                    .append(parts[1])
                    .append("\" port=\"")
                    .append(parts[0])
                    .append("\"/>\n");
        }
        xml.append(zone.masquerade() ? "  <masquerade/>\n" : "");
        for (String forward : zone.forwards()) {
            var words = FirewalldRules.words(forward);
            xml.append("  <forward-port");
            String address = words.getOrDefault("toaddr", "");
            String to = words.getOrDefault("toport", "");
            xml.append(address.isEmpty() ? "" : " to-addr=\"" + address + "\"");
            xml.append(to.isEmpty() ? "" : " to-port=\"" + to + "\"");
            xml.append(" protocol=\"")
                    .append(words.getOrDefault("proto", "tcp"))
                    .append("\" port=\"");
            xml.append(words.getOrDefault("port", "")).append("\"/>\n");
        }
        try {
            session.files().makeDirectories("/etc/firewalld/zones");
            session.files().write(FILE, xml.append("</zone>\n").toString());
            return true;
        } catch (FileException full) {
            return false;
        }
    }

    /** A forwarded port in firewalld's words. */
    public static String forward(String port, String protocol, String toPort, String toAddress) {
        return "port=" + port + ":proto=" + protocol + ":toport=" + toPort + ":toaddr=" + toAddress;
    }

    /** The parts of a forwarded port as typed, by their names. */
    public static Map<String, String> parts(String forward) {
        return FirewalldRules.words(forward);
    }

    private static String attribute(String element, String name) {
        Matcher attribute = ATTRIBUTE.matcher(element);
        while (attribute.find()) {
            if (attribute.group(1).equals(name)) {
                return attribute.group(2);
            }
        }
        return "";
    }
}
