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
import org.ringlab.virt.xml.XmlParser;
import org.ringlab.virt.xml.XmlResult;

/** From a document as a person writes it to one with all defaults: parse, fill in, check (virDomainDefParse). */
public final class DomainReader {
    private static final List<String> TYPES = List.of(
            "qemu",
            "kqemu",
            "kvm",
            "xen",
            "lxc",
            "uml",
            "openvz",
            "test",
            "vmware",
            "hyperv",
            "vbox",
            "phyp",
            "parallels",
            "bhyve",
            "vz");
    private static final List<String> OS_TYPES = List.of("hvm", "xen", "linux", "exe", "uml", "xenpvh");
    private static final List<String> ARCHITECTURES = List.of(
            "aarch64",
            "alpha",
            "armv6l",
            "armv7b",
            "armv7l",
            "cris",
            "i686",
            "ia64",
            "lm32",
            "m68k",
            "microblaze",
            "microblazeel",
            "mips",
            "mipsel",
            "mips64",
            "mips64el",
            "openrisc",
            "parisc",
            "parisc64",
            "ppc",
            "ppc64",
            "ppc64le",
            "ppcemb",
            "riscv32",
            "riscv64",
            "s390",
            "s390x",
            "sh4",
            "sh4eb",
            "sparc",
            "sparc64",
            "unicore32",
            "x86_64",
            "xtensa",
            "xtensaeb");
    private static final List<String> BOOT_DEVICES = List.of("fd", "cdrom", "hd", "network");
    private static final List<String> LATE = List.of("on_poweroff", "on_reboot", "on_crash", "on_lockfailure");
    private static final int I440FX_VCPUS = 255;
    private static final int LONGEST_FILE = 255;

    private final VirtHost host;
    private final Element raw;
    private final Element out = new Element("domain");

    private DomainReader(VirtHost host, Element raw) {
        this.host = host;
        this.raw = raw;
    }

    /** Reads a text as the document of a guest. */
    public static DomainDef read(VirtHost host, String text) throws VirError {
        Element raw = root(text, "domain", "domain_definition");
        return new DomainReader(host, raw).domain();
    }

    /**
     * Reads a text as a document.
     *
     * @param name what its outermost element has to be
     * @param document what complaints call it
     */
    public static Element root(String text, String name, String document) throws VirError {
        return switch (XmlParser.parse(text)) {
            case XmlResult.Broken broken ->
                throw new VirError(Code.XML_DETAIL, broken.errors().getFirst().libvirt(document));
            case XmlResult.Parsed parsed -> {
                if (!name.isEmpty() && !parsed.root().name().equals(name)) {
                    throw new VirError(
                            Code.XML,
                            "unexpected root element <" + parsed.root().name() + ">, expecting <" + name + ">");
                }
                yield parsed.root();
            }
        };
    }

    private boolean isNew() {
        return host.generation() == Generation.DEB12;
    }

    private DomainDef domain() throws VirError {
        String type =
                raw.attribute("type").orElseThrow(() -> new VirError(Code.INTERNAL, "missing domain type attribute"));
        if (!TYPES.contains(type)) {
            throw new VirError(Code.UNSUPPORTED, "invalid domain type " + type);
        }
        out.set("type", type);
        Element os = operatingSystem(type);
        String name = raw.textOf("name").orElseThrow(() -> new VirError(Code.NO_NAME, ""));
        out.add(Element.text("name", name));
        out.add(Element.text("uuid", uuid(host, raw)));
        for (String text : List.of("title", "description")) {
            raw.textOf(text).ifPresent(t -> out.add(Element.text(text, t)));
        }
        raw.child("metadata").map(Element::copy).ifPresent(out::add);
        memory();
        int vcpus = vcpus();
        numbers("cputune", "iothreads", "memtune", "blkiotune", "memoryBacking");
        out.add(os);
        features();
        cpu(type, vcpus);
        Element clock = raw.child("clock").map(Element::copy).orElse(Element.of("clock", "offset", "utc"));
        out.add(clock);
        actions();
        raw.child("pm").map(Element::copy).ifPresent(out::add);
        Element devices = new Devices(host, raw, out, machine(os)).read();
        out.add(devices);
        if (os.child("boot").isEmpty() && noOrder(devices) && os.child("kernel").isEmpty()) {
            os.add(Element.of("boot", "dev", "hd"));
        } else if (os.child("boot").isEmpty() && noOrder(devices)) {
            os.add(Element.of("boot", "dev", "hd"));
        }
        check(name, vcpus, machine(os));
        return new DomainDef(out);
    }

    static String uuid(VirtHost host, Element raw) throws VirError {
        Optional<String> written = raw.textOf("uuid");
        return written.isEmpty()
                ? Identity.uuid(host)
                : Identity.uuid(written.get()).orElseThrow(() -> new VirError(Code.INTERNAL, "malformed uuid element"));
    }

