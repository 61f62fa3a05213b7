package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.machine.FirewallZone;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.unit.Firewalld;
import org.ringlab.host.unit.Systemd;
import org.ringlab.host.unit.Unit;
import org.ringlab.host.unit.Units;
import org.ringlab.netfilter.packet.Ipv4Address;

/** {@code firewall-cmd} of firewalld 0.6 for its zone {@code public}: services, ports, masquerading, forwarded ports. */
final class FirewallCmdCommand extends NamedCommand {
    private static final List<String> ZONES =
            List.of("block", "dmz", "drop", "external", "home", "internal", "public", "trusted", "work");
    private static final List<String> VALUED = List.of(
            "--add-service",
            "--remove-service",
            "--query-service",
            "--add-port",
            "--remove-port",
            "--query-port",
            "--add-forward-port",
            "--remove-forward-port",
            "--query-forward-port",
            "--zone");
    private static final List<String> PLAIN = List.of(
            "--state",
            "--reload",
            "--complete-reload",
            "--permanent",
            "--runtime-to-permanent",
            "--list-all",
            "--list-services",
            "--list-ports",
            "--list-forward-ports",
            "--list-interfaces",
            "--get-default-zone",
            "--get-active-zones",
            "--get-zones",
            "--get-services",
            "--add-masquerade",
            "--remove-masquerade",
            "--query-masquerade",
            "-q",
            "--quiet");
    private static final int MISUSE = 2;
    private static final int ALREADY = 11;
    private static final int INVALID_SERVICE = 101;
    private static final int INVALID_PORT = 102;
    private static final int INVALID_PROTOCOL = 103;
    private static final int INVALID_ADDR = 105;
    private static final int INVALID_FORWARD = 106;
    private static final int INVALID_ZONE = 112;
    private static final int NOT_RUNNING = 252;

    FirewallCmdCommand() {
        super("firewall-cmd", "firewall-cmd OPTION...: what firewalld lets into the zone public", options0());
    }

