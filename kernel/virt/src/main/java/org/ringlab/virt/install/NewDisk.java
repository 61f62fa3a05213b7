package org.ringlab.virt.install;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirtHost.Files.Kind;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainDef;
import org.ringlab.virt.pool.Pool;
import org.ringlab.virt.virsh.VirshEnvironment;
import org.ringlab.virt.xml.Element;

/**
 * A disk that {@code --disk} describes: a file that is there, or one to be made.
 *
 * @param path the file
 * @param format its format
 * @param size bytes of a new one; 0 where it is there
 * @param bus what it is plugged into
 * @param target its name
 * @param device {@code disk} or {@code cdrom}
 * @param options what else was said
 */
record NewDisk(
        String path, String format, long size, String bus, String target, String device, Map<String, String> options) {
    private static final String FOLDER = "/var/lib/libvirt/images";
    private static final long GIBIBYTE = 1L << 30;

    /** Understands {@code --disk}. */
    static NewDisk of(VirshEnvironment environment, String guest, String text, int number, String standardBus)
            throws InstallFailure {
        Libvirtd libvirtd = environment.local();
        Map<String, String> options = InstallOptions.parts(text, "path");
        double gibibytes = 0;
        if (options.containsKey("size")) {
            try {
                gibibytes = Double.parseDouble(options.getOrDefault("size", ""));
            } catch (NumberFormatException e) {
                throw new InstallFailure(
                        "Improper value for 'size': could not convert string to float: '" + options.get("size") + "'");
            }
        }
        String bus = options.getOrDefault("bus", standardBus);
        String prefix = switch (bus) {
            case "virtio" -> "vd";
            case "ide" -> "hd";
            case "fdc" -> "fd";
            default -> "sd";
        };
        String target = options.getOrDefault("target", prefix + (char) ('a' + number));
        String format = options.getOrDefault("format", "");
        String path = options.getOrDefault("path", "");
        if (path.isEmpty()) {
            format = format.isEmpty() ? "qcow2" : format;
            String ending = format.equals("raw") ? ".img" : "." + format;
            String stem = number == 0 ? guest : guest + "-" + number;
            String folder = libvirtd.pools().find("default").map(Pool::path).orElse(FOLDER);
            path = folder + "/" + stem + ending;
        }
        path = environment.resolve(path);
        boolean there = libvirtd.host().files().kind(path) != Kind.NONE;
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (!there && gibibytes == 0) {
            throw new InstallFailure(
                    "Error: --disk " + text + ": Size must be specified for non existent volume '" + name + "'");
        }
        if (there) {
            unused(libvirtd, path, options);
            String found =
                    libvirtd.host().images().info(path).map(i -> i.format()).orElse("raw");
            format = format.isEmpty() ? found : format;
        }
        long size = there ? 0 : (long) (gibibytes * GIBIBYTE);
        return new NewDisk(
                path,
                format.isEmpty() ? "qcow2" : format,
                size,
                bus,
                target,
                options.getOrDefault("device", "disk"),
                options);
    }

    private static void unused(Libvirtd libvirtd, String path, Map<String, String> options) throws InstallFailure {
        List<String> users = libvirtd.domains().all().stream()
                .filter(d -> d.def().disks().stream()
                        .anyMatch(k -> k.source().filter(path::equals).isPresent()))
                .map(Domain::name)
                .toList();
        boolean shareable = options.containsKey("shareable") || options.containsKey("readonly");
        if (!users.isEmpty() && !shareable) {
            throw new InstallFailure("Disk " + path + " is already in use by other guests ['"
                    + String.join("', '", users)
                    + "']. (Use --check path_in_use=off or --check all=off to override)");
        }
    }

    boolean isNew() {
        return size > 0;
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** What is said where a new disk is larger than its pool; empty where it isn't. */
    Optional<String> tooLarge(Libvirtd libvirtd) {
        long room = libvirtd.host().files().capacity() - libvirtd.host().files().used();
        return size <= room
                ? Optional.empty()
                : Optional.of("The requested volume capacity will exceed the available pool space when the volume is"
                        + " fully allocated. (" + (size >> 20) + " M requested capacity > " + (room >> 20)
                        + " M available)");
    }

    Element element() {
        Element driver = Element.of("driver", "name", "qemu", "type", format);
        for (String key : List.of("cache", "io")) {
            if (options.containsKey(key)) {
                driver.set(key, options.getOrDefault(key, ""));
            }
        }
        if (isNew()) {
            driver.set("discard", "unmap");
        }
        Element disk = Element.of("disk", "type", "file", "device", device)
                .add(driver)
                .add(Element.of("source", "file", path))
                .add(Element.of("target", "dev", target, "bus", bus));
        if (device.equals("cdrom") || options.containsKey("readonly")) {
            disk.add(new Element("readonly"));
        }
        if (options.containsKey("shareable")) {
            disk.add(new Element("shareable"));
        }
        return disk;
    }

    /** Makes the file, and has the pools see it. */
    void create(Libvirtd libvirtd) throws VirError {
        libvirtd.host().images().create(path, format, size, 0, Optional.empty(), "");
        refresh(libvirtd);
    }

    void delete(Libvirtd libvirtd) {
        libvirtd.host().files().remove(path);
        refresh(libvirtd);
    }

    private void refresh(Libvirtd libvirtd) {
        seen(libvirtd, path);
    }

    /** Whatever virt-manager touches is in a pool afterwards: its directory becomes one where it isn't. */
    static void seen(Libvirtd libvirtd, String path) {
        String directory = path.substring(0, Math.max(1, path.lastIndexOf('/')));
        try {
            Optional<Pool> there = libvirtd.pools().at(directory);
            if (there.isEmpty()) {
                String name = directory.substring(directory.lastIndexOf('/') + 1);
                Pool made = libvirtd.pools()
                        .define("<pool type='dir'><name>" + name + "</name><target><path>" + directory
                                + "</path></target></pool>");
                made.start();
                libvirtd.pools().autostart(made, true);
            } else {
                there.get().refresh();
            }
        } catch (VirError e) {
            return;
        }
    }

    /** A disk of another guest, looked at. */
    static Optional<String> source(DomainDef.Disk disk) {
        return disk.source();
    }
}
