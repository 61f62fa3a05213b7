package org.ringlab.host.unit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ringlab.host.Profile;
import org.ringlab.host.command.Commands;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Shell;
import org.ringlab.host.shell.Streams;

/** From power-on to the login prompt: everything comes from files, in systemd's order. */
public final class Boot {
    private final Session session;
    private final Streams journal;

    private Boot(Session session) {
        this.session = session;
        Output nowhere = new Output(text -> {});
        journal = new Streams(Input.empty(), nowhere, nowhere);
    }

    /** Boots a machine whose cards are there and down. */
    public static void run(Session session) {
        Boot boot = new Boot(session);
        boot.devices();
        boot.modules();
        boot.settings();
        boot.units(List.of("firewalld", "iptables", "network"));
        boot.units(Units.names());
        boot.local();
    }

    /** udev loads the module of a processor that can run guests, unless {@code /etc/modprobe.d} blacklists it. */
    private void devices() {
        boolean blacklisted = files("/etc/modprobe.d", ".conf").stream()
                .flatMap(file -> read(file).lines())
                .map(line -> line.strip().replace('-', '_'))
                .anyMatch(line -> line.equals(
                        "blacklist " + session.machine().hardware().cpu().module()));
        if (session.machine().profile() == Profile.CENTOS7
                && session.machine().hardware().runsGuests()
                && !blacklisted) {
            program("modprobe", session.machine().hardware().cpu().module());
        }
    }

    /** systemd-modules-load: {@code /etc/modules-load.d/*.conf}, a name a line. */
    private void modules() {
        for (String file : files("/etc/modules-load.d", ".conf")) {
            for (String line : read(file).split("\n")) {
                String name = line.strip();
                if (!name.isEmpty() && !name.startsWith("#") && !name.startsWith(";")) {
                    program("modprobe", name);
                }
            }
        }
    }

    /** systemd-sysctl: {@code /etc/sysctl.d/*.conf} by name; {@code /etc/sysctl.conf} is 99-sysctl.conf there. */
    private void settings() {
        List<String> all = new ArrayList<>(files("/etc/sysctl.d", ".conf"));
        all.add("/etc/sysctl.conf");
        all.sort(Comparator.comparing((String path) ->
                path.equals("/etc/sysctl.conf") ? "99-sysctl.conf" : path.substring(path.lastIndexOf('/') + 1)));
        all.forEach(path -> program("sysctl", "-p", path));
    }

    private void units(List<String> names) {
        for (String name : names) {
            Units.find(session.machine(), name)
                    .filter(unit -> Units.isEnabled(session.machine(), unit))
                    .ifPresent(unit -> Systemd.start(session, unit));
        }
    }

    /** rc-local.service: the file runs where it is executable. */
    private void local() {
        if (session.files().isExecutable("/etc/rc.d/rc.local")) {
            Session child = session.child();
            Shell.run(child, read("/etc/rc.d/rc.local"), journal);
        }
    }

    private List<String> files(String directory, String ending) {
        try {
            return session.files().list(directory).stream()
                    .filter(name -> name.endsWith(ending))
                    .map(name -> directory + "/" + name)
                    .toList();
        } catch (FileException none) {
            return List.of();
        }
    }

    private String read(String path) {
        try {
            return session.files().read(path);
        } catch (FileException none) {
            return "";
        }
    }

    private void program(String name, String... words) {
        Commands.run(session, name, List.of(words), journal);
    }
}
