package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Journal;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.unit.Systemd;
import org.ringlab.host.unit.Unit;
import org.ringlab.host.unit.Units;

/** {@code systemctl}: the host's units now, and at boot. Texts are systemd 219's (CentOS 7) or 252's. */
final class SystemctlCommand extends NamedCommand {
    private static final List<String> CHANGES =
            List.of("start", "stop", "restart", "reload", "try-restart", "reload-or-restart");
    private static final int SHOWN = 10;
    private static final int INACTIVE = 3;
    private static final int NO_UNIT = 4;
    private static final int NOT_FOUND = 5;

    SystemctlCommand() {
        super(
                "systemctl",
                "systemctl start|stop|restart|reload|status|enable|disable|is-active|is-enabled UNIT, list-units, reboot",
                "start",
                "stop",
                "restart",
                "reload",
                "status",
                "is-active",
                "is-enabled",
                "enable",
                "disable",
                "list-units",
                "daemon-reload",
                "reboot");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return Units.names();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(
                args,
                "aqlt:n:f",
                "now",
                "quiet",
                "no-pager",
                "full",
                "all",
                "type:",
                "no-legend",
                "plain",
                "lines:",
                "force",
                "no-ask-password",
                "system");
        Optional<String> complaint = options.complaint("systemctl");
        if (complaint.isPresent()) {
            io.err().line(complaint.get());
            return 1;
        }
        List<String> words = options.operands();
        String verb = words.isEmpty() ? "list-units" : words.getFirst();
        List<String> names = words.stream().skip(1).map(SystemctlCommand::plain).toList();
        boolean quiet = options.has("-q") || options.has("--quiet");
        if (CHANGES.contains(verb)) {
            return needed(names, io) ? change(session, verb, names, io) : 1;
        }
        return switch (verb) {
            case "enable", "disable" ->
                needed(names, io) ? boot(session, verb.equals("enable"), names, options.has("--now"), quiet, io) : 1;
            case "is-active" -> needed(names, io) ? isActive(session, names, quiet, io) : 1;
            case "is-enabled" -> needed(names, io) ? isEnabled(session, names, quiet, io) : 1;
            case "status" -> status(session, names.isEmpty() ? List.of() : names, io);
            case "list-units" -> list(session, io);
            case "daemon-reload", "reset-failed" -> 0;
            case "reboot" -> Commands.run(session, "reboot", List.of(), io);
            case "cat",
                    "show",
                    "list-unit-files",
                    "mask",
                    "unmask",
                    "edit",
                    "poweroff",
                    "halt",
                    "isolate",
                    "get-default",
                    "set-default",
                    "list-dependencies",
                    "list-timers",
                    "kill",
                    "rescue",
                    "emergency",
                    "suspend" -> {
                io.err().line("systemctl: not simulated: " + verb);
                yield 1;
            }
            default -> {
                io.err()
                        .line(
                                old(session)
                                        ? "Unknown operation '" + verb + "'."
                                        : "Unknown command verb " + verb + ".");
                yield 1;
            }
        };
    }

    private static boolean needed(List<String> names, Streams io) {
        if (names.isEmpty()) {
            io.err().line("Too few arguments.");
        }
        return !names.isEmpty();
    }

    private static boolean old(Session session) {
        return session.machine().profile() == Profile.CENTOS7;
    }

    private static String plain(String name) {
        return name.replaceFirst("\\.service$", "");
    }

    private static int change(Session session, String verb, List<String> names, Streams io) {
        int status = 0;
        for (String name : names) {
            Optional<Unit> unit = Units.find(session.machine(), name);
            status = unit.isPresent()
                    ? Math.max(status, change(session, verb, unit.get(), io))
                    : missing(session, verb, name, io);
        }
        return status;
    }

    private static int missing(Session session, String verb, String name, Streams io) {
        String service = name + ".service";
        String why = verb.equals("stop")
                ? "Unit " + service + " not loaded."
                : old(session) ? "Unit not found." : "Unit " + service + " not found.";
        io.err().line("Failed to " + verb + " " + service + ": " + why);
        return NOT_FOUND;
    }

