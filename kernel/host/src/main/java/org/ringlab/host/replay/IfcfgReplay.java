package org.ringlab.host.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.CommandResult;
import org.ringlab.host.command.LinkText;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.NetworkFiles;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Terminal;
import org.ringlab.host.unit.NetworkScripts;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.NetInterface;

/**
 * Rows {@code {"id", "title", "files", "steps", "rm"}}: what RHEL 7's network scripts make of ifcfg files. Where the steps
 * aren't shown, those that the title names in quotes are taken, else the network is restarted once.
 */
public final class IfcfgReplay {
    private static final String RESTART = "systemctl restart network";
    private static final Pattern QUOTED = Pattern.compile("\"((?:ifup|ifdown|brctl|ip) [^\"]*)\"");
    private static final String BEFORE =
            "DEVICE=ens33\nNAME=ens33\nONBOOT=yes\nBOOTPROTO=static\nTYPE=Ethernet\nIPADDR=192.168.66.11\n"
                    + "NETMASK=255.255.255.0\nGATEWAY=192.168.66.2\nDNS1=192.168.66.2\n";

    private final ReplayedHost host;
    private final List<Map<String, Object>> steps = new ArrayList<>();

    private IfcfgReplay(ReplayedHost host) {
        this.host = host;
    }

    /** Whether a row is one of these. */
    public static boolean takes(Map<String, ?> row) {
        return row.get("files") instanceof Map && row.containsKey("title");
    }

    /** Answers a row: {@code {"id", "result", "works", "steps"}}. */
    public static Map<String, Object> answer(Map<String, ?> row) {
        boolean withBrctl = !Objects.toString(row.get("rm"), "").contains("brctl");
        IfcfgReplay replay = new IfcfgReplay(ReplayedHost.boot(
                "centos7",
                Map.of("packages", withBrctl ? List.of("bridge-utils") : List.of("minimal")),
                List.of("ip route add default via 192.168.66.2")));
        replay.write(row.get("files"));
        commands(row).forEach(replay::step);
        Map<String, Object> result = replay.result();
        boolean routed = result.get("route") instanceof List<?> routes
                && routes.stream().anyMatch(route -> Objects.toString(route).startsWith("default "));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", row.get("id"));
        answer.put("result", result);
        answer.put(
                "works",
                routed
                        && Boolean.TRUE.equals(result.get("ping_gateway"))
                        && Boolean.TRUE.equals(result.get("guest_on_br0_pings_gateway")));
        answer.put("steps", replay.steps);
        return answer;
    }

    private void write(@Nullable Object files) {
        Machine machine = host.lab().machine(ReplayedHost.NAME);
        machine.files().install(NetworkFiles.SCRIPTS + "ifcfg-ens33", BEFORE);
        machine.files().install("/etc/resolv.conf", "");
        if (files instanceof Map<?, ?> all) {
            all.forEach((name, text) -> machine.files().install(NetworkFiles.SCRIPTS + name, Objects.toString(text)));
        }
    }

    private static List<String> commands(Map<String, ?> row) {
        if (row.get("steps") instanceof List<?> steps) {
            return steps.stream()
                    .map(step -> step instanceof Map<?, ?> map ? Objects.toString(map.get("cmd"), "") : "")
                    .map(command -> command.replaceFirst(" +\\(runs .*", ""))
                    .toList();
        }
        String title = Objects.toString(row.get("title"), "");
        Matcher quoted = QUOTED.matcher(title);
        if (quoted.find()) {
            return List.of(quoted.group(1));
        }
        return title.contains("not restarted") ? List.of() : List.of(RESTART);
    }

    /** The init script runs as it does below systemd, so that what it prints is seen. */
    private void step(String command) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("cmd", command);
        if (command.equals(RESTART)) {
            Session session = new Session(host.lab().machine(ReplayedHost.NAME));
            session.login();
            Terminal terminal = new Terminal();
            NetworkScripts scripts = new NetworkScripts(session);
            scripts.stop(terminal.streams());
            int status = scripts.start(terminal.streams());
            host.lab().network().queue().settle();
            session.logout();
            CommandResult printed = new CommandResult(status, terminal.printed(), List.of(), 0, 0);
            step.put("stdout", printed.stdout());
            step.put("stderr", printed.stderr());
            step.put("rc", status);
        } else {
            CommandResult result = host.run(command);
            step.put("stdout", result.stdout());
            step.put("stderr", result.stderr());
            step.put("rc", result.status());
        }
        steps.add(step);
    }

    private Map<String, Object> result() {
        Machine machine = host.lab().machine(ReplayedHost.NAME);
        Map<String, Object> bridges = new LinkedHashMap<>();
        Map<String, Object> addresses = new LinkedHashMap<>();
        Map<String, Object> links = new LinkedHashMap<>();
        for (NetInterface iface : machine.stack().interfaces()) {
            if (iface.isLoopback()) {
                continue;
            }
            if (iface.device() instanceof Bridge bridge) {
                bridges.put(
                        iface.name(),
                        bridge.ports().stream().map(p -> p.iface().name()).toList());
            }
            iface.addresses().stream()
                    .findFirst()
                    .ifPresent(a -> addresses.put(iface.name(), a.prefix().toString()));
            links.put(iface.name(), LinkText.state(iface));
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("bridges", bridges);
        result.put("addr", addresses);
        result.put("link", links);
        result.put("route", lines("ip route"));
        result.put("resolv", lines("grep nameserver /etc/resolv.conf"));
        result.put("ping_gateway", pings("ping -c1 -W1 192.168.66.2"));
        Optional<NetInterface> br0 = machine.stack().findInterface("br0").filter(i -> i.device() instanceof Bridge);
        boolean guest = br0.isPresent() && guestPings();
        result.put("guest_on_br0_pings_gateway", guest);
        // what brctl said when the guest's card was to be attached
        if (br0.isEmpty() && machine.packages().brings("brctl")) {
            result.put("guest_on_br0_error", "bridge br0 does not exist!");
        }
        return result;
    }

    private List<String> lines(String command) {
        return host.run(command).stdout().lines().map(String::stripTrailing).toList();
    }

    private boolean pings(String command) {
        return host.run(command).status() == 0;
    }

    /** A guest's card at the bridge, with an address of the host's network. */
    private boolean guestPings() {
        host.run("ip netns add guest; ip link add vnet0 type veth peer name eth0 netns guest;"
                + "ip link set vnet0 master br0; ip link set vnet0 up;"
                + "ip netns exec guest ip link set eth0 up; ip netns exec guest ip addr add 192.168.66.77/24 dev eth0");
        return pings("ip netns exec guest ping -c1 -W1 192.168.66.2");
    }
}
