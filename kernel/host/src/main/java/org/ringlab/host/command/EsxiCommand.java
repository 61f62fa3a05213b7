package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.container.Digest;
import org.ringlab.host.files.FileException;
import org.ringlab.host.guests.Guest;
import org.ringlab.host.guests.GuestHost;
import org.ringlab.host.guests.VirtualSwitch;
import org.ringlab.host.guests.Vmx;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code esxcli} and {@code vim-cmd} of ESXi 6.5: virtual switches with their port groups, and guests. */
final class EsxiCommand extends NamedCommand {
    private static final int FIRST_WORLD = 68_000;

    EsxiCommand(String name) {
        super(
                name,
                name.equals("esxcli")
                        ? "esxcli network vswitch standard list|add|remove …, esxcli vm process list|kill: ESXi's switches and guests"
                        : "vim-cmd vmsvc/getallvms|power.on|power.off|power.getstate, solo/registervm: ESXi's guests");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Machine host = session.machine().host();
        GuestHost esxi = host.fleet().guestHost(host.hostName(), "esxi", "000c29");
        if (esxi.isFreshOn(host)) {
            esxi.addSwitch("vSwitch0", "vSwitch0", "standard");
            esxi.addNetwork("VM Network", "vSwitch0");
        }
        Call call = new Call(session, host, esxi, io);
        return name().equals("esxcli") ? call.esxcli(args) : call.vimCmd(args);
    }

    private record Call(Session session, Machine host, GuestHost esxi, Streams io) {
        private int fail(String text) {
            io.out().line(text);
            return 1;
        }

        private int notSimulated(String text) {
            io.err().line(text + ": not simulated: " + text + " (see docs/not-simulated.md)");
            return 1;
        }

        int esxcli(List<String> args) {
            List<String> path = args.stream().takeWhile(w -> !w.startsWith("-")).toList();
            DockerOptions options = DockerOptions.parse(
                    args.subList(path.size(), args.size()),
                    true,
                    "v,vswitch-name:",
                    "p,portgroup-name:",
                    "u,uplink-name:",
                    "t,type:",
                    "w,world-id:");
            if (options.complaint().isPresent()) {
                return fail("Error: Invalid option " + String.join(" ", args.subList(path.size(), args.size())));
            }
            return switch (String.join(" ", path)) {
                case "network vswitch standard list" -> switches();
                case "network vswitch standard add" -> addSwitch(options);
                case "network vswitch standard remove" -> removeSwitch(options);
                case "network vswitch standard uplink add" -> uplink(options, true);
                case "network vswitch standard uplink remove" -> uplink(options, false);
                case "network vswitch standard portgroup list" -> portGroups();
                case "network vswitch standard portgroup add" -> portGroup(options, true);
                case "network vswitch standard portgroup remove" -> portGroup(options, false);
                case "vm process list" -> processes();
                case "vm process kill" -> kill(options);
                default -> notSimulated("esxcli " + String.join(" ", path));
            };
        }

        private int switches() {
            for (VirtualSwitch each : esxi.switches().values()) {
                List<String> groups = esxi.networks().entrySet().stream()
                        .filter(e -> e.getValue().equals(each.name()))
                        .map(Map.Entry::getKey)
                        .toList();
                long on = esxi.guests().stream()
                        .filter(g -> g.isOn() && groups.contains(g.network()))
                        .count();
                io.out()
                        .line(each.name() + "\n   Name: " + each.name() + "\n   Class: cswitch\n   Num Ports: 1536\n"
                                + "   Used Ports: " + (1 + on + each.uplinks().size())
                                + "\n   Configured Ports: 128\n   MTU: 1500\n"
                                + "   Uplinks: "
                                + String.join(
                                        ", ",
                                        each.uplinks().stream()
                                                .map(c -> c.replaceFirst("^eth", "vmnic"))
                                                .toList())
                                + "\n   Portgroups: " + String.join(", ", groups) + "\n");
            }
            return 0;
        }

        private Optional<VirtualSwitch> named(DockerOptions options) {
            return Optional.ofNullable(esxi.switches().get(options.value("vswitch-name", "")));
        }

        private int missing(String option) {
            return fail("Error: Missing required parameter -" + option);
        }

        private int noSwitch(DockerOptions options) {
            return fail("Unable to find vswitch: " + options.value("vswitch-name", ""));
        }

