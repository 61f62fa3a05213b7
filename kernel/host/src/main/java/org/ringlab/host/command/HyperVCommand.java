package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.container.Digest;
import org.ringlab.host.guests.Guest;
import org.ringlab.host.guests.GuestHost;
import org.ringlab.host.guests.VirtualSwitch;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** PowerShell's verbs for Hyper-V, typed as programs of the host's shell. */
final class HyperVCommand extends NamedCommand {
    HyperVCommand(String name) {
        super(name, name + ": Hyper-V's guests and switches");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Machine host = session.machine().host();
        GuestHost hyperV = host.fleet().guestHost(host.hostName(), "hyperv", "00155d");
        hyperV.isFreshOn(host);
        Map<String, String> words = new LinkedHashMap<>();
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            boolean flag = word.startsWith("-");
            boolean valued = flag && i + 1 < args.size() && !args.get(i + 1).startsWith("-");
            words.put(
                    flag ? word.substring(1).toLowerCase(Locale.ROOT) : "name",
                    flag ? valued ? args.get(++i) : "" : word);
        }
        Call call = new Call(host, hyperV, words, name(), io);
        List<String> known =
                List.of("name", "memorystartupbytes", "switchname", "netadaptername", "switchtype", "turnoff", "force");
        Optional<String> stranger =
                words.keySet().stream().filter(w -> !known.contains(w)).findFirst();
        if (stranger.isPresent()) {
            io.err().line(name() + ": not simulated: " + name() + " -" + stranger.get());
            return 1;
        }
        return switch (name()) {
            case "Get-VM" -> call.guests();
            case "New-VM" -> call.make();
            case "Get-VMSwitch" -> call.switches();
            case "New-VMSwitch" -> call.makeSwitch();
            case "Remove-VMSwitch" -> call.removeSwitch();
            default -> call.each();
        };
    }

    private record Call(Machine host, GuestHost hyperV, Map<String, String> words, String verb, Streams io) {
        private String word(String key) {
            return words.getOrDefault(key, "");
        }

        private int fail(String text) {
            io.err().line(verb + " : " + text);
            return 1;
        }

        private void table(List<List<String>> rows) {
            io.out().line("");
            for (int r = 0; r < rows.size(); r++) {
                StringBuilder line = new StringBuilder();
                StringBuilder rule = new StringBuilder();
                for (int i = 0; i < rows.getFirst().size(); i++) {
                    int column = i;
                    int width = rows.stream()
                            .mapToInt(x -> x.get(column).length())
                            .max()
                            .orElse(0);
                    String cell = rows.get(r).get(i);
                    line.append(cell).append(" ".repeat(width - cell.length() + 1));
                    rule.append("-".repeat(cell.length())).append(" ".repeat(width - cell.length() + 1));
                }
                io.out().line(line.toString().stripTrailing());
                if (r == 0) {
                    io.out().line(rule.toString().stripTrailing());
                }
            }
            io.out().line("");
        }

        int guests() {
            if (!word("name").isEmpty() && hyperV.find(word("name")).isEmpty()) {
                return absent();
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("Name", "State", "CPUUsage(%)", "MemoryAssigned(M)", "Uptime", "Status", "Version"));
            long now = host.stack().network().clock().nanos();
            for (Guest g : hyperV.guests()) {
                if (word("name").isEmpty() || g.name().equals(word("name"))) {
                    long seconds = g.isOn() ? (now - g.sinceNanos()) / SimClock.SECOND : 0;
                    rows.add(List.of(
                            g.name(),
                            g.isOn() ? "Running" : "Off",
                            "0",
                            g.isOn() ? String.valueOf(g.memory()) : "0",
                            String.format(
                                    Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60),
                            "Operating normally",
                            "9.0"));
                }
            }
            if (rows.size() > 1) {
                table(rows);
            }
            return 0;
        }

        private int absent() {
            return fail("Hyper-V was unable to find a virtual machine with name \"" + word("name") + "\".");
        }

        private Optional<Integer> memory() {
            String text = words.getOrDefault("memorystartupbytes", "1GB").toUpperCase(Locale.ROOT);
            if (!text.matches("\\d{1,6}[MG]B")) {
                return Optional.empty();
            }
            int number = Integer.parseInt(text.substring(0, text.length() - 2));
            return Optional.of(text.endsWith("GB") ? number * 1024 : number).filter(m -> m >= 32);
        }

        int make() {
            Optional<Integer> memory = memory();
            if (word("name").isEmpty()) {
                return fail("Cannot process command because of one or more missing mandatory parameters: Name.");
            }
            if (memory.isEmpty()) {
                return fail("Cannot bind parameter 'MemoryStartupBytes'. Cannot convert value \""
                        + word("memorystartupbytes") + "\" to type \"System.Int64\".");
            }
            String on = word("switchname");
            if (!on.isEmpty() && !hyperV.switches().containsKey(on)) {
                return fail("Hyper-V was unable to find a virtual switch with name \"" + on + "\".");
            }
            hyperV.define(word("name"), "", memory.get(), 1, on);
            words.keySet().retainAll(List.of("name"));
            return guests();
        }

        int switches() {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("Name", "SwitchType", "NetAdapterInterfaceDescription"));
            for (VirtualSwitch each : hyperV.switches().values()) {
                if (word("name").isEmpty() || each.name().equals(word("name"))) {
                    rows.add(List.of(each.name(), each.kind(), String.join(", ", each.uplinks())));
                }
            }
            if (rows.size() > 1) {
                table(rows);
            }
            return 0;
        }

        int makeSwitch() {
            String name = word("name");
            String card = word("netadaptername");
            String kind = card.isEmpty() ? word("switchtype") : "External";
            if (name.isEmpty() || !List.of("External", "Internal", "Private").contains(kind)) {
                return fail("Parameter set cannot be resolved using the specified named parameters.");
            }
            boolean used = hyperV.switches().values().stream()
                    .anyMatch(s -> s.uplinks().contains(card));
            if (!card.isEmpty() && (used || host.stack().findInterface(card).isEmpty())) {
                return fail(
                        used
                                ? "Failed while adding virtual Ethernet switch connections. The external Ethernet adapter '"
                                        + card + "' is already bound to the Microsoft Virtual Switch protocol."
                                : "The network adapter '" + card + "' was not found.");
            }
            if (hyperV.switches().containsKey(name)) {
                return fail("A virtual switch with name \"" + name + "\" already exists.");
            }
            String bridge = "vEth-" + Digest.hex("switch " + name).substring(0, 8);
            VirtualSwitch made = kind.equals("Private")
                    ? hyperV.addPrivateSwitch(name, kind)
                    : hyperV.addSwitch(name, name.matches("[\\w-]{1,10}") ? "vEth-" + name : bridge, kind);
            hyperV.addNetwork(name, name);
            if (!card.isEmpty()) {
                hyperV.addUplink(made, card);
            }
            words.keySet().retainAll(List.of("name"));
            return switches();
        }

        int removeSwitch() {
            VirtualSwitch found = hyperV.switches().get(word("name"));
            if (found == null) {
                return fail("Hyper-V was unable to find a virtual switch with name \"" + word("name") + "\".");
            }
            hyperV.remove(found);
            return 0;
        }

        int each() {
            Optional<Guest> found = hyperV.find(word("name"));
            if (found.isEmpty()) {
                return absent();
            }
            Guest guest = found.get();
            switch (verb) {
                case "Start-VM" -> {
                    if (guest.isOn()) {
                        io.err().line("WARNING: The virtual machine is already in the specified state.");
                    } else if (guest.memory() > hyperV.freeMemory()) {
                        return fail("'" + guest.name()
                                + "' failed to start.\n\nNot enough memory in the system to start the"
                                + " virtual machine " + guest.name() + ".");
                    } else {
                        hyperV.powerOn(guest);
                    }
                }
                case "Stop-VM" -> {
                    if (guest.isOn()) {
                        hyperV.powerOff(guest);
                    } else {
                        io.err().line("WARNING: The virtual machine is already in the specified state.");
                    }
                }
                default -> {
                    if (guest.isOn()) {
                        return fail("The operation cannot be performed while the object is in its current state.");
                    }
                    hyperV.undefine(guest);
                }
            }
            return 0;
        }
    }
}
