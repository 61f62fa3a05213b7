package org.ringlab.host.unit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.NetworkFiles;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.NetInterface;

/**
 * The network scripts of RHEL 7 (initscripts 9.49): {@code /etc/init.d/network} with {@code ifup} and {@code ifdown}, for
 * Ethernet cards and bridges. They do their work by {@code ip}, {@code brctl} and {@code dhclient}, so mistakes print what
 * those print.
 */
public final class NetworkScripts {
    private final Session session;

    /** On a host. */
    public NetworkScripts(Session session) {
        this.session = session;
    }

    /** {@code /etc/init.d/network start}: cards first, then bridges; 1 where an interface didn't come up. */
    public int start(Streams io) {
        int failed = action("Bringing up loopback interface:", () -> ifup("lo", io), io);
        for (Ifcfg file : split(false)) {
            if (!file.is("ONBOOT", "no")) {
                failed |= action("Bringing up interface " + file.name() + ":", () -> boot(file, io), io);
            }
        }
        return failed;
    }

    private int boot(Ifcfg file, Streams io) {
        return new IfupScript(session, io).run(file.name(), true);
    }

    /** {@code /etc/init.d/network stop}: interfaces that are up go down, bridges before their ports. */
    public int stop(Streams io) {
        for (Ifcfg file : split(true)) {
            file.complaints().forEach(c -> io.err().line("./ifcfg-" + file.name() + ": " + c));
            boolean up = session.machine()
                    .stack()
                    .findInterface(file.device())
                    .filter(NetInterface::isUp)
                    .isPresent();
            if (up) {
                action("Shutting down interface " + file.name() + ":", () -> ifdown(file.name(), io), io);
            }
        }
        return action("Shutting down loopback interface:", () -> ifdown("lo", io), io);
    }

    private interface Step {
        int run();
    }

    private static int action(String what, Step step, Streams io) {
        io.out().print(what + "  ");
        int status = step.run();
        io.out().line(status == 0 ? "[  OK  ]" : "[FAILED]");
        return status == 0 ? 0 : 1;
    }

    private List<Ifcfg> split(boolean bridgesFirst) {
        List<Ifcfg> files = new ArrayList<>(interfaces());
        files.sort(Comparator.comparing(file -> file.isBridge() != bridgesFirst));
        return files;
    }

    /** The interfaces that have files, as the script sorts them: by name, numbers by value. */
    private List<Ifcfg> interfaces() {
        List<String> names = new ArrayList<>();
        try {
            for (String file :
                    session.files().list(NetworkFiles.SCRIPTS.substring(0, NetworkFiles.SCRIPTS.length() - 1))) {
                boolean ignored = file.matches(".*(~|\\.bak|\\.old|\\.orig|\\.rpmnew|\\.rpmorig|\\.rpmsave)");
                if (file.startsWith("ifcfg-") && !file.equals("ifcfg-lo") && !file.contains(":") && !ignored) {
                    names.add(file.substring("ifcfg-".length()));
                }
            }
        } catch (FileException none) {
            return List.of();
        }
        names.sort(Comparator.comparing((String n) -> n.replaceAll("[0-9].*", ""))
                .thenComparingInt(n -> number(n.replaceAll("^[^0-9]*", "").replaceAll("[^0-9].*", ""))));
        return names.stream()
                .flatMap(name -> Ifcfg.read(session.files(), name).stream())
                .toList();
    }

    private static int number(String digits) {
        return digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }

    /** {@code ifup NAME}: its exit status. */
    public int ifup(String name, Streams io) {
        return new IfupScript(session, io).run(name, false);
    }

    /** {@code ifdown NAME}: its exit status. */
    public int ifdown(String name, Streams io) {
        return new IfdownScript(session, io).run(name);
    }
}
