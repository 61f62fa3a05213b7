package org.ringlab.virt.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Identity;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirtHost.Files.Kind;
import org.ringlab.virt.network.NetworkDef;
import org.ringlab.virt.network.VirtualNetwork;
import org.ringlab.virt.virsh.VirshEnvironment;
import org.ringlab.virt.xml.Element;
import org.ringlab.virt.xml.XmlWriter;

/** {@code virt-install}: from options to a document, a disk and a guest that runs. */
public final class VirtInstall {
    private static final Set<String> GENERIC_NAMES = Set.of(
            "generic", "linux2022", "linux2020", "linux2018", "linux2016", "centos7.0", "rhel7.0", "debian11", "win10");

    private final VirshEnvironment environment;
    private final Libvirtd libvirtd;
    private final InstallOptions options;
    private final boolean onlyXml;
    private Optional<InstallTree> tree = Optional.empty();

    private VirtInstall(VirshEnvironment environment, List<String> args) {
        this.environment = environment;
        libvirtd = environment.local();
        options = InstallWords.options(args);
        onlyXml = options.has("--print-xml");
        options.resolve("--cdrom", environment::resolve);
        options.resolve("--location", environment::resolve);
    }

    /** Runs it with its words; its exit status. */
    public static int run(VirshEnvironment environment, List<String> args) {
        VirtInstall program = new VirtInstall(environment, args);
        if (!program.options.unknown().isEmpty() || !program.options.operands().isEmpty()) {
            List<String> words = new ArrayList<>(program.options.unknown());
            words.addAll(program.options.operands());
            environment.err("usage: virt-install --name NAME --memory MB STORAGE INSTALL [options]\n"
                    + "virt-install: error: unrecognized arguments: " + String.join(" ", words) + "\n");
            return 2;
        }
        if (program.options.has("--version")) {
            environment.out(program.old() ? "1.5.0\n" : "4.1.0\n");
            return 0;
        }
        try {
            return program.main();
        } catch (InstallFailure e) {
            environment.err("ERROR    " + e.text() + "\n");
            return 1;
        }
    }

    private void warn(String text) {
        if (!onlyXml) {
            environment.err("WARNING  " + text + "\n");
        }
    }

    private int main() throws InstallFailure {
        if (!libvirtd.isRunning()) {
            throw new InstallFailure(
                    "Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory");
        }
        checkSystem();
        String type = type();
        String system = system();
        String memory = InstallOptions.parts(options.value("--memory").orElse(""), "memory")
                .getOrDefault("memory", "");
        missing(memory);
        String name = name();
        boolean modern = !system.isEmpty() && !system.equals("generic");
        List<NewDisk> disks = disks(name, modern ? "virtio" : "ide");
        media();
        tree = InstallTree.of(libvirtd.host(), options);
        List<Element> nics = nics(modern ? "virtio" : old() ? "rtl8139" : "e1000");
        if (options.value("--wait").filter("0"::equals).isPresent()) {
            warn("Treating --wait 0 as --noautoconsole");
        }
        if (options.has("--pxe") && !supportsPxe(nics)) {
            warn("The guest's network configuration " + (old() ? "does" : "may") + " not support PXE");
        }
        for (NewDisk disk : disks) {
            disk.tooLarge(libvirtd).ifPresent(this::warn);
        }
        if (!modern) {
            warn(
                    old()
                            ? "No operating system detected, VM performance may suffer. Specify an OS with --os-variant for"
                                    + " optimal results."
                            : "Using --osinfo generic, VM performance may suffer. Specify an accurate OS for optimal"
                                    + " results.");
        }
        GuestDocument document =
                new GuestDocument(libvirtd.host(), options, type, name, Long.parseLong(memory), modern, tree);
        Element last = document.of(disks, nics, false);
        Element first = document.of(disks, nics, true);
        boolean installs = options.has("--pxe") || options.has("--cdrom") || options.has("--location");
        if (onlyXml) {
            return print(first, last, installs);
        }
        if (options.has("--dry-run")) {
            environment.out("Dry run completed successfully\n");
            return 0;
        }
        InstallWait wait = InstallWait.of(environment, options, installs);
        wait.warnings().forEach(this::warn);
        return install(name, disks, installs ? first : last, last, installs ? Optional.of(wait) : Optional.empty());
    }

    /** Whether it is virt-install 1.5 of CentOS 7, which asks for no system: it looks into the medium, or goes without. */
    private boolean old() {
        return libvirtd.host().generation() == Generation.EL7;
    }

    private Map<String, String> told() {
        return InstallOptions.parts(options.value("--osinfo").orElse(""), "name");
    }

