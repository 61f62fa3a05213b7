package org.ringlab.virt.install;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainDef;
import org.ringlab.virt.virsh.VirshEnvironment;
import org.ringlab.virt.xml.Element;
import org.ringlab.virt.xml.XmlWriter;

/** {@code virt-xml}: one change to a guest's document, with the options of virt-install. */
public final class VirtXml {
    private static final Set<String> SECTIONS =
            Set.of("--memory", "--vcpus", "--disk", "--network", "--graphics", "--description", "--metadata");

    private VirtXml() {}

    /** Runs it with its words; its exit status. */
    public static int run(VirshEnvironment environment, List<String> args) {
        InstallOptions options = new InstallOptions(
                args,
                Map.of("-c", "--connect"),
                union(SECTIONS, "--connect"),
                Set.of(
                        "--add-device",
                        "--remove-device",
                        "--build-xml",
                        "--print-diff",
                        "--print-xml",
                        "--define",
                        "--confirm",
                        "--update",
                        "--start"),
                Set.of("--edit"));
        try {
            return change(environment, options);
        } catch (InstallFailure e) {
            environment.err("ERROR    " + e.text() + "\n");
            return 1;
        } catch (VirError e) {
            environment.err("ERROR    " + e.text() + "\n");
            return 1;
        }
    }

    private static Set<String> union(Set<String> set, String more) {
        Set<String> all = new java.util.HashSet<>(set);
        all.add(more);
        return all;
    }

    private static int change(VirshEnvironment environment, InstallOptions options) throws InstallFailure, VirError {
        if (options.operands().isEmpty()) {
            throw new InstallFailure("A domain must be specified");
        }
        Libvirtd libvirtd = environment.local();
        String name = options.operands().getFirst();
        Domain domain = libvirtd.domains()
                .named(name)
                .orElseThrow(() -> new InstallFailure("Could not find domain '" + name + "'"));
        boolean adds = options.has("--add-device");
        boolean removes = options.has("--remove-device");
        if (!adds && !removes && !options.has("--edit")) {
            throw new InstallFailure("One of --edit, --add-device, --remove-device, --build-xml must be specified.");
        }
        DomainDef before = domain.config().orElse(domain.def());
        DomainDef after = before.copy();
        boolean changed =
                adds ? add(libvirtd, after, options) : removes ? remove(after, options) : edit(after, options);
        if (!changed) {
            throw new InstallFailure("not simulated: this change of a document");
        }
        String old = XmlWriter.write(before.root(), '"', 0);
        String next = XmlWriter.write(after.root(), '"', 0);
        if (options.has("--print-diff")) {
            environment.out(Differences.unified("Original XML", "Altered XML", old, next) + "\n");
            return 0;
        }
        if (options.has("--print-xml")) {
            environment.out(next + "\n");
            return 0;
        }
        libvirtd.domains().define(after.toString(), false);
        environment.out("Domain '" + name + "' defined successfully.\n");
        return 0;
    }

    private static boolean edit(DomainDef def, InstallOptions options) throws InstallFailure {
        Optional<String> memory = options.value("--memory");
        Optional<String> vcpus = options.value("--vcpus");
        Optional<String> description = options.value("--description");
        if (memory.isPresent()) {
            long kib = number(InstallOptions.parts(memory.get(), "memory").getOrDefault("memory", "")) * 1024;
            def.setMemory(kib);
            def.setCurrentMemory(kib);
        }
        if (vcpus.isPresent()) {
            int count = (int) number(InstallOptions.parts(vcpus.get(), "vcpus").getOrDefault("vcpus", ""));
            def.setVcpus(count, count);
        }
        description.ifPresent(text -> {
            def.root().remove(c -> c.name().equals("description"));
            def.root().add(2, Element.text("description", text));
        });
        return memory.isPresent() || vcpus.isPresent() || description.isPresent();
    }

    private static long number(String text) throws InstallFailure {
        if (!text.matches("\\d{1,9}")) {
            throw new InstallFailure("invalid literal for int() with base 10: '" + text + "'");
        }
        return Long.parseLong(text);
    }

    private static boolean add(Libvirtd libvirtd, DomainDef def, InstallOptions options) throws InstallFailure {
        Optional<String> disk = options.value("--disk");
        if (disk.isEmpty()) {
            return false;
        }
        Map<String, String> parts = InstallOptions.parts(disk.get(), "path");
        String bus = parts.getOrDefault("bus", "ide");
        String prefix = bus.equals("virtio") ? "vd" : bus.equals("ide") ? "hd" : "sd";
        int number = 0;
        while (def.disk(prefix + (char) ('a' + number)).isPresent()) {
            number++;
        }
        String path = parts.getOrDefault("path", "");
        String format = parts.getOrDefault(
                "format",
                libvirtd.host().images().info(path).map(i -> i.format()).orElse("raw"));
        NewDisk made = new NewDisk(
                path, format, 0, bus, prefix + (char) ('a' + number), parts.getOrDefault("device", "disk"), parts);
        def.devices().add(made.element());
        return true;
    }

    private static boolean remove(DomainDef def, InstallOptions options) throws InstallFailure {
        Optional<String> disk = options.value("--disk");
        if (disk.isEmpty()) {
            return false;
        }
        String wanted =
                InstallOptions.parts(disk.get(), "target").values().iterator().next();
        DomainDef.Disk found = def.disk(wanted)
                .orElseThrow(
                        () -> new InstallFailure("No matching objects found for --remove-device --disk " + disk.get()));
        def.devices().remove(e -> e == found.element());
        return true;
    }
}
