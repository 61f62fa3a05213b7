package org.ringlab.virt.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Identity;
import org.ringlab.virt.Sizes;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.xml.Element;

/** The devices of a guest's document: read, with defaults, and with those that come by themselves. */
final class Devices {
    private static final List<String> DISK_TYPES = List.of("file", "block", "dir", "network", "volume", "nvme");
    private static final List<String> DISK_DEVICES = List.of("disk", "cdrom", "floppy", "lun");
    private static final List<String> BUSES =
            List.of("ide", "fdc", "scsi", "virtio", "xen", "usb", "uml", "sata", "sd");
    private static final List<String> FORMATS = List.of(
            "raw", "dir", "bochs", "cloop", "dmg", "iso", "vpc", "vdi", "fat", "vhd", "ploop", "cow", "qcow", "qcow2",
            "qed", "vmdk");
    private static final List<String> NAMES = List.of("fd", "hd", "vd", "sd", "xvd", "ubd");
    private static final List<String> NET_TYPES = List.of(
            "user",
            "ethernet",
            "vhostuser",
            "server",
            "client",
            "mcast",
            "network",
            "bridge",
            "internal",
            "direct",
            "hostdev",
            "udp");
    private static final List<String> GRAPHICS = List.of("sdl", "vnc", "rdp", "desktop", "spice", "egl-headless");

    private final VirtHost host;
    private final Element devices;
    private final Element out = new Element("devices");
    private final String machine;
    private final String type;

    Devices(VirtHost host, Element raw, Element domain, String machine) {
        this.host = host;
        devices = raw.child("devices").orElse(new Element("devices"));
        this.machine = machine;
        type = domain.attribute("type", "qemu");
    }

    private boolean isNew() {
        return host.generation() == Generation.DEB12;
    }

    /** Reads a part of a document as a single device, to be plugged in. */
    static Element device(VirtHost host, Element raw) throws VirError {
        Element around = new Element("domain").add(new Element("devices").add(raw));
        Devices reader = new Devices(host, around, around, host.qemu().pc());
        return switch (raw.name()) {
            case "disk" -> reader.disk(raw);
            case "interface" -> reader.nic(raw);
            case "graphics" -> reader.graphics(raw);
            case "controller", "input", "hostdev", "channel", "rng", "watchdog", "sound", "video", "memballoon" ->
                raw.copy();
            default -> throw new VirError(Code.INTERNAL, "unknown device type");
        };
    }

    Element read() throws VirError {
        String standard =
                type.equals("kvm") ? host.qemu().kvmProgram() : host.qemu().program();
        String emulator = devices.textOf("emulator").orElse(standard);
        List<Element> disks = new ArrayList<>();
        for (Element disk : devices.children("disk")) {
            disks.add(disk(disk));
        }
        List<Element> nics = new ArrayList<>();
        for (Element nic : devices.children("interface")) {
            nics.add(nic(nic));
        }
        List<Element> screens = new ArrayList<>();
        for (Element screen : devices.children("graphics")) {
            screens.add(graphics(screen));
        }
        distinct(disks);
        if (!emulator.equals(standard) && host.files().kind(emulator) == VirtHost.Files.Kind.NONE) {
            throw new VirError(Code.SYSTEM, "Cannot check QEMU binary " + emulator + ": No such file or directory");
        }
        out.add(Element.text("emulator", emulator));
        disks.forEach(out::add);
        new Controllers(devices, machine, isNew()).controllers(disks).forEach(out::add);
        copies("lease", "filesystem");
        nics.forEach(out::add);
        consoles();
        copies("channel");
        inputs();
        copies("tpm");
        screens.forEach(out::add);
        copies("sound");
        if (isNew()) {
            out.add(devices.child("audio")
                    .map(Element::copy)
                    .orElse(Element.of("audio", "id", "1", "type", audio(screens))));
        }
        videos(!screens.isEmpty());
        copies("hostdev", "redirdev", "hub", "watchdog");
        out.add(balloon());
        copies("rng", "panic");
        new PciAddresses(out, machine).assign();
        return out;
    }

    private static String audio(List<Element> screens) {
        return screens.stream().anyMatch(s -> s.attribute("type", "").equals("spice")) ? "spice" : "none";
    }