    private String systemTold() {
        return told().getOrDefault("name", told().getOrDefault("short-id", ""));
    }

    private void checkSystem() throws InstallFailure {
        String name = systemTold();
        boolean known = name.isEmpty()
                || GENERIC_NAMES.contains(name)
                || old() && List.of("auto", "none").contains(name)
                || told().containsKey("detect")
                || name.equals("require=off");
        if (!known) {
            String list = old() ? "osinfo-query os" : "--osinfo list";
            throw new InstallFailure("Unknown OS name '" + name + "'. See `" + list + "` for valid values.");
        }
    }

    /** The system that the guest is for; empty where nobody knows. */
    private String system() throws InstallFailure {
        String name = systemTold();
        if (old() && (name.isEmpty() || name.equals("auto"))) {
            return options.has("--cdrom") && isMedium("--cdrom") || options.has("--location") && isMedium("--location")
                    ? "centos7.0"
                    : "";
        }
        if (name.isEmpty() && !told().getOrDefault("require", "on").equals("off")) {
            throw new InstallFailure(noSystem());
        }
        return name.equals("none") ? "" : name;
    }

    private boolean isMedium(String option) {
        return options.value(option)
                .flatMap(path -> libvirtd.host().files().onMedium(path, "/images/pxeboot/vmlinuz"))
                .isPresent();
    }

    private String type() throws InstallFailure {
        Optional<String> wanted = options.value("--virt-type");
        boolean kvm = libvirtd.host().hasKvm();
        if (wanted.isEmpty()) {
            if (!kvm) {
                warn("KVM acceleration not available, using 'qemu'");
            }
            return kvm ? "kvm" : "qemu";
        }
        if (!wanted.get().equals("qemu") && !(wanted.get().equals("kvm") && kvm)) {
            throw new InstallFailure("Host does not support domain type " + wanted.get()
                    + " for virtualization type 'hvm' with architecture 'x86_64'");
        }
        return wanted.get();
    }

    private static String noSystem() {
        return """

                --os-variant/--osinfo OS name is required, but no value was
                set or detected.

                This is now a fatal error. Specifying an OS name is required
                for modern, performant, and secure virtual machine defaults.

                You can see a full list of possible OS name values with:

                   virt-install --osinfo list

                If your Linux distro is not listed, try one of generic values
                such as: linux2022, linux2020, linux2018, linux2016

                If you just need to get the old behavior back, you can use:

                  --osinfo detect=on,require=off

                Or export VIRTINSTALL_OSINFO_DISABLE_REQUIRE=1
                """;
    }

    private void missing(String memory) throws InstallFailure {
        StringBuilder complaint = new StringBuilder();
        boolean method = options.has("--pxe")
                || options.has("--import")
                || options.has("--cdrom")
                || options.has("--location")
                || options.has("--boot");
        if (memory.isEmpty() || memory.equals("0")) {
            complaint.append("\n--memory amount in MiB is required");
        }
        if (!options.has("--disk")) {
            complaint.append("\n--disk storage must be specified (override with --disk none)");
        }
        if (!method) {
            complaint
                    .append("\nAn install method must be specified")
                    .append("\n(--location URL, --cdrom CD/ISO, --pxe, --import, --boot hd|cdrom|...)");
        }
        if (!complaint.isEmpty()) {
            throw new InstallFailure(complaint.toString());
        }
        if (!memory.matches("\\d{1,9}")) {
            throw new InstallFailure(
                    "Error: --memory " + memory + ": invalid literal for int() with base 10: '" + memory + "'");
        }
    }

    private String name() {
        Optional<String> given = options.value("--name");
        if (given.isPresent()) {
            return given.get();
        }
        int number = 1;
        while (libvirtd.domains().named("vm" + number).isPresent()) {
            number++;
        }
        if (!onlyXml) {
            environment.out("Using default --name vm" + number + "\n");
        }
        return "vm" + number;
    }

    private List<NewDisk> disks(String name, String bus) throws InstallFailure {
        List<NewDisk> disks = new ArrayList<>();
        for (String text : options.all("--disk")) {
            if (!text.equals("none")) {
                disks.add(NewDisk.of(environment, name, text, disks.size(), bus));
            }
        }
        return disks;
    }

