package org.ringlab.host.machine;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ringlab.host.Profile;
import org.ringlab.host.files.DiskImage;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.files.Mount;
import org.ringlab.host.files.MountTable;
import org.ringlab.host.files.Volume;
import org.ringlab.host.software.BootLoader;
import org.ringlab.host.software.PackageScripts;
import org.ringlab.host.software.Selinux;
import org.ringlab.host.virt.InstallMedia;

/** The files a machine's disk begins with: a small tree in the manner of CentOS. */
final class FirstFiles {
    private static final List<String> DIRECTORIES = List.of(
            "/proc",
            "/root",
            "/tmp",
            "/var/www/html",
            "/var/log",
            "/home",
            "/mnt",
            "/run/netns",
            "/var/run/netns",
            "/etc/rc.d/rc3.d",
            "/etc/sysctl.d",
            "/etc/modules-load.d",
            "/etc/modprobe.d",
            "/etc/systemd/system/multi-user.target.wants",
            "/etc/systemd/system/basic.target.wants");

    /** What is the same on all hosts of a profile. */
    private static final Map<Profile, DiskImage> IMAGES = images();

    private FirstFiles() {}

    private static Map<Profile, DiskImage> images() {
        Map<Profile, DiskImage> images = new EnumMap<>(Profile.class);
        Arrays.asList(Profile.values()).forEach(profile -> images.put(profile, image(profile)));
        return Collections.unmodifiableMap(images);
    }

    private static DiskImage image(Profile profile) {
        Accounts accounts = accounts(profile);
        return new DiskImage(
                DIRECTORIES,
                Map.of(
                        "/etc/passwd",
                        accounts.users,
                        "/etc/group",
                        accounts.groups,
                        "/etc/resolv.conf",
                        "# no name servers in this lab unless you write one here\n",
                        "/etc/rc.d/rc.local",
                        "#!/bin/bash\n# runs at the end of every boot, once it is executable: chmod +x /etc/rc.d/rc.local\n",
                        "/etc/redhat-release",
                        release(profile) + "\n"),
                Map.of("/etc/rc.local", "rc.d/rc.local"));
    }

    /** What a machine boots from, with {@code /proc} to come. */
    static MountTable disk(Profile profile) {
        DiskImage image = Objects.requireNonNull(IMAGES.get(profile));
        return switch (profile) {
            case CENTOS7 ->
                new MountTable(new Mount(
                        Volume.disk("xfs", image),
                        "/",
                        "/dev/mapper/centos-root",
                        "/",
                        "rw,relatime,attr2,inode64,noquota"));
            case RECORDED, DEBIAN12 ->
                new MountTable(new Mount(Volume.disk("ext4", image), "/", "/dev/vda1", "/", "rw,relatime"));
        };
    }

    /** Writes what is a new machine's own. */
    static void install(Machine machine) {
        FileSystem files = machine.files();
        BootLoader.install(machine);
        files.install("/etc/hostname", machine.hostName() + "\n");
        files.install(
                "/etc/hosts", "127.0.0.1   localhost localhost.localdomain\n127.0.0.1   " + machine.hostName() + "\n");
        // the route for addresses of one's own making, which hosts have that are installed package by package
        String zeroconf = machine.build().packages().isPresent() ? "" : "NOZEROCONF=yes\n";
        files.install("/etc/sysconfig/network", "NETWORKING=yes\nHOSTNAME=" + machine.hostName() + "\n" + zeroconf);
        if (machine.build().packages().isPresent()) {
            machine.packages().all().forEach(p -> PackageScripts.run(files, p.name()));
        } else if (!machine.build().media().isEmpty()) {
            PackageScripts.run(files, "syslinux");
        }
        machine.build().media().forEach(path -> InstallMedia.put(files, path));
        // udev finds the processor before anybody could have told it not to
        if (machine.profile() == Profile.CENTOS7 && machine.hardware().runsGuests()) {
            machine.modules().load(machine.hardware().cpu().module(), List.of());
        }
        files.install(
                Selinux.CONFIG,
                "\n# This file controls the state of SELinux on the system.\n"
                        + "# SELINUX= can take one of these three values: enforcing, permissive, disabled\nSELINUX="
                        + machine.build().selinux()
                        + "\n# SELINUXTYPE= can take one of three values: targeted, minimum,"
                        + " mls\nSELINUXTYPE=targeted\n\n");
    }

    /** Who has a name, as two files. */
    private record Accounts(String users, String groups) {}

    private static Accounts accounts(Profile profile) {
        String root = "root:x:0:0:root:/root:/bin/bash\n";
        return switch (profile) {
            case CENTOS7 ->
                new Accounts(
                        root + "nobody:x:99:99:Nobody:/:/sbin/nologin\n"
                                + "apache:x:48:48:Apache:/usr/share/httpd:/sbin/nologin\n",
                        "root:x:0:\nnobody:x:99:\napache:x:48:\n");
            case RECORDED, DEBIAN12 ->
                new Accounts(
                        root + "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\n"
                                + "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
                        "root:x:0:\nwww-data:x:33:\nnogroup:x:65534:\n");
        };
    }

    private static String release(Profile profile) {
        return switch (profile) {
            case CENTOS7 -> "CentOS Linux release 7.9.2009 (Core)";
            case RECORDED, DEBIAN12 -> "Ringlab Linux (simulated)";
        };
    }
}