    private void copies(String... names) {
        for (String name : names) {
            devices.children(name).forEach(d -> out.add(d.copy()));
        }
    }

    static VirError invalid(String attribute, String element, String value) {
        return new VirError(
                Code.XML,
                "Invalid value for attribute '" + attribute + "' in element '" + element + "': '" + value + "'.");
    }

    private VirError unknown(String what, String attribute, String element, String value) {
        return isNew()
                ? invalid(attribute, element, value)
                : new VirError(Code.UNSUPPORTED, "unknown " + what + " '" + value + "'");
    }

    /** A disk (virDomainDiskDefParseXML). */
    Element disk(Element raw) throws VirError {
        String kind = raw.attribute("type", "file");
        if (!DISK_TYPES.contains(kind)) {
            throw unknown("disk type", "type", "disk", kind);
        }
        String device = raw.attribute("device", "disk");
        if (!DISK_DEVICES.contains(device)) {
            throw unknown("disk device", "device", "disk", device);
        }
        boolean removable = device.equals("cdrom") || device.equals("floppy");
        Optional<Element> source = raw.child("source");
        Optional<String> path = source.flatMap(s -> switch (kind) {
                    case "file" -> s.attribute("file");
                    case "block" -> s.attribute("dev");
                    case "dir" -> s.attribute("dir");
                    case "volume" -> s.attribute("volume");
                    default -> s.attribute("protocol");
                })
                .filter(p -> !p.isEmpty());
        Optional<String> target = raw.attributeOf("target", "dev").filter(t -> !t.isEmpty());
        if (path.isEmpty() && !removable) {
            throw new VirError(Code.NO_SOURCE, target.orElse("(null)"));
        }
        String name = target.orElseThrow(() -> new VirError(Code.NO_TARGET, path.orElse("(null)")));
        if (NAMES.stream().noneMatch(name::startsWith)) {
            throw new VirError(Code.INTERNAL, "Invalid harddisk device name: " + name);
        }
        String bus = bus(raw, name);
        Element made = Element.of("disk", "type", kind, "device", device);
        made.set("snapshot", raw.attribute("snapshot"));
        Element driver =
                Element.of("driver", "name", raw.attributeOf("driver", "name").orElse("qemu"));
        String format = raw.attributeOf("driver", "type").orElse("raw");
        if (!FORMATS.contains(format)) {
            throw new VirError(Code.UNSUPPORTED, "unknown driver format value '" + format + "'");
        }
        driver.set("type", format);
        for (String more : List.of("cache", "error_policy", "rerror_policy", "io", "ioeventfd", "discard")) {
            driver.set(more, raw.attributeOf("driver", more));
        }
        made.add(driver);
        if (path.isPresent()) {
            source.map(Element::copy).ifPresent(made::add);
        }
        made.add(Element.of("target", "dev", name, "bus", bus).set("tray", raw.attributeOf("target", "tray")));
        raw.child("iotune").map(Element::copy).ifPresent(made::add);
        if (raw.child("readonly").isPresent() || device.equals("cdrom")) {
            made.add(new Element("readonly"));
        }
        for (String more : List.of("shareable", "transient", "serial", "boot", "address")) {
            raw.child(more).map(Element::copy).ifPresent(made::add);
        }
        return made;
    }

    private String bus(Element raw, String name) throws VirError {
        Optional<String> written = raw.attributeOf("target", "bus");
        if (written.isPresent() && !BUSES.contains(written.get())) {
            throw unknown("disk bus type", "bus", "target", written.get());
        }
        return written.orElseGet(() -> name.startsWith("hd")
                ? "ide"
                : name.startsWith("sd")
                        ? "scsi"
                        : name.startsWith("vd") ? "virtio" : name.startsWith("fd") ? "fdc" : "xen");
    }

    private void distinct(List<Element> disks) throws VirError {
        for (int i = 0; i < disks.size(); i++) {
            for (int j = 0; j < i; j++) {
                clash(disks.get(j), disks.get(i));
            }
        }
    }

