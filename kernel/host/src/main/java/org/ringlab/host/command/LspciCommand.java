package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.host.hardware.PciDevices;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code lspci} of pciutils 3.5.1: what is on the bus, with names, numbers and drivers. */
final class LspciCommand extends NamedCommand {
    LspciCommand() {
        super(
                "lspci",
                "lspci [-n|-nn] [-k] [-D] [-s SLOT] [-d VENDOR:DEVICE]: the devices of the bus",
                "-n",
                "-nn",
                "-k",
                "-D",
                "-s",
                "-d");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "nkDs:d:vtxmbi:");
        if (options.complaint("lspci").isPresent() || !options.operands().isEmpty()) {
            options.complaint("lspci").ifPresent(io.err()::line);
            io.err().line("Usage: lspci [<switches>]");
            return 1;
        }
        for (String option : List.of("-t", "-x", "-m", "-b", "-i")) {
            if (options.has(option)) {
                io.err().line("lspci: not simulated: " + option);
                return 1;
            }
        }
        String slot = options.value("-s", "").replaceFirst("^0{1,4}:(?=..?:)", "");
        String ids = options.value("-d", "");
        if (!slot.matches("([0-9a-fA-F]{1,2}:)?([0-9a-fA-F]{1,2})?(\\.[0-7])?|\\*")) {
            io.err().line("lspci: -s: Invalid slot number");
            return 1;
        }
        if (!ids.matches("([0-9a-fA-F]{1,4}|\\*)?(:([0-9a-fA-F]{1,4}|\\*)?)?")) {
            io.err().line("lspci: -d: Invalid vendor ID");
            return 1;
        }
        int numbers = (int) args.stream()
                .filter(arg -> arg.matches("-[nkD]+"))
                .flatMapToInt(String::chars)
                .filter(c -> c == 'n')
                .count();
        for (PciDevices.Device device : session.machine().pci().devices()) {
            if (isAt(device, slot) && isOf(device, ids)) {
                show(device, numbers, options, io);
            }
        }
        return 0;
    }

    private static boolean isAt(PciDevices.Device device, String slot) {
        int colon = slot.indexOf(':');
        int dot = slot.indexOf('.');
        String bus = colon < 0 ? "" : slot.substring(0, colon);
        String number = slot.substring(colon + 1, dot < 0 ? slot.length() : dot);
        String function = dot < 0 ? "" : slot.substring(dot + 1);
        return same(bus, device.slot().substring(0, 2))
                && same(number, device.slot().substring(3, 5))
                && same(function, device.slot().substring(6));
    }

    private static boolean isOf(PciDevices.Device device, String ids) {
        int colon = ids.indexOf(':');
        return same(colon < 0 ? ids : ids.substring(0, colon), device.ids().substring(0, 4))
                && same(colon < 0 ? "" : ids.substring(colon + 1), device.ids().substring(5));
    }

    private static boolean same(String asked, String found) {
        return asked.isEmpty() || asked.equals("*") || Integer.parseInt(asked, 16) == Integer.parseInt(found, 16);
    }

    private static void show(PciDevices.Device device, int numbers, Options options, Streams io) {
        String slot = (options.has("-D") ? "0000:" : "") + device.slot();
        String revision = device.revision() == 0 ? "" : String.format(Locale.ROOT, " (rev %02x)", device.revision());
        io.out()
                .line(
                        switch (numbers) {
                            case 0 -> slot + " " + device.kind() + ": " + device.name() + revision;
                            case 1 -> slot + " " + device.code() + ": " + device.ids() + revision;
                            default ->
                                slot + " " + device.kind() + " [" + device.code() + "]: " + device.name() + " ["
                                        + device.ids() + "]" + revision;
                        });
        if (options.has("-v")) {
            io.out().line("\tFlags: bus master, fast devsel, latency 0");
        }
        Optional<String> driver = device.driver();
        if ((options.has("-k") || options.has("-v")) && driver.isPresent()) {
            io.out().line("\tKernel driver in use: " + driver.get());
            boolean module = !List.of("agpgart-intel", "pcieport").contains(driver.get());
            if (module) {
                io.out().line("\tKernel modules: " + device.module().orElse(driver.get()));
            }
        }
        io.out().print(options.has("-v") ? "\n" : "");
    }
}
