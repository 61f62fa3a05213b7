package org.ringlab.host.command;

import java.util.List;
import java.util.Map;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.Sysctls;

/** {@code modprobe}: network modules load and are then listed. */
final class ModprobeCommand extends NamedCommand {
    private static final String KNOWN =
            "(nf_|ip_|xt_|ipt_|iptable_).*|ipip|ip_gre|gre|vxlan|veth|bridge|tun|8021q|dummy";

    ModprobeCommand() {
        super("modprobe", "modprobe [-r] MODULE...: load kernel modules", "-r");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return List.of("ip_tables", "iptable_filter", "iptable_nat", "nf_conntrack", "nf_conntrack_ftp");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        boolean removes = args.contains("-r");
        List<String> names = args.stream()
                .filter(a -> !a.startsWith("-") && !a.contains("="))
                .toList();
        List<String> parameters = args.stream().filter(a -> a.contains("=")).toList();
        if (names.isEmpty()) {
            io.err().line("modprobe: ERROR: missing parameters. See -h.");
            return 1;
        }
        for (String name : names) {
            String module = name.replace('-', '_');
            if (!module.matches(KNOWN) && !module.equals("br_netfilter")) {
                io.err().line("modprobe: FATAL: Module " + module + " not found.");
                return 1;
            }
            if (removes) {
                session.machine().modules().remove(module);
                HelperModule.named(module).ifPresent(helper -> helper.unload(session.machine()));
                continue;
            }
            if (!session.machine().modules().add(module)) {
                continue;
            }
            if (module.equals("br_netfilter")) {
                showBridgesToIptables(session.machine());
            }
            HelperModule.named(module).ifPresent(helper -> helper.load(session.machine(), parameters));
        }
        return 0;
    }

    /** The module's setting is 1 at first: everywhere at once, or, as recorded, in the namespace that asked only. */
    private static void showBridgesToIptables(Machine machine) {
        Map<String, Integer> setting = Map.of(Sysctls.BRIDGE_IPTABLES, 1);
        machine.stack().sysctls().begin(setting);
        if (machine.profile() == Profile.CENTOS7) {
            machine.host().stack().sysctls().begin(setting);
            machine.namespaces().values().forEach(n -> n.stack().sysctls().begin(setting));
        }
    }
}