    /** Two disks of one guest have one name. */
    static void clash(Element first, Element second) throws VirError {
        DomainDef.Disk a = new DomainDef.Disk(first);
        DomainDef.Disk b = new DomainDef.Disk(second);
        if (a.target().equals(b.target())) {
            throw new VirError(
                    Code.XML,
                    "target '" + b.target() + "' duplicated for disk sources '"
                            + a.source().orElse("(null)") + "' and '"
                            + b.source().orElse("(null)") + "'");
        }
    }

    /** A card (virDomainNetDefParseXML). */
    Element nic(Element raw) throws VirError {
        String kind = raw.attribute("type", "user");
        if (!NET_TYPES.contains(kind)) {
            throw unknown("interface type", "type", "interface", kind);
        }
        Optional<String> written = raw.attributeOf("mac", "address");
        if (written.isPresent()) {
            String mac = Identity.mac(written.get())
                    .orElseThrow(() -> new VirError(Code.XML, "unable to parse mac address '" + written.get() + "'"));
            if (Identity.isMulticast(mac)) {
                throw new VirError(Code.XML, "expected unicast mac address, found multicast '" + written.get() + "'");
            }
        }
        String key = kind.equals("direct") ? "dev" : kind;
        boolean needs = kind.equals("network") || kind.equals("bridge") || kind.equals("direct");
        if (needs && raw.attributeOf("source", key).filter(s -> !s.isEmpty()).isEmpty()) {
            if (isNew() && raw.child("source").isEmpty()) {
                throw new VirError(Code.XML, "interface type='" + kind + "' requires a 'source' element");
            }
            throw isNew()
                    ? new VirError(Code.XML, "Missing required attribute '" + key + "' in element 'source'")
                    : new VirError(
                            Code.INTERNAL,
                            "No <source> '" + key + "' attribute specified with <interface type='" + kind + "'/>");
        }
        Element made = Element.of("interface", "type", kind);
        made.add(Element.of("mac", "address", written.flatMap(Identity::mac).orElseGet(() -> Identity.mac(host))));
        raw.child("source").map(Element::copy).ifPresent(made::add);
        raw.child("target")
                .filter(t -> !t.attribute("dev", "").startsWith("vnet"))
                .map(Element::copy)
                .ifPresent(made::add);
        made.add(Element.of("model", "type", raw.attributeOf("model", "type").orElse("rtl8139")));
        for (String more :
                List.of("driver", "filterref", "tune", "bandwidth", "link", "mtu", "rom", "boot", "address")) {
            raw.child(more).map(Element::copy).ifPresent(made::add);
        }
        return made;
    }

    /** A screen (virDomainGraphicsDefParseXML). */
    Element graphics(Element raw) throws VirError {
        String kind = raw.attribute("type", "");
        if (!GRAPHICS.contains(kind)) {
            throw unknown("graphics device type", "type", "graphics", kind);
        }
        Element made = Element.of("graphics", "type", kind);
        Optional<String> port = raw.attribute("port");
        if (port.isPresent() && !port.get().matches("-?\\d{1,9}")) {
            throw new VirError(Code.INTERNAL, "cannot parse " + kind + " port " + port.get());
        }
        if (kind.equals("vnc") || kind.equals("spice")) {
            boolean chosen = port.isPresent() && !port.get().equals("-1");
            boolean auto = raw.attribute("autoport").map("yes"::equals).orElse(!chosen);
            if (kind.equals("vnc")) {
                made.set("port", auto && !chosen ? "-1" : port.orElse("-1"));
            } else if (chosen) {
                made.set("port", port);
            }
            made.set("autoport", auto ? "yes" : "no");
            Optional<String> listen = raw.attribute("listen").or(() -> raw.attributeOf("listen", "address"));
            made.set("listen", listen);
            made.set("keymap", raw.attribute("keymap"));
            made.add(Element.of(
                            "listen", "type", raw.attributeOf("listen", "type").orElse("address"))
                    .set("address", listen));
            raw.children().stream().filter(c -> !c.name().equals("listen")).forEach(c -> made.add(c.copy()));
        }
        return made;
    }