        private int addSwitch(DockerOptions options) {
            String name = options.value("vswitch-name", "");
            if (!options.has("vswitch-name")) {
                return missing("v|--vswitch-name");
            }
            if (!name.matches("[A-Za-z][\\w-]{0,14}")) {
                return fail("Invalid argument: vswitch name " + name);
            }
            if (host.stack().findInterface(name).isPresent()) {
                return fail("Unable to add vswitch: A portset with this name already exists");
            }
            esxi.addSwitch(name, name, "standard");
            return 0;
        }

        private int removeSwitch(DockerOptions options) {
            Optional<VirtualSwitch> found = named(options);
            found.ifPresent(esxi::remove);
            return found.isPresent() ? 0 : noSwitch(options);
        }

        /** ESXi numbers cards as {@code vmnicN}; the lab's host has them as {@code ethN}. */
        private int uplink(DockerOptions options, boolean add) {
            Optional<VirtualSwitch> found = named(options);
            if (found.isEmpty()) {
                return noSwitch(options);
            }
            String given = options.value("uplink-name", "");
            String card = given.replaceFirst("^vmnic", "eth");
            boolean there = given.startsWith("vmnic")
                    && host.stack().findInterface(card).isPresent();
            boolean used =
                    esxi.switches().values().stream().anyMatch(s -> s.uplinks().contains(card));
            if (!there) {
                return fail("Unable to find uplink: " + given);
            }
            if (add == used && (add || !found.get().uplinks().contains(card))) {
                return fail(add ? "Uplink already exists: " + given : "No such uplink: " + given);
            }
            if (add) {
                esxi.addUplink(found.get(), card);
            } else {
                esxi.removeUplink(found.get(), card);
            }
            return 0;
        }

        private int portGroups() {
            io.out().line("Name                    Virtual Switch  Active Clients  VLAN ID");
            io.out().line("----------------------  --------------  --------------  -------");
            esxi.networks().forEach((group, of) -> {
                long on = esxi.guests().stream()
                        .filter(g -> g.isOn() && g.network().equals(group))
                        .count();
                io.out().line(String.format(Locale.ROOT, "%-22s  %-14s  %14d  %7d", group, of, on, 0));
            });
            return 0;
        }

        private int portGroup(DockerOptions options, boolean add) {
            String group = options.value("portgroup-name", "");
            Optional<VirtualSwitch> found = named(options);
            if (group.isEmpty()) {
                return missing("p|--portgroup-name");
            }
            if (found.isEmpty()) {
                return noSwitch(options);
            }
            if (add == esxi.networks().containsKey(group)) {
                return fail(
                        add
                                ? "Portgroup with name " + group + " already exists"
                                : "Unable to find portgroup: " + group);
            }
            if (add) {
                esxi.addNetwork(group, found.get().name());
            } else {
                esxi.removeNetwork(group);
            }
            return 0;
        }

        private int processes() {
            for (Guest guest : esxi.guests()) {
                if (guest.isOn()) {
                    String uuid =
                            Digest.hex("esxi " + host.hostName() + guest.name()).replaceAll("(..)", "$1 ");
                    io.out()
                            .line(guest.name() + "\n   World ID: " + (FIRST_WORLD + guest.id()) + "\n   Process ID: 0\n"
                                    + "   VMX Cartel ID: " + (FIRST_WORLD - 1 + guest.id()) + "\n   UUID: "
                                    + uuid.substring(0, 47) + "\n   Display Name: " + guest.name()
                                    + "\n   Config File: "
                                    + guest.file() + "\n");
                }
            }
            return 0;
        }

        private int kill(DockerOptions options) {
            Optional<Guest> guest = Texts.number(options.value("world-id", ""))
                    .flatMap(w -> esxi.guests().stream()
                            .filter(g -> g.isOn() && FIRST_WORLD + g.id() == w)
                            .findFirst());
            if (!List.of("soft", "hard", "force").contains(options.value("type", ""))) {
                return missing("t|--type");
            }
            guest.ifPresent(esxi::powerOff);
            return guest.isPresent()
                    ? 0
                    : fail("Unable to find a virtual machine with world ID " + options.value("world-id", ""));
        }

