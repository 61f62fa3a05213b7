package org.ringlab.virt.virsh;

import java.util.List;
import java.util.Locale;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.xml.Element;

/** The host itself: {@code nodeinfo}, {@code capabilities}, {@code iface-list} … */
final class HostCommands {
    private HostCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.of("capabilities", "", "capabilities", HostCommands::capabilities),
                VirshCommand.of(
                        "domcapabilities",
                        "[virttype] [emulatorbin] [arch] [machine]",
                        "domain capabilities",
                        HostCommands::domainCapabilities),
                VirshCommand.of(
                        "domxml-to-native",
                        "<format> [domain] [xml]",
                        "Convert domain XML to native config",
                        HostCommands::toNative),
                VirshCommand.of("freecell", "[#cellno] --all", "NUMA free memory", HostCommands::freeCell),
                VirshCommand.of("hostname", "", "print the hypervisor hostname", HostCommands::hostname),
                VirshCommand.of("maxvcpus", "[type]", "connection vcpu maximum", HostCommands::maxVcpus),
                VirshCommand.of("nodeinfo", "", "node information", HostCommands::nodeInfo),
                VirshCommand.of("nodememstats", "[#cell]", "Prints memory stats of the node.", HostCommands::memory),
                VirshCommand.of(
                        "nodesuspend",
                        "<target> --duration=",
                        "suspend the host node for a given time duration",
                        HostCommands::suspend),
                VirshCommand.of("sysinfo", "", "print the hypervisor sysinfo", HostCommands::sysinfo),
                VirshCommand.of("uri", "", "print the hypervisor canonical URI", HostCommands::uri),
                VirshCommand.of("version", "--daemon", "show version", HostCommands::version));
    }

    static List<VirshCommand> interfaces() {
        return List.of(VirshCommand.of(
                "iface-list", "--inactive --all", "list physical host interfaces", HostCommands::cards));
    }

    static List<VirshCommand> filters() {
        return List.of(VirshCommand.of("nwfilter-list", "", "list network filters", call -> {
            Table table = call.table("UUID", "Name");
            if (call.isNew()) {
                table.print(call);
            } else {
                table.print(call, " %-36s  %-20s ", 66);
            }
            return true;
        }));
    }

    static List<VirshCommand> secrets() {
        return List.of(VirshCommand.of(
                "secret-list", "--ephemeral --no-ephemeral --private --no-private", "list secrets", call -> {
                    Table table = call.table("UUID", "Usage");
                    if (call.isNew()) {
                        table.print(call);
                    } else {
                        table.print(call, " %-36s  %s", 80);
                    }
                    return true;
                }));
    }

    private static boolean hostname(Call call) {
        call.line(call.libvirtd().host().name());
        return true;
    }

    private static boolean uri(Call call) {
        call.line(call.uri());
        return true;
    }

    private static boolean version(Call call) {
        String own = call.isNew() ? "9.0.0" : "4.5.0";
        String qemu = call.isNew() ? "7.2.0" : "1.5.3";
        call.line("Compiled against library: libvirt " + own);
        call.line("Using library: libvirt " + own);
        call.line("Using API: QEMU " + own);
        call.line("Running hypervisor: QEMU " + qemu);
        return true;
    }

    private static boolean maxVcpus(Call call) {
        call.line(String.valueOf(call.libvirtd().host().hasKvm() ? 240 : 16));
        return true;
    }

    private static void wide(Call call, String name, Object value) {
        call.out(String.format(Locale.ROOT, "%-20s %s\n", name, value));
    }

    private static boolean nodeInfo(Call call) {
        VirtHost host = call.libvirtd().host();
        wide(call, "CPU model:", "x86_64");
        wide(call, "CPU(s):", host.processors());
        wide(call, "CPU frequency:", "2594 MHz");
        wide(call, "CPU socket(s):", "1");
        wide(call, "Core(s) per socket:", host.processors());
        wide(call, "Thread(s) per core:", "1");
        wide(call, "NUMA cell(s):", "1");
        wide(call, "Memory size:", host.memory() + " KiB");
        return true;
    }

    private static boolean memory(Call call) {
        long total = call.libvirtd().host().memory();
        for (String[] row : new String[][] {
            {"total  :", String.valueOf(total)},
            {"free   :", String.valueOf(total / 2)},
            {"buffers:", "2108"},
            {"cached :", String.valueOf(total / 4)}
        }) {
            call.out(String.format(Locale.ROOT, "%s %20s KiB\n", row[0], row[1]));
        }
        return true;
    }

    private static boolean freeCell(Call call) {
        call.line("Total: " + call.libvirtd().host().memory() / 2 + " KiB");
        return true;
    }

    private static boolean sysinfo(Call call) throws VirError {
        throw new VirError(VirError.Code.INTERNAL, "Failed to find path for dmidecode binary");
    }

    private static boolean suspend(Call call) throws VirError {
        throw new VirError(VirError.Code.OPERATION_UNSUPPORTED, "not simulated: suspending the host");
    }

    private static boolean capabilities(Call call) {
        VirtHost host = call.libvirtd().host();
        Element root = new Element("capabilities");
        Element cpu = new Element("cpu")
                .add(Element.text("arch", "x86_64"))
                .add(Element.text("model", "Haswell-noTSX"))
                .add(Element.text("vendor", "Intel"))
                .add(Element.of(
                        "topology", "sockets", "1", "cores", String.valueOf(host.processors()), "threads", "1"));
        if (host.hasKvm()) {
            cpu.add(Element.of("feature", "name", "vmx"));
        }
        Element migration = new Element("migration_features")
                .add(new Element("live"))
                .add(new Element("uri_transports")
                        .add(Element.text("uri_transport", "tcp"))
                        .add(Element.text("uri_transport", "rdma")));
        root.add(new Element("host")
                .add(Element.text("uuid", host.uuid()))
                .add(cpu)
                .add(migration));
        for (String arch : List.of("i686", "x86_64")) {
            Element in = Element.of("arch", "name", arch)
                    .add(Element.text("wordsize", arch.equals("i686") ? "32" : "64"))
                    .add(Element.text("emulator", host.qemu().program()))
                    .add(Element.text("machine", host.qemu().pc()).set("maxCpus", "255"))
                    .add(Element.text("machine", "pc")
                            .set("canonical", host.qemu().pc())
                            .set("maxCpus", "255"))
                    .add(Element.text("machine", host.qemu().q35()).set("maxCpus", "255"))
                    .add(Element.text("machine", "q35")
                            .set("canonical", host.qemu().q35())
                            .set("maxCpus", "255"))
                    .add(Element.of("domain", "type", "qemu"));
            if (host.hasKvm()) {
                in.add(Element.of("domain", "type", "kvm")
                        .add(Element.text("emulator", host.qemu().kvmProgram())));
            }
            Element features = new Element("features")
                    .add(new Element("cpuselection"))
                    .add(new Element("deviceboot"))
                    .add(Element.of("disksnapshot", "default", "on", "toggle", "no"))
                    .add(Element.of("acpi", "default", "on", "toggle", "yes"))
                    .add(Element.of("apic", "default", "on", "toggle", "no"));
            root.add(new Element("guest")
                    .add(Element.text("os_type", "hvm"))
                    .add(in)
                    .add(features));
        }
        call.out(root.toString());
        return true;
    }

    private static boolean domainCapabilities(Call call) throws VirError {
        VirtHost host = call.libvirtd().host();
        String type = call.value("virttype").orElse(host.hasKvm() ? "kvm" : "qemu");
        if (type.equals("kvm") && !host.hasKvm()) {
            call.error("failed to get emulator capabilities");
            String text = call.isNew() ? "the accel 'kvm' is not supported" : "KVM is not supported";
            throw new VirError(
                    VirError.Code.ARGUMENT, text + " by '" + host.qemu().program() + "' on this host");
        }
        Element root = new Element("domainCapabilities")
                .add(Element.text(
                        "path",
                        type.equals("kvm")
                                ? host.qemu().kvmProgram()
                                : host.qemu().program()))
                .add(Element.text("domain", type))
                .add(Element.text("machine", host.qemu().pc()))
                .add(Element.text("arch", "x86_64"))
                .add(Element.of("vcpu", "max", "255"));
        call.out(root.toString());
        return true;
    }

    private static boolean toNative(Call call) throws VirError {
        String format = call.text("format");
        String document;
        if (call.isNew() && !call.has("xml") && call.has("domain")) {
            document = call.file("domain").orElse("");
        } else if (call.has("domain")) {
            document = call.domain().map(d -> d.def().toString()).orElse("");
        } else {
            document = call.file("xml").orElse("");
        }
        if (document.isEmpty()) {
            return false;
        }
        if (!format.equals("qemu-argv")) {
            throw new VirError(VirError.Code.ARGUMENT, "unsupported config type " + format);
        }
        return call.fails("not simulated: QEMU's command line of a document");
    }

    private static boolean cards(Call call) {
        Table table = call.table("Name", "State", "MAC Address");
        for (VirtHost.Card card : call.libvirtd().host().links().cards()) {
            boolean wanted = call.has("all") || call.has("inactive") != card.managed();
            if (wanted) {
                table.row(card.name(), card.managed() ? "active" : "inactive", card.mac());
            }
        }
        if (call.isNew()) {
            table.print(call);
        } else {
            table.print(call, " %-20s %-10s %s", 51);
        }
        return true;
    }
}