    /** Serial ports, and the console that the first of them is (virDomainDefAddConsoleCompat). */
    private void consoles() {
        List<Element> serials = new ArrayList<>(devices.children("serial"));
        List<Element> consoles = new ArrayList<>(devices.children("console"));
        boolean serialConsole = !consoles.isEmpty()
                && consoles.getFirst()
                        .attributeOf("target", "type")
                        .orElse("serial")
                        .equals("serial");
        if (serials.isEmpty() && serialConsole) {
            serials.add(consoles.getFirst());
        }
        for (int i = 0; i < serials.size(); i++) {
            Element made = character("serial", serials.get(i));
            String port = serials.get(i).attributeOf("target", "port").orElse(String.valueOf(i));
            made.add(Element.of("target", "type", "isa-serial", "port", port)
                    .add(Element.of("model", "name", "isa-serial")));
            out.add(made);
        }
        copies("parallel");
        if (!serials.isEmpty() && consoles.isEmpty()) {
            consoles.add(serials.getFirst());
        }
        for (int i = 0; i < consoles.size(); i++) {
            Element given = i == 0 && !serials.isEmpty() ? serials.getFirst() : consoles.get(i);
            Element made = character("console", given);
            String kind = i == 0
                    ? "serial"
                    : consoles.get(i).attributeOf("target", "type").orElse("serial");
            made.add(Element.of("target", "type", kind, "port", String.valueOf(i)));
            out.add(made);
        }
    }

    private static Element character(String name, Element given) {
        Element made = Element.of(name, "type", given.attribute("type", "pty"));
        given.child("source").map(Element::copy).ifPresent(made::add);
        given.child("protocol").map(Element::copy).ifPresent(made::add);
        return made;
    }

    private void inputs() {
        List<Element> given = devices.children("input");
        for (Element input : given) {
            String kind = input.attribute("type", "mouse");
            String bus = input.attribute("bus", kind.equals("tablet") ? "usb" : "ps2");
            Element made = Element.of("input", "type", kind, "bus", bus);
            if (bus.equals("usb")) {
                made.add(input.child("address")
                        .map(Element::copy)
                        .orElse(Element.of("address", "type", "usb", "bus", "0", "port", "1")));
            }
            out.add(made);
        }
        for (String kind : List.of("mouse", "keyboard")) {
            boolean there = given.stream()
                    .anyMatch(i -> i.attribute("type", "").equals(kind)
                            && i.attribute("bus", "ps2").equals("ps2"));
            if (!there) {
                out.add(Element.of("input", "type", kind, "bus", "ps2"));
            }
        }
    }

    private void videos(boolean screen) {
        List<Element> given = devices.children("video");
        for (Element video : given) {
            Element model = video.child("model").orElse(new Element("model"));
            Element made = new Element("video").add(video(model.attribute("type", "cirrus"), model));
            video.child("address").map(Element::copy).ifPresent(made::add);
            out.add(made);
        }
        if (given.isEmpty() && screen) {
            out.add(new Element("video").add(video("cirrus", new Element("model"))));
        }
    }

    private static Element video(String kind, Element given) {
        Element model = Element.of("model", "type", kind);
        if (kind.equals("qxl")) {
            model.set("ram", given.attribute("ram", "65536"));
            model.set("vram", given.attribute("vram", "65536"));
            model.set("vgamem", given.attribute("vgamem", "16384"));
        } else if (!kind.equals("virtio") && !kind.equals("none") && !kind.equals("bochs")) {
            model.set("vram", given.attribute("vram", "16384"));
        }
        if (!kind.equals("none")) {
            model.set("heads", given.attribute("heads", "1")).set("primary", "yes");
        }
        return model;
    }

    private Element balloon() {
        Element given = devices.child("memballoon").orElse(new Element("memballoon"));
        Element made = Element.of("memballoon", "model", given.attribute("model", "virtio"));
        given.children().forEach(c -> made.add(c.copy()));
        return made;
    }

    /** A number out of a text that may be anything. */
    static Optional<Long> number(String text) {
        return text.startsWith("0x") ? hex(text.substring(2)) : Sizes.number(text);
    }

    private static Optional<Long> hex(String digits) {
        boolean good =
                !digits.isEmpty() && digits.length() < 9 && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        return good ? Optional.of(Long.parseLong(digits, 16)) : Optional.empty();
    }
}