    private void media() throws InstallFailure {
        for (String option : List.of("--cdrom", "--location")) {
            Optional<String> path = options.value(option).filter(p -> p.startsWith("/"));
            if (path.isEmpty()) {
                continue;
            }
            String directory = path.get().substring(0, Math.max(1, path.get().lastIndexOf('/')));
            String validating = "Validating install media '" + path.get() + "' failed: ";
            if (libvirtd.host().files().kind(directory) != Kind.DIRECTORY) {
                throw new InstallFailure(validating + "Could not start storage pool: cannot open directory '"
                        + directory + "': No such file or directory");
            }
            if (libvirtd.host().files().kind(path.get()) == Kind.NONE) {
                String name = path.get().substring(path.get().lastIndexOf('/') + 1);
                throw new InstallFailure(validating + "Size must be specified for non existent volume '" + name + "'");
            }
        }
    }

    private List<Element> nics(String model) {
        List<Element> nics = new ArrayList<>();
        List<String> wanted = options.has("--network") ? options.all("--network") : List.of("network=default");
        for (String text : wanted) {
            if (text.equals("none")) {
                continue;
            }
            Map<String, String> parts = InstallOptions.parts(text, "type");
            String type = parts.containsKey("network")
                    ? "network"
                    : parts.containsKey("bridge") ? "bridge" : parts.getOrDefault("type", "user");
            Element nic = Element.of("interface", "type", type.equals("default") ? "network" : type);
            if (type.equals("network") || type.equals("bridge")) {
                nic.add(Element.of("source", type, parts.getOrDefault(type, "")));
            }
            nic.add(Element.of("mac", "address", parts.getOrDefault("mac", Identity.mac(libvirtd.host()))));
            nic.add(Element.of("model", "type", parts.getOrDefault("model", model)));
            nics.add(nic);
        }
        return nics;
    }

    /** Whether some card is on a network that may know more than an address (interface.py, network.py). */
    private boolean supportsPxe(List<Element> nics) {
        for (Element nic : nics) {
            String type = nic.attribute("type", "");
            if (type.equals("user")) {
                continue;
            }
            if (!type.equals("network")) {
                return true;
            }
            Optional<VirtualNetwork> network = libvirtd.networks()
                    .named(nic.attributeOf("source", "network").orElse(""));
            if (network.isEmpty()) {
                return true;
            }
            NetworkDef def = network.get().def();
            boolean own = def.forward().filter(f -> !f.equals("nat")).isPresent();
            boolean bootp = def.root().children("ip").stream()
                    .anyMatch(ip ->
                            ip.child("dhcp").flatMap(d -> d.child("bootp")).isPresent());
            if (own || bootp) {
                return true;
            }
        }
        return false;
    }

    private int print(Element first, Element last, boolean installs) {
        String step = options.value("--print-xml").orElse("");
        String one = XmlWriter.write(first, '"', 0);
        String two = XmlWriter.write(last, '"', 0);
        String text = !installs ? two : step.equals("1") ? one : step.equals("2") ? two : one + two;
        environment.out(text + "\n");
        return 0;
    }

    private void progress(String what, boolean dots) {
        environment.out(
                String.format(java.util.Locale.ROOT, "\r%-60s|    0 B  00:00 %s \n", what, dots ? "..." : "   "));
    }

    private int install(String name, List<NewDisk> disks, Element first, Element last, Optional<InstallWait> installs) {
        environment.out("\nStarting install...\n");
        List<NewDisk> made = new ArrayList<>();
        try {
            free(name);
            tree.ifPresent(t -> t.fetch(what -> progress(what, true)));
            for (NewDisk disk : disks) {
                if (disk.isNew()) {
                    progress("Allocating '" + disk.name() + "'", true);
                    disk.create(libvirtd);
                    made.add(disk);
                } else {
                    NewDisk.seen(libvirtd, disk.path());
                }
            }
            libvirtd.domains().create(first.toString(), false, false);
            progress("Creating domain...", false);
            libvirtd.domains().define(last.toString(), false);
            tree.ifPresent(InstallTree::forget);
        } catch (VirError | InstallFailure e) {
            made.forEach(disk -> {
                progress("Removing disk '" + disk.name() + "'", false);
                disk.delete(libvirtd);
            });
            String why = e instanceof VirError error ? error.text() : String.valueOf(e.getMessage());
            environment.err("ERROR    " + why + "\nDomain installation does not appear to have been successful.\n"
                    + "If it was, you can restart your domain by running:\n  virsh --connect qemu:///system start "
                    + name + "\notherwise, please restart your installation.\n");
            return 1;
        }
        if (options.has("--autostart")) {
            libvirtd.domains().named(name).ifPresent(d -> {
                try {
                    libvirtd.domains().autostart(d, true);
                } catch (VirError e) {
                    return;
                }
            });
        }
        if (installs.isPresent()) {
            return installs.get().run(name);
        }
        environment.out("Domain creation completed.\n");
        return 0;
    }

    private void free(String name) throws InstallFailure {
        Names.check(libvirtd, name);
    }
}
