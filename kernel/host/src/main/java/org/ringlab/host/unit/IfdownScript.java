package org.ringlab.host.unit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringlab.host.command.Commands;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.NetworkFiles;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.Bridge;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code ifdown} and {@code ifdown-eth} of initscripts 9.49. */
final class IfdownScript {
    private static final String IFDOWN_ETH = "[/etc/sysconfig/network-scripts/ifdown-eth] ";
    private static final String RESOLVER = "/etc/resolv.conf";
    /** How often the script and those it calls read the file again. */
    private static final int TIMES_READ = 4;

    private final Session session;
    private final Streams io;

    IfdownScript(Session session, Streams io) {
        this.session = session;
        this.io = io;
    }

    /** {@code ifdown NAME}; its exit status. */
    int run(String name) {
        Optional<Ifcfg> found = Ifcfg.read(session.files(), name);
        if (found.isEmpty()) {
            io.err().line("usage: ifdown <configuration>");
            return 1;
        }
        Ifcfg file = found.get();
        for (int i = 0; i < TIMES_READ; i++) {
            file.complaints().forEach(c -> io.err().line(NetworkFiles.SCRIPTS + "ifcfg-" + name + ": " + c));
        }
        String device = file.device();
        Optional<NetInterface> card = session.machine().stack().findInterface(device);
        if (card.isEmpty()) {
            return 0;
        }
        String wanted = file.get("HWADDR").toUpperCase(Locale.ROOT);
        String mac = card.get().mac().toString().toUpperCase(Locale.ROOT);
        if (!wanted.isEmpty() && file.get("MACADDR").isEmpty() && !wanted.equals(mac)) {
            io.out()
                    .line("ERROR     : " + IFDOWN_ETH + "Device " + device + " has MAC address " + mac
                            + ", instead of configured address " + wanted + ". Ignoring.");
            return 1;
        }
        if (file.isDynamic()) {
            Streams quiet = new Streams(Input.empty(), new Output(text -> {}), new Output(text -> {}));
            Commands.run(session, "dhclient", List.of("-r", device), quiet);
        }
        if (!device.equals("lo")) {
            ip("address", "flush", "dev", device);
        }
        ip("link", "set", "dev", device, "down");
        if (!file.get("BRIDGE").isEmpty() && session.machine().packages().brings("brctl")) {
            leave(file.get("BRIDGE"), device);
        }
        forgetNameServers(file);
        return 0;
    }

    /** The resolver's file is what it was before {@code ifup} wrote the interface's servers into it. */
    private void forgetNameServers(Ifcfg file) {
        List<String> servers = List.of("nameserver " + file.get("DNS1"), "nameserver " + file.get("DNS2"));
        try {
            String before = session.files().read(RESOLVER);
            String after = before.lines()
                    .filter(line -> !servers.contains(line))
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
            if (!after.equals(before)) {
                session.files().write(RESOLVER, after);
            }
        } catch (FileException none) {
            return;
        }
    }

    /** Out of its bridge, which goes too where nobody is left; one that is up doesn't. */
    private void leave(String bridge, String device) {
        Commands.run(session, "brctl", List.of("delif", "--", bridge, device), io);
        boolean empty = session.machine()
                .stack()
                .findInterface(bridge)
                .filter(i -> i.device() instanceof Bridge b && b.ports().isEmpty())
                .isPresent();
        if (empty) {
            Commands.run(session, "brctl", List.of("delbr", "--", bridge), io);
        }
    }

    private void ip(String... words) {
        Commands.run(session, "ip", List.of(words), io);
    }
}