    private static String[] options0() {
        List<String> all = new ArrayList<>(PLAIN);
        VALUED.forEach(option -> all.add(option + "="));
        return all.toArray(String[]::new);
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            int equals = arg.indexOf('=');
            String name = equals < 0 ? arg : arg.substring(0, equals);
            if (PLAIN.contains(arg)) {
                options.put(arg, List.of());
            } else if (VALUED.contains(name)) {
                if (equals < 0 && i + 1 == args.size()) {
                    return usage(io, "argument " + name + ": expected one argument");
                }
                List<String> values = new ArrayList<>(options.getOrDefault(name, List.of()));
                values.add(equals < 0 ? args.get(++i) : arg.substring(equals + 1));
                options.put(name, values);
            } else if (arg.startsWith("--") && arg.matches("--[a-z0-9-]+(=.*)?") && isReal(name)) {
                io.err().line("firewall-cmd: not simulated: " + name);
                return 1;
            } else {
                return usage(io, "unrecognized arguments: " + arg);
            }
        }
        Streams out = options.containsKey("-q") || options.containsKey("--quiet")
                ? new Streams(io.in(), new Output(text -> {}), io.err())
                : io;
        return new Call(session, options, out).run();
    }

    /** Options of the real program that are left out here. */
    private static boolean isReal(String option) {
        return option.matches(
                "--(add|remove|change|query|list|get|set|new|delete|info|path|direct|passthrough|lockdown|panic|check|"
                        + "timeout|ipset|helper|icmptype|service|version|help|load|permanent|policy)(-.*)?");
    }

    private static int usage(Streams io, String complaint) {
        io.err().line("usage: see firewall-cmd man page");
        io.err().line("firewall-cmd: error: " + complaint);
        return MISUSE;
    }

    /** One call: its options, and the zone they are about. */
    private record Call(Session session, Map<String, List<String>> options, Streams io) {
        boolean permanent() {
            return options.containsKey("--permanent");
        }

        Firewalld daemon() {
            return new Firewalld(session);
        }

        FirewallZone zone() {
            return permanent()
                    ? daemon().permanent()
                    : session.machine().firewall().orElse(FirewallZone.PUBLIC);
        }

        int run() {
            boolean running = session.machine().firewall().isPresent();
            if (options.containsKey("--state")) {
                (running ? io.out() : io.err()).line(running ? "running" : "not running");
                return running ? 0 : NOT_RUNNING;
            }
            if (!running) {
                io.err().line("FirewallD is not running");
                return NOT_RUNNING;
            }
            String zone = options.getOrDefault("--zone", List.of("public")).getLast();
            if (!ZONES.contains(zone)) {
                io.err().line("Error: INVALID_ZONE: " + zone);
                return INVALID_ZONE;
            }
            if (!zone.equals("public")) {
                io.err().line("firewall-cmd: not simulated: zones but public");
                return 1;
            }
            if (options.keySet().stream().allMatch(List.of("--permanent", "--zone", "-q", "--quiet")::contains)) {
                return usage(
                        io,
                        options.containsKey("--permanent")
                                ? "wrong usage of 'permanent' option."
                                : "No option specified.");
            }
            return global().orElseGet(() -> listed().orElseGet(this::changed));
        }

        private Optional<Integer> global() {
            if (options.containsKey("--reload") || options.containsKey("--complete-reload")) {
                Unit unit = Units.find(session.machine(), "firewalld").orElseThrow();
                boolean well = Systemd.reload(session, unit);
                io.out().line("success");
                return Optional.of(well ? 0 : 1);
            }
            if (options.containsKey("--runtime-to-permanent")) {
                session.machine().firewall().ifPresent(daemon()::write);
                io.out().line("success");
                return Optional.of(0);
            }
            Map<String, String> words = Map.of(
                    "--get-default-zone",
                    "public",
                    "--get-zones",
                    String.join(" ", ZONES),
                    "--get-services",
                    String.join(" ", Firewalld.services()),
                    "--get-active-zones",
                    "public\n  interfaces: " + String.join(" ", daemon().cards()));
            for (Map.Entry<String, String> e : words.entrySet()) {
                if (options.containsKey(e.getKey())) {
                    io.out().line(e.getValue());
                    return Optional.of(0);
                }
            }
            return Optional.empty();
        }

        private Optional<Integer> listed() {
            FirewallZone zone = zone();
            String services = String.join(" ", zone.services().stream().sorted().toList());
            String ports = String.join(" ", zone.ports());
            String cards = permanent() ? "" : String.join(" ", daemon().cards());
            if (options.containsKey("--list-all")) {
                io.out().line("public" + (permanent() || cards.isEmpty() ? "" : " (active)"));
                io.out().line("  target: default");
                io.out().line("  icmp-block-inversion: no");
                io.out().line("  interfaces: " + cards);
                io.out().line("  sources: ");
                io.out().line("  services: " + services);
                io.out().line("  ports: " + ports);
                io.out().line("  protocols: ");
                io.out().line("  masquerade: " + (zone.masquerade() ? "yes" : "no"));
                io.out().line("  forward-ports: " + String.join("\n\t", zone.forwards()));
                io.out().line("  source-ports: ");
                io.out().line("  icmp-blocks: ");
                io.out().line("  rich rules: ");
                io.out().line("\t");
                return Optional.of(0);
            }
            Map<String, String> lists = Map.of(
                    "--list-services", services,
                    "--list-ports", ports,
                    "--list-forward-ports", String.join("\n", zone.forwards()),
                    "--list-interfaces", cards);
            for (Map.Entry<String, String> e : lists.entrySet()) {
                if (options.containsKey(e.getKey())) {
                    io.out().line(e.getValue());
                    return Optional.of(0);
                }
            }
            return queried(zone);
        }

        private Optional<Integer> queried(FirewallZone zone) {
            Optional<Boolean> answer = Optional.empty();
            for (String word : List.of("service", "port", "forward-port", "masquerade")) {
                for (String value : options.getOrDefault("--query-" + word, List.of())) {
                    answer = Optional.of(
                            switch (word) {
                                case "service" -> zone.services().contains(value);
                                case "port" -> zone.ports().contains(value);
                                default -> zone.forwards().contains(normal(value));
                            });
                }
            }
            if (options.containsKey("--query-masquerade")) {
                answer = Optional.of(zone.masquerade());
            }
            return answer.map(yes -> {
                io.out().line(yes ? "yes" : "no");
                return yes ? 0 : 1;
            });
        }

        /** Every change is tried; one that fails is said and stops nothing but itself. */
        private int changed() {
            int status = 0;
            boolean warned = false;
            FirewallZone[] zone = {zone()};
            for (Map.Entry<String, List<String>> e : options.entrySet()) {
                boolean add = e.getKey().startsWith("--add-");
                if (!add && !e.getKey().startsWith("--remove-")) {
                    continue;
                }
                String what = e.getKey().substring(add ? "--add-".length() : "--remove-".length());
                for (String value : what.equals("masquerade") ? List.of("") : e.getValue()) {
                    int one = change(zone, what, value, add);
                    status = one == 0 || one == ALREADY ? status : one;
                    warned |= one == ALREADY;
                }
            }
            if (status != 0) {
                return status;
            }
            if (permanent()) {
                daemon().write(zone[0]);
            } else {
                daemon().change(zone[0]);
            }
            io.out().line("success");
            return warned ? 0 : status;
        }

        private int change(FirewallZone[] zone, String what, String value, boolean add) {
            FirewallZone now = zone[0];
            return switch (what) {
                case "service" ->
                    !Firewalld.services().contains(value)
                            ? error("INVALID_SERVICE: " + value, INVALID_SERVICE)
                            : toggled(
                                    now.services().contains(value),
                                    add,
                                    value,
                                    () -> zone[0] = now.service(value, add));
                case "port" -> {
                    Optional<String> mistake = Firewalld.portMistake(value);
                    if (mistake.isPresent()) {
                        boolean protocol = mistake.get().equals("INVALID_PROTOCOL");
                        yield protocol
                                ? error(
                                        "INVALID_PROTOCOL: '" + value.split("/")[1]
                                                + "' not in {'tcp'|'udp'|'sctp'|'dccp'}",
                                        INVALID_PROTOCOL)
                                : error("INVALID_PORT: " + mistake.get(), INVALID_PORT);
                    }
                    yield toggled(
                            now.ports().contains(value),
                            add,
                            value.replace('/', ':'),
                            () -> zone[0] = now.port(value, add));
                }
                case "masquerade" -> {
                    Runnable set = () -> zone[0] = now.masquerade(add);
                    if (now.masquerade() != add) {
                        set.run();
                        yield 0;
                    }
                    String already = permanent()
                            ? "masquerade"
                            : "masquerade " + (add ? "already" : "not") + " enabled in 'public'";
                    yield warning((add ? "ALREADY_ENABLED: " : "NOT_ENABLED: ") + already);
                }
                default -> forward(zone, value, add);
            };
        }

        private int forward(FirewallZone[] zone, String value, boolean add) {
            Map<String, String> parts = Firewalld.parts(value);
            String port = parts.getOrDefault("port", "");
            String protocol = parts.getOrDefault("proto", "");
            String to = parts.getOrDefault("toport", "");
            String address = parts.getOrDefault("toaddr", "");
            if (port.isEmpty() || protocol.isEmpty()) {
                return error("INVALID_FORWARD: missing " + (port.isEmpty() ? "port" : "protocol"), INVALID_FORWARD);
            }
            if (to.isEmpty() && address.isEmpty()) {
                return error("INVALID_FORWARD: missing destination", INVALID_FORWARD);
            }
            Optional<String> mistake = Firewalld.portMistake(port + "/" + protocol)
                    .or(() -> to.isEmpty() ? Optional.empty() : Firewalld.portMistake(to + "/" + protocol));
            if (mistake.isPresent()) {
                return error("INVALID_PORT: " + mistake.get(), INVALID_PORT);
            }
            if (!address.isEmpty() && Ipv4Address.parse(address).isEmpty()) {
                return error("INVALID_ADDR: '" + address + "' is not valid in ipv4", INVALID_ADDR);
            }
            FirewallZone now = zone[0];
            String normal = normal(value);
            String shown = port + ":" + protocol + ":" + to + ":" + address;
            return toggled(now.forwards().contains(normal), add, shown, () -> zone[0] = now.forward(normal, add));
        }

        private static String normal(String forward) {
            Map<String, String> parts = Firewalld.parts(forward);
            return Firewalld.forward(
                    parts.getOrDefault("port", ""),
                    parts.getOrDefault("proto", ""),
                    parts.getOrDefault("toport", ""),
                    parts.getOrDefault("toaddr", ""));
        }

        private int toggled(boolean there, boolean add, String name, Runnable set) {
            if (there != add) {
                set.run();
                return 0;
            }
            String running = "'" + name + "' " + (add ? "already in" : "not in") + " 'public'";
            return warning((add ? "ALREADY_ENABLED: " : "NOT_ENABLED: ") + (permanent() ? name : running));
        }

        private int warning(String text) {
            io.err().line("Warning: " + text);
            return ALREADY;
        }

        private int error(String text, int status) {
            io.err().line("Error: " + text);
            return status;
        }
    }
}