    private static int change(Session session, String verb, Unit unit, Streams io) {
        Machine machine = session.machine();
        boolean active = unit.isActive(machine);
        boolean well = true;
        switch (verb) {
            case "start" -> well = Systemd.start(session, unit);
            case "stop" -> Systemd.stop(session, unit);
            case "restart" -> well = restart(session, unit);
            case "try-restart" -> well = !active || restart(session, unit);
            case "reload-or-restart" -> well = active ? Systemd.reload(session, unit) : Systemd.start(session, unit);
            default -> {
                if (!active) {
                    io.err()
                            .line(
                                    old(session)
                                            ? "Job for " + unit.name() + ".service invalid."
                                            : unit.name() + ".service is not active, cannot reload.");
                    return 1;
                }
                well = Systemd.reload(session, unit);
            }
        }
        if (!well) {
            String service = unit.name() + ".service";
            io.err()
                    .line("Job for " + service + " failed because the control process exited with error code."
                            + (old(session)
                                    ? " See \"systemctl status " + service + "\" and \"journalctl -xe\" for details."
                                    : "\nSee \"systemctl status " + service + "\" and \"journalctl -xeu " + service
                                            + "\" for details."));
        }
        return well ? 0 : 1;
    }

    /** An init script does its own stopping, whether systemd started it or not. */
    private static boolean restart(Session session, Unit unit) {
        if (unit.isInitScript()) {
            return Systemd.reload(session, unit);
        }
        Systemd.stop(session, unit);
        return Systemd.start(session, unit);
    }

    private static int boot(
            Session session, boolean enable, List<String> names, boolean now, boolean quiet, Streams io) {
        for (String name : names) {
            Optional<Unit> found = Units.find(session.machine(), name);
            if (found.isEmpty()) {
                io.err()
                        .line(
                                old(session)
                                        ? "Failed to execute operation: No such file or directory"
                                        : "Failed to " + (enable ? "enable" : "disable") + " unit: Unit file " + name
                                                + ".service does not exist.");
                return 1;
            }
            Unit unit = found.get();
            List<Unit.Wanted> links =
                    enable ? Units.enable(session.machine(), unit) : Units.disable(session.machine(), unit);
            if (unit.isInitScript() && !quiet) {
                redirected(session, unit.name(), enable ? "on" : "off", io);
            } else if (!quiet) {
                links.forEach(link -> io.err().line(changed(session, link, enable)));
            }
            int status = !now ? 0 : change(session, enable ? "start" : "stop", unit, io);
            if (status != 0) {
                return status;
            }
        }
        return 0;
    }

    private static void redirected(Session session, String name, String words, Streams io) {
        if (old(session)) {
            io.err().line(name + ".service is not a native service, redirecting to /sbin/chkconfig.");
            io.err().line("Executing /sbin/chkconfig " + name + " " + words);
        } else {
            io.err()
                    .line("Synchronizing state of " + name
                            + ".service with SysV service script with /lib/systemd/systemd-sysv-install.");
            io.err()
                    .line("Executing: /lib/systemd/systemd-sysv-install "
                            + (words.equals("on") ? "enable" : words.equals("off") ? "disable" : "is-enabled") + " "
                            + name);
        }
    }

    private static String changed(Session session, Unit.Wanted link, boolean made) {
        if (!made) {
            return old(session) ? "Removed symlink " + link.link() + "." : "Removed \"" + link.link() + "\".";
        }
        return old(session)
                ? "Created symlink from " + link.link() + " to " + link.target() + "."
                : "Created symlink " + link.link() + " → " + link.target() + ".";
    }

    private static String state(Machine machine, Unit unit) {
        boolean failed = machine.failedUnits().contains(unit.name());
        return unit.isActive(machine) ? "active" : failed ? "failed" : "inactive";
    }

    private static int isActive(Session session, List<String> names, boolean quiet, Streams io) {
        int status = INACTIVE;
        for (String name : names) {
            Optional<Unit> unit = Units.find(session.machine(), name);
            String state = unit.map(u -> state(session.machine(), u)).orElse(old(session) ? "unknown" : "inactive");
            if (!quiet) {
                io.out().line(state);
            }
            status = state.equals("active") ? 0 : status;
        }
        return status;
    }

    private static int isEnabled(Session session, List<String> names, boolean quiet, Streams io) {
        int status = 1;
        for (String name : names) {
            Optional<Unit> unit = Units.find(session.machine(), name);
            if (unit.isEmpty()) {
                io.err().line("Failed to get unit file state for " + name + ".service: No such file or directory");
                continue;
            }
            if (unit.get().isInitScript() && !quiet) {
                redirected(session, name, "--level=5", io);
            }
            boolean enabled = Units.isEnabled(session.machine(), unit.get());
            if (!quiet) {
                io.out().line(enabled ? "enabled" : "disabled");
            }
            status = enabled ? 0 : status;
        }
        return status;
    }

