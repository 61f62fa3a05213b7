package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.Profile;
import org.ringlab.host.files.FileException;
import org.ringlab.host.hardware.KernelModule;
import org.ringlab.host.hardware.KernelModules;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.machine.SystemFiles;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.Sysctls;

/** {@code modprobe} of kmod: loads modules with those they need, or removes them. */
final class ModprobeCommand extends NamedCommand {
    ModprobeCommand() {
        super(
                "modprobe",
                "modprobe [-r] [--first-time] MODULE [PARAMETER=VALUE]...: load kernel modules",
                "-r",
                "--first-time");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return List.of(
                "bridge",
                "ip_tables",
                "iptable_filter",
                "iptable_nat",
                "kvm",
                "kvm_amd",
                "kvm_intel",
                "nf_conntrack",
                "nf_conntrack_ftp",
                "tun",
                "vhost_net");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        boolean removes = args.contains("-r") || args.contains("--remove");
        boolean first = args.contains("--first-time");
        List<String> words = args.stream().filter(a -> !a.startsWith("-")).toList();
        List<String> names = words.stream().filter(a -> !a.contains("=")).toList();
        List<String> parameters = words.stream().filter(a -> a.contains("=")).toList();
        if (names.isEmpty()) {
            io.err().line("modprobe: ERROR: missing parameters. See -h.");
            return 1;
        }
        // behind the module's name everything is a parameter, unless -a or -r says otherwise
        boolean several = removes || args.contains("-a") || args.contains("--all");
        for (String name : several ? names : names.subList(0, 1)) {
            int status = removes ? remove(session, name, first, io) : load(session, name, parameters, first, io);
            if (status != 0) {
                return status;
            }
        }
        return 0;
    }

    private static int load(Session session, String name, List<String> parameters, boolean first, Streams io) {
        Machine machine = session.machine();
        String module = name.replace('-', '_');
        List<String> all = new ArrayList<>(configured(session, module));
        all.addAll(parameters);
        KernelModules.Outcome outcome = machine.modules().load(name, all);
        return switch (outcome) {
            case DONE -> {
                if (module.equals("br_netfilter")) {
                    showBridgesToIptables(machine);
                }
                HelperModule.named(module).ifPresent(helper -> helper.load(machine, parameters));
                yield 0;
            }
            case ALREADY -> first ? refused(io, module, "Module already in kernel") : 0;
            case UNKNOWN, IN_USE -> missing(machine, name, io);
            case UNSUPPORTED -> refused(io, module, "Operation not supported");
            case BAD_PARAMETER -> refused(io, module, "Invalid argument");
        };
    }

    /** What {@code options MODULE NAME=VALUE} in {@code /etc/modprobe.d/*.conf} says; what is typed comes later and wins. */
    private static List<String> configured(Session session, String module) {
        List<String> parameters = new ArrayList<>();
        try {
            for (String file : session.files().list("/etc/modprobe.d")) {
                if (!file.endsWith(".conf")) {
                    continue;
                }
                for (String line : Texts.lines(session.files().read("/etc/modprobe.d/" + file))) {
                    List<String> words = List.of(line.strip().split("[ \t]+"));
                    if (words.size() > 2
                            && words.get(0).equals("options")
                            && words.get(1).replace('-', '_').equals(module)) {
                        parameters.addAll(words.subList(2, words.size()));
                    }
                }
            }
        } catch (FileException none) {
            return parameters;
        }
        return parameters;
    }

    private static int refused(Streams io, String module, String why) {
        io.err().line("modprobe: ERROR: could not insert '" + module + "': " + why);
        return 1;
    }

    private static int missing(Machine machine, String name, Streams io) {
        String where = machine.profile() == Profile.CENTOS7
                ? "."
                : " in directory /lib/modules/" + SystemFiles.kernelRelease(machine);
        io.err().line("modprobe: FATAL: Module " + name + " not found" + where);
        return 1;
    }

    private static int remove(Session session, String name, boolean first, Streams io) {
        Machine machine = session.machine();
        Optional<KernelModule> module = machine.modules().find(name);
        if (module.isEmpty()) {
            return missing(machine, name, io);
        }
        String known = module.get().name();
        return switch (machine.modules().remove(known)) {
            case DONE -> {
                HelperModule.named(known).ifPresent(helper -> helper.unload(machine));
                machine.modules().removeUnneeded(module.get());
                yield 0;
            }
            case IN_USE -> {
                io.err().line("modprobe: FATAL: Module " + known + " is in use.");
                yield 1;
            }
            case ALREADY, UNKNOWN, UNSUPPORTED, BAD_PARAMETER -> {
                if (first) {
                    io.err().line("modprobe: FATAL: Module " + known + " is not in kernel.");
                }
                yield first ? 1 : 0;
            }
        };
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