    /** What the guest is, and whether this host can be that (virDomainDefParseCaps). */
    private Element operatingSystem(String type) throws VirError {
        Element os = raw.child("os").orElse(new Element("os"));
        String kind = os.textOf("type").orElseThrow(() -> new VirError(Code.XML, "an os <type> must be specified"));
        if (!OS_TYPES.contains(kind)) {
            throw new VirError(Code.UNSUPPORTED, "unknown OS type '" + kind + "'");
        }
        Optional<String> written = os.attributeOf("type", "arch");
        if (written.isPresent() && !ARCHITECTURES.contains(written.get())) {
            throw new VirError(Code.UNSUPPORTED, "Unknown architecture " + written.get());
        }
        boolean runs = type.equals("qemu") || type.equals("kvm") && host.hasKvm();
        boolean fits = written.isEmpty()
                || written.get().equals("x86_64")
                || written.get().equals("i686");
        if (!runs || !fits || !kind.equals("hvm")) {
            throw unable(type, kind, written);
        }
        String arch = written.orElse("x86_64");
        String machine = os.attributeOf("type", "machine").orElse("pc");
        String whole = machine.equals("pc")
                ? host.qemu().pc()
                : machine.equals("q35") ? host.qemu().q35() : machine;
        Element made = new Element("os");
        made.add(Element.text("type", kind).set("arch", arch).set("machine", whole));
        for (String text : List.of("loader", "nvram", "kernel", "initrd", "cmdline")) {
            os.child(text).map(Element::copy).ifPresent(made::add);
        }
        for (Element boot : os.children("boot")) {
            String device = boot.attribute("dev", "");
            if (!BOOT_DEVICES.contains(device)) {
                throw isNew()
                        ? Devices.invalid("dev", "boot", device)
                        : new VirError(Code.UNSUPPORTED, "unknown boot device '" + device + "'");
            }
            made.add(Element.of("boot", "dev", device));
        }
        for (String more : List.of("bootmenu", "bios", "smbios")) {
            os.child(more).map(Element::copy).ifPresent(made::add);
        }
        return made;
    }

    private VirError unable(String type, String kind, Optional<String> arch) {
        if (isNew()) {
            String what = kind.equals("hvm") ? "virt type '" + type + "'" : "os type '" + kind + "'";
            return new VirError(Code.UNSUPPORTED, "Emulator '" + host.qemu().program() + "' does not support " + what);
        }
        StringBuilder wanted = new StringBuilder();
        if (!kind.equals("hvm")) {
            wanted.append("ostype=").append(kind).append(' ');
        }
        arch.ifPresent(a -> wanted.append("arch=").append(a).append(' '));
        wanted.append("domaintype=").append(type).append(' ');
        return new VirError(Code.ARGUMENT, "could not find capabilities for " + wanted);
    }

    private static String machine(Element os) {
        return os.attributeOf("type", "machine").orElse("");
    }

    private static boolean noOrder(Element devices) {
        return devices.children().stream().allMatch(d -> d.child("boot").isEmpty());
    }

    private void memory() throws VirError {
        long memory = kibibytes("memory").orElse(0L);
        if (memory == 0) {
            throw new VirError(Code.XML, "Memory size must be specified via <memory> or in the <numa> configuration");
        }
        long current = kibibytes("currentMemory").orElse(0L);
        if (current == 0 || current > memory) {
            current = memory;
        }
        out.add(Element.text("memory", String.valueOf(memory)).set("unit", "KiB"));
        out.add(Element.text("currentMemory", String.valueOf(current)).set("unit", "KiB"));
    }

    private Optional<Long> kibibytes(String name) throws VirError {
        Optional<Element> element = raw.child(name);
        if (element.isEmpty()) {
            return Optional.empty();
        }
        String text = element.get().text();
        long value = Sizes.number(text)
                .orElseThrow(() -> new VirError(
                        Code.XML, "Invalid value '" + text + "' for element or attribute './" + name + "[1]'"));
        long bytes = Sizes.bytes(value, element.get().attribute("unit", ""), 1024);
        return Optional.of((bytes + 1023) / 1024);
    }

    private int vcpus() throws VirError {
        Optional<Element> vcpu = raw.child("vcpu");
        int max = count(vcpu.map(Element::text).filter(t -> !t.isEmpty()), 1, "maximum");
        int current = count(vcpu.flatMap(v -> v.attribute("current")), max, "current");
        if (max < current) {
            throw new VirError(
                    Code.INTERNAL, "maxvcpus must not be less than current vcpus (" + max + " < " + current + ")");
        }
        if (max == 0) {
            throw new VirError(Code.INTERNAL, "CPU IDs in <numa> exceed the <vcpu> count");
        }
        Element made = Element.text("vcpu", String.valueOf(max))
                .set("placement", vcpu.flatMap(v -> v.attribute("placement")).orElse("static"))
                .set("cpuset", vcpu.flatMap(v -> v.attribute("cpuset")));
        if (current < max) {
            made.set("current", String.valueOf(current));
        }
        out.add(made);
        return max;
    }