        int vimCmd(List<String> args) {
            if (args.isEmpty()) {
                io.out().line("Commands available under /:\nsolo/   vmsvc/");
                return 0;
            }
            List<String> rest = args.subList(1, args.size());
            return switch (args.getFirst()) {
                case "vmsvc/getallvms" -> all();
                case "vmsvc/power.on", "vmsvc/power.off", "vmsvc/power.getstate", "vmsvc/unregister" ->
                    one(args.getFirst(), rest);
                case "solo/registervm" -> register(rest);
                default -> notSimulated("vim-cmd " + args.getFirst());
            };
        }

        private int all() {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("Vmid", "Name", "File", "Guest OS", "Version", "Annotation"));
            for (Guest guest : esxi.guests()) {
                String file = guest.file().replaceFirst("^/vmfs/volumes/([^/]+)/", "[$1] ");
                rows.add(List.of(String.valueOf(guest.id()), guest.name(), file, "otherLinux64Guest", "vmx-13", ""));
            }
            for (List<String> row : rows) {
                StringBuilder line = new StringBuilder();
                for (int i = 0; i < row.size(); i++) {
                    int column = i;
                    int width = rows.stream()
                            .mapToInt(r -> r.get(column).length())
                            .max()
                            .orElse(0);
                    line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 3));
                }
                io.out().line(line.toString().stripTrailing());
            }
            return 0;
        }

        private int one(String verb, List<String> words) {
            String word = words.isEmpty() ? "" : words.getFirst();
            Optional<Guest> found = esxi.guests().stream()
                    .filter(g -> String.valueOf(g.id()).equals(word))
                    .findFirst();
            if (found.isEmpty()) {
                return fail(
                        words.isEmpty()
                                ? "Insufficient arguments."
                                : "(vim.fault.NotFound) {\n   faultCause = (vmodl.MethodFault) null,\n   faultMessage = <unset>\n"
                                        + "   msg = \"Unable to find a VM corresponding to \\\"" + word + "\\\"\"\n}");
            }
            Guest guest = found.get();
            return switch (verb) {
                case "vmsvc/power.getstate" -> {
                    io.out().line("Retrieved runtime info\nPowered " + (guest.isOn() ? "on" : "off"));
                    yield 0;
                }
                case "vmsvc/power.on" -> {
                    io.out().line("Powering on VM:");
                    boolean wired = guest.network().isEmpty() || esxi.networks().containsKey(guest.network());
                    if (guest.isOn() || !wired || guest.memory() > esxi.freeMemory()) {
                        yield fail("Power on failed");
                    }
                    esxi.powerOn(guest);
                    yield 0;
                }
                case "vmsvc/power.off" -> {
                    io.out().line("Powering off VM:");
                    if (!guest.isOn()) {
                        yield fail("Power off failed");
                    }
                    esxi.powerOff(guest);
                    yield 0;
                }
                default -> {
                    if (guest.isOn()) {
                        yield fail("(vim.fault.InvalidPowerState)");
                    }
                    esxi.undefine(guest);
                    yield 0;
                }
            };
        }

        private int register(List<String> words) {
            if (words.isEmpty()) {
                return fail("Insufficient arguments.");
            }
            String path = session.resolve(words.getFirst());
            Vmx vmx;
            try {
                vmx = Vmx.read(session.files().read(path));
            } catch (FileException e) {
                return fail(
                        "(vim.fault.NotFound) {\n   faultCause = (vmodl.MethodFault) null,\n   faultMessage = <unset>\n"
                                + "   msg = \"The object or item referred to could not be found.\"\n}");
            }
            String name = words.size() > 1 ? words.get(1) : vmx.value("displayName", "");
            Optional<Integer> memory = vmx.number("memSize", 256);
            Optional<Integer> processors = vmx.number("numvcpus", 1);
            if (name.isEmpty() || memory.isEmpty() || processors.isEmpty()) {
                return fail("(vim.fault.InvalidVmConfig)");
            }
            if (esxi.guests().stream().anyMatch(g -> g.file().equals(path))) {
                return fail("(vim.fault.AlreadyExists) {\n   name = \"" + path + "\"\n}");
            }
            Guest guest =
                    esxi.define(name, path, memory.get(), processors.get(), vmx.value("ethernet0.networkName", ""));
            io.out().line(String.valueOf(guest.id()));
            return 0;
        }
    }
}
