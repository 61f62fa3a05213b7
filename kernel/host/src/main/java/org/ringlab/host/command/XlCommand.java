package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.common.SimClock;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.machine.SystemFiles;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.xen.XenHost;

/** {@code xl} of Xen 4.8: the domains of a hypervisor, seen from domain 0. */
final class XlCommand extends NamedCommand {
    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*(\\w+)\\s*=\\s*(.*?)\\s*");

    XlCommand() {
        super("xl", "xl list|create FILE|destroy DOMAIN|shutdown DOMAIN|info: Xen's domains");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Machine machine = session.machine().host();
        XenHost xen = machine.fleet().xen(machine.hostName());
        if (args.isEmpty()) {
            io.err()
                    .line(
                            "Usage xl [-vfN] <subcommand> [args]\n\nxl full list of subcommands simulated here: create destroy info list"
                                    + " shutdown");
            return 1;
        }
        if (!xen.isRunning()) {
            io.err()
                    .line(
                            "xencall: error: Could not obtain handle on privileged command interface: No such file or directory\n"
                                    + "libxl: error: libxl.c:108:libxl_ctx_alloc: cannot open libxc handle: No such file or directory\n"
                                    + "cannot init xl context");
            return 1;
        }
        List<String> rest = args.subList(1, args.size());
        return switch (args.getFirst()) {
            case "list" -> list(machine, xen, io);
            case "info" -> info(machine, xen, io);
            case "create" -> create(session, machine, xen, rest, io);
            case "destroy", "shutdown" -> end(machine, xen, args.getFirst(), rest, io);
            default -> {
                io.err().line("xl: not simulated: xl " + args.getFirst());
                yield 1;
            }
        };
    }

    private static int list(Machine machine, XenHost xen, Streams io) {
        io.out().line("Name                                        ID   Mem VCPUs\tState\tTime(s)");
        long now = machine.stack().network().clock().nanos();
        row(io, "Domain-0", 0, xen.memoryOfDomain0(), xen.processors(), "r-----", now);
        xen.domains().forEach(d -> row(io, d.name(), d.id(), d.memory(), d.vcpus(), "-b----", now - d.startedNanos()));
        return 0;
    }

    private static void row(Streams io, String name, int id, int memory, int cpus, String state, long nanos) {
        io.out()
                .line(String.format(
                        Locale.ROOT,
                        "%-40s %5d %5d %5d     %s %8.1f",
                        name,
                        id,
                        memory,
                        cpus,
                        state,
                        nanos / (10.0 * SimClock.SECOND)));
    }

    private static int info(Machine machine, XenHost xen, Streams io) {
        io.out().line("host                   : " + machine.hostName());
        io.out().line("release                : " + SystemFiles.kernelRelease(machine));
        io.out().line("machine                : x86_64");
        io.out().line("nr_cpus                : " + xen.processors());
        io.out().line("virt_caps              : hvm");
        io.out().line("total_memory           : " + xen.memory());
        io.out().line("free_memory            : 0");
        io.out().line("xen_major              : 4\nxen_minor              : 8");
        io.out()
                .line(
                        "xen_caps               : xen-3.0-x86_64 xen-3.0-x86_32p hvm-3.0-x86_32 hvm-3.0-x86_32p hvm-3.0-x86_64");
        return 0;
    }

    private static int create(Session session, Machine machine, XenHost xen, List<String> words, Streams io) {
        if (words.size() != 1) {
            io.err().line("xl: not simulated: xl create but with one configuration file");
            return 1;
        }
        String file = words.getFirst();
        String text;
        try {
            text = session.files().read(session.resolve(file));
        } catch (FileException e) {
            io.err().line("Failed to read config file: " + file + ": No such file or directory");
            return 1;
        }
        io.out().line("Parsing config from " + file);
        String name = "";
        Optional<Integer> memory = Optional.of(128);
        Optional<Integer> vcpus = Optional.of(1);
        List<String> bridges = new ArrayList<>();
        int number = 0;
        for (String line : Texts.lines(text)) {
            number++;
            String plain = line.replaceFirst("#.*", "");
            Matcher m = ASSIGNMENT.matcher(plain);
            if (plain.isBlank()) {
                continue;
            }
            if (!m.matches()) {
                io.err()
                        .line(file + ":" + number + ": config parsing error near `" + plain.strip()
                                + "': syntax error");
                io.err().line("Failed to parse config: Invalid argument");
                return 1;
            }
            String value = m.group(2);
            String bare = value.replaceAll("^[\"']|[\"']$", "");
            switch (m.group(1)) {
                case "name" -> name = bare;
                case "memory" -> memory = Texts.number(bare).filter(n -> n > 0);
                case "vcpus" -> vcpus = Texts.number(bare).filter(n -> n > 0);
                case "vif" -> {
                    Matcher card = Pattern.compile("[\"']([^\"']*)[\"']").matcher(value);
                    while (card.find()) {
                        Matcher bridge = Pattern.compile("bridge=([\\w.-]+)").matcher(card.group(1));
                        bridges.add(bridge.find() ? bridge.group(1) : "xenbr0");
                    }
                }
                default -> {
                    // disks, kernels, consoles: a domain here boots without them
                }
            }
        }
        if (name.isEmpty() || memory.isEmpty() || vcpus.isEmpty()) {
            io.err()
                    .line(
                            name.isEmpty()
                                    ? "Domain name must be specified."
                                    : "Failed to parse config: Invalid argument");
            return 1;
        }
        if (xen.find(name).isPresent() || name.equals("Domain-0")) {
            io.err()
                    .line(
                            "libxl: error: libxl_create.c:564:libxl__domain_make: Domain with name \"" + name
                                    + "\" already exists.\nlibxl: error: libxl_create.c:911:initiate_domain_create: cannot make domain: -6");
            return 3;
        }
        if (!xen.hasRoom(memory.get())) {
            io.err()
                    .line(
                            "libxl: error: libxl_mem.c:512: requested memory is too large\nfailed to free memory for the domain");
            return 3;
        }
        for (String bridge : bridges) {
            if (machine.stack().findInterface(bridge).isEmpty()) {
                io.err()
                        .line(
                                "libxl: error: libxl_exec.c:118:libxl_report_child_exitstatus: /etc/xen/scripts/vif-bridge online"
                                        + " [-1] exited with error status 1\nlibxl: error: libxl_device.c:1286:device_hotplug_child_death_cb: script:"
                                        + " Could not find bridge device " + bridge);
                return 3;
            }
        }
        xen.create(machine, new XenHost.Config(name, memory.get(), vcpus.get(), bridges));
        return 0;
    }

    private static int end(Machine machine, XenHost xen, String verb, List<String> words, Streams io) {
        if (words.size() != 1) {
            io.err().line("'xl " + verb + "' requires at least 1 argument.");
            return 2;
        }
        String word = words.getFirst();
        if (word.equals("0") || word.equals("Domain-0")) {
            io.err()
                    .line(
                            verb.equals("destroy")
                                    ? "Cannot destroy privileged domain 0."
                                    : "xl: not simulated: xl shutdown of domain 0");
            return 1;
        }
        Optional<XenHost.Domain> domain = xen.find(word);
        if (domain.isEmpty()) {
            io.err().line(word + " is an invalid domain identifier (rc=-6)");
            return 1;
        }
        if (verb.equals("shutdown")) {
            io.out().line("Shutting down domain " + domain.get().id());
        }
        xen.destroy(machine, domain.get());
        return 0;
    }
}
