package org.ringlab.virt.virsh;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.DeviceChanges;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainDef;
import org.ringlab.virt.domain.Tuning;
import org.ringlab.virt.xml.Element;

/** Disks and cards that come and go: {@code attach-disk}, {@code detach-interface} … */
final class DeviceCommands {
    private static final String SCOPE = " --persistent --config --live --current";
    private static final List<String> SOURCES = List.of("network", "bridge", "direct", "hostdev");

    private DeviceCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.of(
                        "attach-device",
                        "<domain> <file>" + SCOPE,
                        "attach device from an XML file",
                        DeviceCommands::attachDevice),
                VirshCommand.of(
                        "attach-disk",
                        "<domain> <source> <target> [targetbus] [driver] [subdriver] [iothread] [cache] [io] [type]"
                                + " {mode} {sourcetype} {serial} {wwn} --shareable --rawio {address} --multifunction"
                                + " --print-xml" + SCOPE,
                        "attach disk device",
                        DeviceCommands::attachDisk),
                VirshCommand.of(
                        "attach-interface",
                        "<domain> <type> <source> [target] [mac] [script] [model] {alias} {inbound} {outbound}"
                                + " --print-xml --managed" + SCOPE,
                        "attach network interface",
                        DeviceCommands::attachInterface),
                VirshCommand.of(
                        "blockcommit",
                        "<domain> <path> [#bandwidth] [base] --shallow [top] --active --delete --wait --verbose"
                                + " {timeout} --pivot --keep-overlay --async --keep-relative",
                        "Start a block commit operation.",
                        DeviceCommands::blockCommit),
                VirshCommand.of(
                        "blockresize",
                        "<domain> <path> <#size>",
                        "Resize block device of domain.",
                        DeviceCommands::resize),
                VirshCommand.of(
                        "change-media",
                        "<domain> <path> [source] --eject --insert --update --current --live --config --force"
                                + " --print-xml --block",
                        "Change media of CD or floppy drive",
                        DeviceCommands::changeMedia),
                VirshCommand.of(
                        "detach-device",
                        "<domain> <file>" + SCOPE,
                        "detach device from an XML file",
                        DeviceCommands::detachDevice),
                VirshCommand.of(
                        "detach-disk",
                        "<domain> <target>" + SCOPE + " --print-xml",
                        "detach disk device",
                        DeviceCommands::detachDisk),
                VirshCommand.of(
                        "detach-interface",
                        "<domain> <type> [mac]" + SCOPE + " --print-xml",
                        "detach network interface",
                        DeviceCommands::detachInterface),
                VirshCommand.of(
                        "domif-setlink",
                        "<domain> <interface> <state> --config --print-xml",
                        "set link state of a virtual interface",
                        DeviceCommands::setLink));
    }

    private static DeviceChanges changes(Call call) {
        return new DeviceChanges(call.libvirtd());
    }

    private static Tuning.Scope scope(Call call, Domain domain) throws VirError {
        if (call.has("persistent")) {
            return new Tuning.Scope(domain.isActive(), true);
        }
        if (call.has("current")) {
            return Tuning.Scope.of(domain, false, false);
        }
        return DeviceChanges.scope(domain, call.has("live"), call.has("config"));
    }

    private static boolean attach(Call call, Domain domain, Element device, String what) throws VirError {
        if (call.has("print-xml")) {
            call.out(device.toString());
            return true;
        }
        call.attempt("Failed to attach " + what, () -> {
            call.write("virDomainAttachDevice");
            changes(call).attach(domain, device.toString(), scope(call, domain));
        });
        call.extra((what.equals("disk") ? "Disk" : "Interface") + " attached successfully\n");
        return true;
    }

    private static boolean attachDevice(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        Optional<String> text = domain.isEmpty() ? Optional.empty() : call.file("file");
        if (text.isEmpty() || domain.isEmpty()) {
            return false;
        }
        call.attempt("Failed to attach device from " + call.text("file"), () -> {
            call.write("virDomainAttachDevice");
            changes(call).attach(domain.get(), text.get(), scope(call, domain.get()));
        });
        call.extra("Device attached successfully\n");
        return true;
    }

    private static boolean attachDisk(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        String source = call.text("source");
        String type = call.value("type").orElse("disk");
        boolean block = call.value("sourcetype")
                .map("block"::equals)
                .orElseGet(() -> call.libvirtd().host().files().kind(source) == VirtHost.Files.Kind.BLOCK);
        Optional<String> mode = call.value("mode");
        if (mode.isPresent() && !mode.get().equals("readonly") && !mode.get().equals("shareable")) {
            return call.fails("No support for " + mode.get() + " in command 'attach-disk'");
        }
        Element disk = Element.of("disk", "type", block ? "block" : "file", "device", type);
        if (call.has("driver") || call.has("subdriver") || call.has("cache") || call.has("io")) {
            disk.add(new Element("driver")
                    .set("name", call.value("driver").or(() -> Optional.of("qemu")))
                    .set("type", call.value("subdriver"))
                    .set("cache", call.value("cache"))
                    .set("io", call.value("io")));
        }
        if (!source.isEmpty()) {
            disk.add(Element.of("source", block ? "dev" : "file", source));
        }
        disk.add(Element.of("target", "dev", call.text("target")).set("bus", call.value("targetbus")));
        if (mode.filter("readonly"::equals).isPresent()) {
            disk.add(new Element("readonly"));
        }
        if (mode.filter("shareable"::equals).isPresent() || call.has("shareable")) {
            disk.add(new Element("shareable"));
        }
        call.value("serial").ifPresent(s -> disk.add(Element.text("serial", s)));
        return attach(call, domain.get(), disk, "disk");
    }

    private static boolean attachInterface(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        String type = call.text("type");
        if (!SOURCES.contains(type)) {
            return call.fails("No support for " + type + " in command 'attach-interface'");
        }
        Element nic = Element.of("interface", "type", type);
        nic.add(
                type.equals("direct")
                        ? Element.of("source", "dev", call.text("source"))
                        : Element.of("source", type, call.text("source")));
        call.value("target").ifPresent(t -> nic.add(Element.of("target", "dev", t)));
        call.value("mac").ifPresent(m -> nic.add(Element.of("mac", "address", m)));
        call.value("model").ifPresent(m -> nic.add(Element.of("model", "type", m)));
        return attach(call, domain.get(), nic, "interface");
    }

    private static DomainDef shown(Call call, Domain domain) {
        boolean config = call.has("config") && !call.has("live");
        return config ? domain.config().orElse(domain.def()) : domain.def();
    }

    private static boolean detachDevice(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        Optional<String> text = domain.isEmpty() ? Optional.empty() : call.file("file");
        if (text.isEmpty() || domain.isEmpty()) {
            return false;
        }
        call.attempt("Failed to detach device from " + call.text("file"), () -> {
            call.write("virDomainDetachDevice");
            Tuning.Scope scope = scope(call, domain.get());
            Element raw = org.ringlab.virt.domain.DomainReader.root(text.get(), "", "device_definition");
            if (raw.name().equals("disk")) {
                String target = raw.attributeOf("target", "dev").orElse("(null)");
                if (domain.get().def().disk(target).isEmpty()) {
                    throw new VirError(Code.FAILED, "disk " + target + " not found");
                }
            }
            changes(call).detach(domain.get(), raw, scope);
        });
        call.extra("Device detached successfully\n");
        return true;
    }

    private static boolean detachDisk(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        Optional<DomainDef.Disk> disk = shown(call, domain.get()).disk(call.text("target"));
        if (disk.isEmpty()) {
            return call.fails("No disk found whose source path or target is " + call.text("target"));
        }
        if (call.has("print-xml")) {
            call.out(disk.get().element().toString());
            return true;
        }
        call.attempt("Failed to detach disk", () -> {
            call.write("virDomainDetachDeviceFlags");
            changes(call).detach(domain.get(), disk.get().element().copy(), scope(call, domain.get()));
        });
        call.extra("Disk detached successfully\n");
        return true;
    }

    private static boolean detachInterface(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        String type = call.text("type");
        Optional<String> mac = call.value("mac");
        List<DomainDef.Nic> nics = shown(call, domain.get()).nics().stream()
                .filter(n -> n.type().equals(type))
                .toList();
        Optional<String> complaint = Optional.empty();
        if (nics.isEmpty()) {
            complaint = Optional.of("No interface found whose type is " + type);
        } else if (mac.isEmpty() && nics.size() > 1) {
            complaint = Optional.of(
                    "Domain has " + nics.size() + " interfaces. Please specify which one to detach using --mac");
        }
        Optional<DomainDef.Nic> nic = nics.stream()
                .filter(n -> mac.isEmpty() || mac.get().equalsIgnoreCase(n.mac()))
                .findFirst();
        if (complaint.isEmpty() && nic.isEmpty()) {
            complaint = Optional.of("No interface with MAC address " + mac.orElse("") + " was found");
        }
        if (complaint.isPresent() || nic.isEmpty()) {
            call.error(complaint.orElse(""));
            return call.fails("Failed to detach interface");
        }
        DomainDef.Nic found = nic.get();
        try {
            call.write("virDomainDetachDeviceFlags");
            changes(call).detach(domain.get(), found.element().copy(), scope(call, domain.get()));
        } catch (VirError e) {
            call.error("Failed to detach interface");
            throw e;
        }
        call.extra("Interface detached successfully\n");
        return true;
    }

    private static boolean setLink(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        String state = call.text("state");
        if (!state.equals("up") && !state.equals("down")) {
            return call.fails("invalid link state '" + state + "'");
        }
        String wanted = call.text("interface");
        Optional<DomainDef.Nic> nic = domain.get().def().nics().stream()
                .filter(n ->
                        n.mac().equals(wanted) || n.tap().filter(wanted::equals).isPresent())
                .findFirst();
        if (nic.isEmpty()) {
            return call.fails(
                    "interface (" + (wanted.contains(":") ? "mac" : "target") + ": " + wanted + ") not found");
        }
        call.attempt("Failed to update interface link state", () -> {
            call.write("virDomainUpdateDeviceFlags");
            Tuning.Scope scope = Tuning.Scope.of(domain.get(), false, call.has("config"));
            changes(call).setLink(domain.get(), nic.get().element(), scope, state.equals("up"));
        });
        call.extra("Device updated successfully\n");
        return true;
    }

    private static boolean resize(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        Optional<Long> bytes = domain.isEmpty() ? Optional.empty() : call.scaled("size", 1024);
        if (domain.isEmpty() || bytes.isEmpty()) {
            return false;
        }
        String path = call.text("path");
        call.attempt("Failed to resize block device '" + path + "'", () -> {
            call.write("virDomainBlockResize");
            changes(call).resize(domain.get(), path, bytes.get());
        });
        call.extra("Block device '" + path + "' is resized");
        return true;
    }

    private static boolean blockCommit(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        call.write("virDomainBlockCommit");
        if (!call.has("active") && !call.has("pivot")) {
            throw new VirError(Code.ARGUMENT, "active commit requested but '" + call.text("path") + "' is not active");
        }
        changes(call).commit(domain.get(), call.text("path"));
        call.extra("\n" + (call.has("pivot") ? "Successfully pivoted" : "Now in synchronized phase"));
        return true;
    }

    private static boolean changeMedia(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        String path = call.text("path");
        Optional<DomainDef.Disk> disk = shown(call, domain.get()).disk(path);
        if (disk.isEmpty()) {
            return call.fails("No disk found whose source path or target is " + path);
        }
        if (disk.get().device().equals("disk")) {
            return call.fails("disk device type '" + disk.get().device() + "' is not removable media");
        }
        boolean there = disk.get().source().isPresent();
        Optional<String> source = call.value("source").filter(s -> !s.isEmpty());
        if (call.has("eject") && !there) {
            return call.fails("The disk device '" + path + "' doesn't have media");
        }
        if (call.has("insert") && there) {
            return call.fails("The disk device '" + path + "' already has media");
        }
        if (!call.has("eject") && source.isEmpty()) {
            return call.fails("New disk media source was not specified");
        }
        String verb = call.has("eject") ? "eject" : call.has("insert") ? "insert" : "update";
        call.attempt("Failed to complete action " + verb + " on media", () -> {
            call.write("virDomainUpdateDeviceFlags");
            Tuning.Scope scope = Tuning.Scope.of(domain.get(), call.has("live"), call.has("config"));
            changes(call)
                    .changeMedia(
                            domain.get(), disk.get().element(), call.has("eject") ? Optional.empty() : source, scope);
        });
        call.extra(
                verb.equals("eject")
                        ? "Successfully ejected media."
                        : verb.equals("insert") ? "Successfully inserted media." : "Successfully updated media.");
        return true;
    }
}
