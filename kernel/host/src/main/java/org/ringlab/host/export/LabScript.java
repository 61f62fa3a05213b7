package org.ringlab.host.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ringlab.host.HostSpec;
import org.ringlab.host.HostSpec.InterfaceSpec;
import org.ringlab.host.LabSpec;
import org.ringlab.host.LoggedCommand;
import org.ringlab.host.Profile;
import org.ringlab.host.ServiceSpec;
import org.ringlab.host.shell.Script;
import org.ringlab.host.shell.ShellParser;
import org.ringlab.host.unit.Firewalld;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** A lab as a bash script that builds it on a real Linux, one network namespace a host. */
public final class LabScript {
    private final StringBuilder text = new StringBuilder();
    private final LabSpec spec;
    private final Map<String, String> bridges = new LinkedHashMap<>();

    private LabScript(LabSpec spec) {
        this.spec = spec;
        spec.segments().forEach(segment -> bridges.put(segment, "seg" + (bridges.size() + 1)));
    }

    /**
     * The script.
     *
     * @param typed what was run on the lab's hosts since it booted, oldest first
     */
    public static String of(LabSpec spec, List<LoggedCommand> typed) {
        LabScript script = new LabScript(spec);
        script.head();
        script.up(typed);
        script.text.append(ScriptParts.VERBS);
        return script.text.toString();
    }

    private void head() {
        String hosts = spec.hosts().stream().map(HostSpec::name).collect(Collectors.joining(" "));
        text.append(ScriptParts.HEAD
                .replace("@NAME@", comment(spec.name()))
                .replace("@PROFILE@", spec.profile().text())
                .replace("@REDIRECTS@", spec.profile() == Profile.RECORDED ? "0" : "1")
                .replace("@HOSTNAMES@", comment(hosts))
                .replace(
                        "@HOSTS@",
                        spec.hosts().stream().map(h -> quoted(h.name())).collect(Collectors.joining(" "))));
        text.append(ScriptParts.FUNCTIONS);
    }

    private void up(List<LoggedCommand> typed) {
        text.append("\nup() {\n  down\n  prepare\n\n  # the switches\n");
        bridges.forEach((segment, bridge) -> text.append("  switch ")
                .append(bridge)
                .append("  # ")
                .append(comment(segment))
                .append('\n'));
        int port = 0;
        for (HostSpec host : spec.hosts()) {
            text.append("\n  # ")
                    .append(comment(host.name()))
                    .append("\n  host ")
                    .append(quoted(host.name()))
                    .append('\n');
            for (InterfaceSpec card : host.interfaces()) {
                card(host.name(), card, ++port);
            }
            if (host.forwarding()) {
                text.append("  setting ").append(quoted(host.name())).append(" net/ipv4/ip_forward 1\n");
            }
        }
        spec.hosts().stream().filter(HostSpec::firewalld).forEach(this::firewalld);
        for (HostSpec host : spec.hosts()) {
            lines(
                    host.name(),
                    String.join("\n", host.setup().stream().map(Script::text).toList()),
                    "the setup of");
        }
        if (!spec.services().isEmpty()) {
            text.append("\n  # services: small stand-ins in Python, for what the lab's own answer\n");
        }
        spec.services().forEach(this::service);
        for (int i = 0; i < typed.size(); i++) {
            LoggedCommand command = typed.get(i);
            String host = command.host().replaceFirst("/.*", "");
            boolean lost = typed.subList(i, typed.size()).stream()
                    .anyMatch(later -> later.host().replaceFirst("/.*", "").equals(host) && restarts(later));
            if (lost) {
                comments(command);
            } else {
                lines(command.host(), command.script(), "typed on");
            }
        }
        text.append("}\n");
    }

    private static boolean restarts(LoggedCommand command) {
        return ShellParser.statements(command.script()).stream()
                .anyMatch(statement ->
                        statement.text().matches("(?s).*\\b(reboot|shutdown\\s+-r\\s+(now|\\+0)|init\\s+6)\\b.*"));
    }

    /** What a restart of the host undid; what files kept of it is not built. */
    private void comments(LoggedCommand command) {
        text.append("\n  # typed on ")
                .append(comment(command.host()))
                .append(" before it was restarted: not repeated\n");
        command.script()
                .lines()
                .forEach(line -> text.append("  #   ").append(comment(line)).append('\n'));
    }

