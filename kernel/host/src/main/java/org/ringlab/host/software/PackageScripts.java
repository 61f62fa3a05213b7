package org.ringlab.host.software;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;

/** What a package's own scripts do when it is installed. */
public final class PackageScripts {
    private PackageScripts() {}

    /** The users and directories of a package, as its scripts make them. */
    public static void run(FileSystem files, String name) {
        switch (name) {
            case "qemu-kvm-common" -> {
                line(files, "/etc/group", "kvm:x:36:qemu");
                line(files, "/etc/group", "qemu:x:107:");
                line(files, "/etc/passwd", "qemu:x:107:107:qemu user:/:/sbin/nologin");
            }
            case "libvirt-daemon" -> {
                line(files, "/etc/group", "libvirt:x:993:");
                for (String directory : List.of(
                        "/etc/libvirt/qemu",
                        "/var/lib/libvirt/images",
                        "/var/lib/libvirt/boot",
                        "/var/log/libvirt/qemu")) {
                    files.install(directory);
                }
            }
            case "syslinux" -> BootPrograms.install(files);
            case "dnsmasq" -> files.install("/var/lib/dnsmasq");
            default -> {}
        }
    }

    private static void line(FileSystem files, String path, String line) {
        String key = line.substring(0, line.indexOf(':') + 1);
        try {
            String text = files.read(path);
            if (text.lines().noneMatch(each -> each.startsWith(key))) {
                files.append(path, line + "\n");
            }
        } catch (FileException none) {
            files.install(path, line + "\n");
        }
    }
}
