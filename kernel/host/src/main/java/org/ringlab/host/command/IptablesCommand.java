package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.RecentFiles;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.iptables.Iptables;
import org.ringlab.netfilter.iptables.IptablesResult;
import org.ringlab.netfilter.iptables.Profile;
import org.ringlab.netfilter.rules.Chain;
import org.ringlab.netfilter.rules.Table;
import org.ringlab.netfilter.rules.TableName;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code iptables}: the netfilter engine's own front end, on this host's rules. */
final class IptablesCommand extends NamedCommand {
    /** The options that a chain's name follows. */
    private static final String CHAIN_OPTIONS = "AIDRCLSFZPXNE";

    private static final List<String> TARGETS =
            List.of("ACCEPT", "DROP", "REJECT", "RETURN", "LOG", "SNAT", "DNAT", "MASQUERADE", "REDIRECT", "MARK");

    IptablesCommand() {
        super(
                "iptables",
                "iptables [-t TABLE] -A|-I|-D|-R|-L|-F|-P|-N|-X CHAIN [RULE]: packet filter rules",
                IptablesOptions.names());
    }

    @Override
    public Optional<String> explain(String option) {
        return IptablesOptions.explain(option);
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        String last = before.get(before.size() - 1);
        String table = "filter";
        for (int i = 0; i + 1 < before.size(); i++) {
            table = IptablesOptions.is(before.get(i), "t") ? before.get(i + 1) : table;
        }
        if (IptablesOptions.is(last, CHAIN_OPTIONS)) {
            return chains(session, table).toList();
        }
        return switch (last) {
            case "-j", "--jump", "-g", "--goto" ->
                Stream.concat(TARGETS.stream(), chains(session, table)).toList();
            case "-t", "--table" ->
                Stream.of(TableName.values()).map(TableName::text).toList();
            case "-m", "--match" ->
                List.of("conntrack", "icmp", "iprange", "limit", "multiport", "state", "tcp", "udp");
            case "-p", "--protocol" -> List.of("all", "icmp", "tcp", "udp");
            case "-i", "-o", "--in-interface", "--out-interface" ->
                session.machine().stack().interfaces().stream()
                        .map(NetInterface::name)
                        .toList();
            case "--state", "--ctstate" -> List.of("NEW", "ESTABLISHED", "RELATED", "INVALID", "ESTABLISHED,RELATED");
            default -> List.of();
        };
    }

    private static Stream<String> chains(Session session, String name) {
        return TableName.parse(name).stream()
                .map(t -> session.machine().stack().ruleSet().table(t).orElseGet(() -> new Table(t)))
                .flatMap(t -> t.chains().stream())
                .map(Chain::name);
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Machine machine = session.machine();
        nameTable(machine, args);
        int status = show(new Iptables(machine.stack().ruleSet(), texts(machine)).run(new ArrayList<>(args)), io);
        RecentFiles.refresh(machine);
        return status;
    }

    /** Notes which table a command line names. */
    static void nameTable(Machine machine, List<String> args) {
        TableName named = TableName.FILTER;
        for (int i = 0; i + 1 < args.size(); i++) {
            if (args.get(i).equals("-t") || args.get(i).equals("--table")) {
                named = TableName.parse(args.get(i + 1)).orElse(named);
            }
        }
        machine.nameTable(named);
    }

    /** Which release of iptables a machine has. */
    static Profile texts(Machine machine) {
        return switch (machine.profile()) {
            case RECORDED, DEBIAN12 -> Profile.RECORDED;
            case CENTOS7 -> Profile.CENTOS7;
        };
    }

    /** Prints a result; its status. */
    static int show(IptablesResult result, Streams io) {
        io.out().print(result.stdout());
        io.err().print(result.stderr());
        return result.status();
    }
}
