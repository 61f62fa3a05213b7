package org.ringlab.host.unit;

import java.util.List;
import org.ringlab.host.command.Commands;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/** The {@code iptables} service of CentOS (iptables-services): rules kept in a file. */
public final class IptablesUnit implements Unit {
    private static final String RULES = "/etc/sysconfig/iptables";

    @Override
    public String name() {
        return "iptables";
    }

    @Override
    public String description() {
        return "IPv4 firewall with iptables";
    }

    @Override
    public List<Wanted> wanted() {
        return List.of(new Wanted(
                "/etc/systemd/system/basic.target.wants/iptables.service", "/usr/lib/systemd/system/iptables.service"));
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public List<String> conflicts() {
        return List.of("firewalld");
    }

    @Override
    public boolean start(Session session, Streams journal) {
        try {
            String rules = session.files().read(RULES);
            Streams quiet = new Streams(new Input(rules), new Output(text -> {}), journal.err());
            return Commands.run(session, "iptables-restore", List.of(), quiet) == 0;
        } catch (FileException e) {
            journal.err().line(RULES + ": " + e.getMessage());
            return false;
        }
    }

    /** Every table is emptied and every policy ACCEPT again (iptables.init's stop). */
    @Override
    public void stop(Session session, Streams journal) {
        empty(session, journal);
    }

    /** Rules stay in place until the new ones are. */
    @Override
    public boolean reload(Session session, Streams journal) {
        return start(session, journal);
    }

    /** {@code service iptables save}. */
    public static int save(Session session, Streams io) {
        try {
            session.files().write(RULES, saved(session, io));
        } catch (FileException e) {
            io.err().line("iptables: Saving firewall rules to " + RULES + ":[FAILED]");
            return 1;
        }
        io.out().line("iptables: Saving firewall rules to " + RULES + ":[  OK  ]");
        return 0;
    }

    /** Takes all rules and chains out of the tables in use. */
    static void empty(Session session, Streams io) {
        StringBuilder empty = new StringBuilder();
        for (String line : saved(session, io).split("\n")) {
            if (line.startsWith("*") || line.equals("COMMIT")) {
                empty.append(line).append('\n');
            } else if (line.startsWith(":") && !line.split(" ")[1].equals("-")) {
                empty.append(line.split(" ")[0]).append(" ACCEPT [0:0]\n");
            }
        }
        if (!empty.isEmpty()) {
            Streams quiet = new Streams(new Input(empty.toString()), new Output(text -> {}), io.err());
            Commands.run(session, "iptables-restore", List.of(), quiet);
        }
    }

    private static String saved(Session session, Streams io) {
        StringBuilder rules = new StringBuilder();
        Streams out = new Streams(Input.empty(), new Output(rules::append), io.err());
        Commands.run(session, "iptables-save", List.of(), out);
        return rules.toString();
    }
}
