package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/** The {@code iptables} service of CentOS (iptables-services): rules kept in a file. */
final class IptablesUnit {
    private static final String RULES = "/etc/sysconfig/iptables";
    private static final int NOT_RUNNING = 3;

    private IptablesUnit() {}

    /** Does {@code verb}, one of those that {@link Units} knows or {@code save}. */
    static int run(Session session, String verb, Streams io) {
        return switch (verb) {
            case "start", "reload" -> start(session, io);
            case "stop" -> stop(session, io);
            case "restart" -> {
                stop(session, io);
                yield start(session, io);
            }
            case "save" -> save(session, io);
            case "enable", "disable" -> 0;
            default -> report(session, verb, io);
        };
    }

    private static int start(Session session, Streams io) {
        try {
            String rules = session.files().read(RULES);
            StringBuilder said = new StringBuilder();
            Streams quiet = new Streams(new Input(rules), new Output(text -> {}), new Output(said::append));
            if (program(session, "iptables-restore", List.of(), quiet) == 0) {
                return 0;
            }
        } catch (FileException e) {
            // said below, as for a file with a mistake
        }
        io.err()
                .line("Job for iptables.service failed because the control process exited with error code. See"
                        + " \"systemctl status iptables.service\" and \"journalctl -xe\" for details.");
        return 1;
    }

    /** Every table is emptied and every policy ACCEPT again (iptables.init's stop). */
    private static int stop(Session session, Streams io) {
        StringBuilder empty = new StringBuilder();
        for (String line : Texts.lines(saved(session, io))) {
            if (line.startsWith("*") || line.equals("COMMIT")) {
                empty.append(line).append('\n');
            } else if (line.startsWith(":") && !line.split(" ")[1].equals("-")) {
                empty.append(line.split(" ")[0]).append(" ACCEPT [0:0]\n");
            }
        }
        Streams quiet = new Streams(new Input(empty.toString()), new Output(text -> {}), io.err());
        return empty.isEmpty() ? 0 : program(session, "iptables-restore", List.of(), quiet);
    }

    private static int save(Session session, Streams io) {
        try {
            session.files().write(RULES, saved(session, io));
        } catch (FileException e) {
            io.err().line("iptables: Saving firewall rules to " + RULES + ":[FAILED]");
            return 1;
        }
        io.out().line("iptables: Saving firewall rules to " + RULES + ":[  OK  ]");
        return 0;
    }

    private static int report(Session session, String verb, Streams io) {
        boolean rules = Texts.lines(saved(session, io)).stream().anyMatch(line -> line.startsWith("-A"));
        if (verb.equals("is-active")) {
            io.out().line(rules ? "active" : "inactive");
        } else {
            io.out().line((rules ? "● " : "○ ") + "iptables.service - IPv4 firewall with iptables");
            io.out().line("   Loaded: loaded (/usr/lib/systemd/system/iptables.service; enabled)");
            io.out().line("   Active: " + (rules ? "active (exited)" : "inactive (dead)"));
        }
        return rules ? 0 : NOT_RUNNING;
    }

    private static String saved(Session session, Streams io) {
        StringBuilder rules = new StringBuilder();
        program(session, "iptables-save", List.of(), new Streams(Input.empty(), new Output(rules::append), io.err()));
        return rules.toString();
    }

    private static int program(Session session, String name, List<String> args, Streams io) {
        return Commands.find(name).map(c -> c.run(session, args, io)).orElse(1);
    }
}