    private static int count(Optional<String> text, int otherwise, String which) throws VirError {
        if (text.isEmpty()) {
            return otherwise;
        }
        return Sizes.number(text.get())
                .filter(n -> n <= Integer.MAX_VALUE)
                .orElseThrow(() -> new VirError(Code.XML, which + " vcpus count must be an integer"))
                .intValue();
    }

    private void numbers(String... names) {
        for (String name : names) {
            raw.child(name).map(Element::copy).ifPresent(out::add);
        }
    }

    private void features() {
        raw.child("features").filter(f -> !f.children().isEmpty()).ifPresent(features -> {
            Element made = new Element("features");
            features.children().forEach(f -> made.add(f.copy()));
            out.add(made);
        });
    }

    private void cpu(String type, int vcpus) throws VirError {
        Element made = new Element("cpu");
        Optional<Element> cpu = raw.child("cpu");
        Optional<Element> model = cpu.flatMap(c -> c.child("model"));
        Optional<String> mode = cpu.flatMap(c -> c.attribute("mode")).or(() -> model.map(m -> "custom"));
        if (mode.isPresent()) {
            made.set("mode", mode.get());
            if (mode.get().equals("custom")) {
                made.set("match", cpu.flatMap(c -> c.attribute("match")).orElse("exact"));
            }
            String check = mode.get().equals("host-passthrough") ? "none" : "partial";
            made.set("check", cpu.flatMap(c -> c.attribute("check")).orElse(check));
            if (isNew() && mode.get().equals("host-passthrough")) {
                made.set("migratable", "on");
            }
            model.ifPresent(
                    m -> made.add(Element.text("model", m.text()).set("fallback", m.attribute("fallback", "allow"))));
        } else if (isNew()) {
            made.set("mode", "custom").set("match", "exact").set("check", "none");
            made.add(Element.text("model", "qemu64").set("fallback", "forbid"));
        }
        cpu.flatMap(c -> c.child("vendor")).map(Element::copy).ifPresent(made::add);
        Optional<Element> topology = cpu.flatMap(c -> c.child("topology"));
        if (topology.isPresent()) {
            Element given = topology.get();
            Element whole = Element.of("topology", "sockets", given.attribute("sockets", "1"));
            if (isNew()) {
                whole.set("dies", given.attribute("dies", "1"));
            }
            whole.set("cores", given.attribute("cores", "1")).set("threads", given.attribute("threads", "1"));
            made.add(whole);
            long product = 1;
            for (String part : List.of("sockets", "cores", "threads")) {
                product *= Sizes.number(given.attribute(part, "1"))
                        .orElseThrow(() -> new VirError(Code.XML, "Missing '" + part + "' attribute in CPU topology"));
            }
            if (product != vcpus) {
                throw new VirError(Code.UNSUPPORTED, "CPU topology doesn't match maximum vcpu count");
            }
        }
        cpu.ifPresent(c -> c.children("feature").forEach(f -> made.add(f.copy())));
        cpu.flatMap(c -> c.child("numa")).map(Element::copy).ifPresent(made::add);
        if (!made.children().isEmpty() || mode.isPresent()) {
            out.add(made);
        }
    }

    private void actions() {
        for (String action : LATE) {
            Optional<String> standard = action.equals("on_lockfailure")
                    ? Optional.empty()
                    : Optional.of(action.equals("on_reboot") ? "restart" : "destroy");
            raw.textOf(action).or(() -> standard).ifPresent(a -> out.add(Element.text(action, a)));
        }
    }

    /** What is looked at once everything is there. */
    private void check(String name, int vcpus, String machine) throws VirError {
        if (name.indexOf('/') >= 0) {
            throw new VirError(Code.XML, "name " + name + " cannot contain '/'");
        }
        if (vcpus > I440FX_VCPUS && !machine.contains("q35")) {
            throw new VirError(
                    Code.UNSUPPORTED,
                    isNew()
                            ? "Maximum CPUs greater than specified machine type limit " + I440FX_VCPUS
                            : "more than " + I440FX_VCPUS + " vCPUs are only supported on q35-based machine types");
        }
    }

    /** Whether a guest's file can be written; asked when it becomes persistent. */
    static void checkFile(VirtHost host, String name) throws VirError {
        String file = name + ".xml.new";
        if (file.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST_FILE) {
            String verb = host.generation() == Generation.EL7 ? "cannot" : "Failed to";
            throw new VirError(Code.SYSTEM, verb + " create file '/etc/libvirt/qemu/" + file + "': File name too long");
        }
    }

    /** The names of a guest's machine types, kept for what asks whether a type is known. */
    static List<String> bootDevices(Element os) {
        List<String> devices = new ArrayList<>();
        os.children("boot").forEach(b -> devices.add(b.attribute("dev", "")));
        return devices;
    }
}