    private static int status(Session session, List<String> names, Streams io) {
        if (names.isEmpty()) {
            io.err().line("systemctl: not simulated: the state of the whole system (name a unit)");
            return 1;
        }
        int status = 0;
        for (int i = 0; i < names.size(); i++) {
            Optional<Unit> unit = Units.find(session.machine(), names.get(i));
            if (unit.isEmpty()) {
                io.err().line("Unit " + names.get(i) + ".service could not be found.");
                status = NO_UNIT;
                continue;
            }
            io.out().print(i > 0 ? "\n" : "");
            report(session, unit.get(), io);
            status = unit.get().isActive(session.machine()) ? status : INACTIVE;
        }
        return status;
    }

    /** The unit's state and its latest entries of the journal; without processes. */
    private static void report(Session session, Unit unit, Streams io) {
        Machine machine = session.machine();
        boolean old = old(session);
        String indent = old ? "  " : "    ";
        String state = state(machine, unit);
        String dot = old || state.equals("active") ? "●" : state.equals("failed") ? "×" : "○";
        String file = unit.isInitScript()
                ? old ? "/etc/rc.d/init.d/network; bad" : "/etc/init.d/network; generated"
                : unit.wanted().getLast().target() + "; " + (Units.isEnabled(machine, unit) ? "enabled" : "disabled");
        String preset = unit.isInitScript() && !old
                ? ""
                : (old ? "; vendor preset: " : "; preset: ") + (unit.isPreset() ? "enabled" : "disabled");
        io.out().line(dot + " " + unit.name() + ".service - " + unit.description());
        io.out().line(indent + " Loaded: loaded (" + file + preset + ")");
        io.out()
                .line(indent + " Active: "
                        + switch (state) {
                            case "active" ->
                                "active (" + (unit.isOneShot() ? "exited" : "running") + ") since "
                                        + since(machine, unit);
                            case "failed" -> "failed (Result: exit-code)";
                            default -> "inactive (dead)";
                        });
        for (int i = 0; i < unit.docs().size(); i++) {
            io.out()
                    .line(indent
                            + (i == 0 ? "   Docs: " : "         ")
                            + unit.docs().get(i));
        }
        List<Journal.Entry> said = machine.journal().entries().stream()
                .filter(entry -> entry.unit().equals(unit.name() + ".service"))
                .toList();
        io.out().print(said.isEmpty() ? "" : "\n");
        said.subList(Math.max(0, said.size() - SHOWN), said.size())
                .forEach(entry -> io.out().line(JournalctlCommand.text(entry, machine.hostName(), "short")));
    }

    private static String since(Machine machine, Unit unit) {
        long started = machine.startedUnits().getOrDefault(unit.name(), 0L);
        long now = machine.stack().network().clock().nanos();
        return DateCommand.stamp(started) + "; " + DateCommand.span((now - started) / 1_000_000_000L) + " ago";
    }

    private static int list(Session session, Streams io) {
        List<Unit> active = new ArrayList<>(Units.all().stream()
                .filter(unit -> unit.isInstalled(session.machine())
                        && !state(session.machine(), unit).equals("inactive"))
                .toList());
        int width = active.stream()
                .mapToInt(u -> u.name().length() + ".service".length())
                .max()
                .orElse(4);
        io.out().line(Texts.left("UNIT", width) + " LOAD   ACTIVE SUB     DESCRIPTION");
        for (Unit unit : active) {
            String state = state(session.machine(), unit);
            String sub = state.equals("failed") ? "failed" : unit.isOneShot() ? "exited" : "running";
            io.out()
                    .line(Texts.left(unit.name() + ".service", width) + " loaded " + Texts.left(state, 6) + " "
                            + Texts.left(sub, 7) + " " + unit.description());
        }
        io.out().line("");
        io.out().line("LOAD   = Reflects whether the unit definition was properly loaded.");
        io.out().line("ACTIVE = The high-level unit activation state, i.e. generalization of SUB.");
        io.out().line("SUB    = The low-level unit activation state, values depend on unit type.");
        io.out().line("");
        io.out()
                .line(active.size() + " loaded units listed."
                        + (old(session) ? " Pass --all to see loaded but inactive units, too." : ""));
        if (old(session)) {
            io.out().line("To show all installed unit files use 'systemctl list-unit-files'.");
        }
        return 0;
    }
}