    private void card(String host, InterfaceSpec card, int port) {
        String name = quoted(card.name());
        text.append("  card ")
                .append(quoted(host))
                .append(' ')
                .append(name)
                .append(" port")
                .append(port);
        text.append(' ')
                .append(bridges.get(card.segment()))
                .append(' ')
                .append(card.mac())
                .append(' ')
                .append(card.mtu());
        text.append('\n');
        for (Ipv4Prefix address : card.addresses()) {
            text.append("  enter ")
                    .append(quoted(host))
                    .append(" ip address add ")
                    .append(address);
            text.append(address.length() < 31 ? " broadcast +" : "")
                    .append(" dev ")
                    .append(name)
                    .append('\n');
        }
        if (card.up()) {
            text.append("  enter ")
                    .append(quoted(host))
                    .append(" ip link set ")
                    .append(name)
                    .append(" up\n");
        }
    }

    /** firewalld itself would look after the whole machine: its rules alone are put in place. */
    private void firewalld(HostSpec host) {
        List<String> rules = Firewalld.firstRules(
                host.interfaces().stream().map(InterfaceSpec::name).toList());
        String name = quoted(host.name());
        text.append("\n  # the rules of firewalld, without the daemon\n");
        text.append("  enter ").append(name).append(" iptables-restore <<'RULES'\n");
        text.append(rules.getFirst()).append("RULES\n");
        rules.stream()
                .skip(1)
                .forEach(rule -> text.append("  enter ")
                        .append(name)
                        .append(" iptables ")
                        .append(rule)
                        .append('\n'));
    }

    private void service(ServiceSpec service) {
        if (service.kind() == ServiceSpec.Kind.DHCP) {
            text.append("  # not built: the dhcp service of ")
                    .append(comment(service.host()))
                    .append('\n');
            return;
        }
        Ipv4Address address = service.address() == null ? Ipv4Address.ANY : service.address();
        text.append("  serve ")
                .append(quoted(service.host()))
                .append(' ')
                .append(service.kind().text());
        text.append(' ').append(address).append(' ').append(service.port());
        switch (service.kind()) {
            case HTTP -> text.append(' ').append(quoted(service.body()));
            case DNS ->
                service.zone()
                        .forEach((name, to) -> text.append(' ')
                                .append(quoted(name + "="
                                        + to.stream().map(Ipv4Address::toString).collect(Collectors.joining(",")))));
            case TCP, UDP, FTP, DHCP -> {}
        }
        text.append('\n');
    }

    /** Shell text as typed on a host; what isn't to be repeated becomes comments. */
    private void lines(String host, String script, String heading) {
        StringBuilder block = new StringBuilder();
        List<ShellParser.Statement> statements = ShellParser.statements(script);
        boolean any = false;
        for (ShellParser.Statement statement : statements) {
            boolean repeated = Replayable.is(statement.syntax());
            any |= repeated;
            block.append(
                            repeated
                                    ? statement.text()
                                    : "# not repeated here: " + statement.text().replace("\n", "\n#   "))
                    .append('\n');
            if (repeated
                    && spec.profile() != Profile.DEBIAN12
                    && statement.text().matches("(?s).*\\bmodprobe\\b.*conntrack_ftp.*")) {
                block.append(ScriptParts.HELPER_RULES);
            }
        }
        if (statements.isEmpty()) {
            return;
        }
        text.append("\n  # ").append(heading).append(' ').append(comment(host)).append('\n');
        if (!any) {
            block.toString()
                    .lines()
                    .forEach(line -> text.append("  ").append(line).append('\n'));
            return;
        }
        String end = "LINES";
        while (block.toString().lines().anyMatch(end::equals)) {
            end += "_";
        }
        text.append("  typed ").append(quoted(host)).append(" <<'").append(end).append("'\n");
        text.append(block).append(end).append('\n');
    }

    /** A word for bash that stands for itself. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Text that stays in its comment's line. */
    private static String comment(String line) {
        return line.replaceAll("[\\p{Cntrl}]", " ");
    }
}
