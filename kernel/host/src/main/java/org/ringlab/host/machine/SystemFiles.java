package org.ringlab.host.machine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.files.GeneratedFile;
import org.ringlab.netfilter.stack.Sysctls;

/** The files a machine begins with, a small tree in the manner of CentOS, and those under {@code /proc}. */
public final class SystemFiles {
    /** What {@code httpd} serves at {@code /}. */
    public static final String INDEX_PAGE = "/var/www/html/index.html";

    private static final Pattern INTERFACE_SETTING = Pattern.compile("(ipv4\\.(?:conf|neigh))\\.(.+)\\.([a-z_]+)");

    private SystemFiles() {}

    static void install(Machine machine) {
        FileSystem files = machine.files();
        for (String directory : new String[] {
            "/root",
            "/tmp",
            "/var/www/html",
            "/var/log",
            "/home",
            "/mnt",
            "/etc/sysctl.d",
            "/etc/modules-load.d",
            "/etc/systemd/system/multi-user.target.wants",
            "/etc/systemd/system/basic.target.wants"
        }) {
            files.install(directory + "/.keep", "");
            remove(files, directory + "/.keep");
        }
        files.install("/etc/hostname", machine.hostName() + "\n");
        files.install(
                "/etc/hosts", "127.0.0.1   localhost localhost.localdomain\n127.0.0.1   " + machine.hostName() + "\n");
        files.install("/etc/resolv.conf", "# no name servers in this lab unless you write one here\n");
        files.install(
                "/etc/sysconfig/network", "NETWORKING=yes\nHOSTNAME=" + machine.hostName() + "\nNOZEROCONF=yes\n");
        files.install(
                "/etc/rc.d/rc.local",
                "#!/bin/bash\n# runs at the end of every boot, once it is executable: chmod +x /etc/rc.d/rc.local\n");
        link(files, "/etc/rc.local", "rc.d/rc.local");
        files.install(
                "/etc/passwd",
                "root:x:0:0:root:/root:/bin/bash\napache:x:48:48:Apache:/usr/share/httpd:/sbin/nologin\n");
        files.install("/etc/redhat-release", release(machine) + "\n");
        files.generate("/proc/version", GeneratedFile.readOnly(() -> version(machine) + "\n"));
        files.generate("/dev/null", new NullDevice());
        mount(machine);
    }

    /** What a process sees of its network namespace: {@code /proc/sys/net}, and the names of namespaces. */
    static void mount(Machine machine) {
        Sysctls sysctls = machine.stack().sysctls();
        machine.files().mount("/proc/sys/net", () -> {
            Map<String, GeneratedFile> files = new TreeMap<>();
            for (String name : sysctls.all().keySet()) {
                files.put(path(name.substring("net.".length())), new SysctlFile(sysctls, name));
            }
            return files;
        });
        for (String directory : List.of("/run/netns", "/var/run/netns")) {
            machine.files().mount(directory, () -> {
                Map<String, GeneratedFile> files = new TreeMap<>();
                machine.namespaces().keySet().forEach(n -> files.put(n, GeneratedFile.readOnly(() -> "")));
                return files;
            });
        }
    }

    /** A setting's path: the dots of an interface's name stay where they are. */
    private static String path(String setting) {
        Matcher m = INTERFACE_SETTING.matcher(setting);
        return m.matches()
                ? m.group(1).replace('.', '/') + "/" + m.group(2) + "/" + m.group(3)
                : setting.replace('.', '/');
    }

    /** What the first http service of a machine answers: {@link #INDEX_PAGE} as it is at that moment. */
    public static Supplier<String> page(FileSystem files) {
        return () -> {
            try {
                return files.read(INDEX_PAGE);
            } catch (FileException e) {
                return "";
            }
        };
    }

    /** {@code /etc/redhat-release}'s line. */
    static String release(Machine machine) {
        return switch (machine.profile()) {
            case CENTOS7 -> "CentOS Linux release 7.9.2009 (Core)";
            case RECORDED, DEBIAN12 -> "Ringlab Linux (simulated)";
        };
    }

    /** The kernel's release as {@code uname -r} prints it. */
    public static String kernelRelease(Machine machine) {
        return switch (machine.profile()) {
            case CENTOS7 -> "3.10.0-1160.el7.x86_64";
            case RECORDED -> "6.18.44";
            case DEBIAN12 -> "6.1.0-28-amd64";
        };
    }

    private static String version(Machine machine) {
        return "Linux version " + kernelRelease(machine) + " (simulated by Ringlab) #1 SMP";
    }

    private static void link(FileSystem files, String path, String target) {
        try {
            files.link(path, target);
        } catch (FileException e) {
            throw new IllegalStateException(path, e);
        }
    }

    private static void remove(FileSystem files, String path) {
        try {
            files.remove(path);
        } catch (FileException e) {
            throw new IllegalStateException(path, e);
        }
    }

    /** {@code /dev/null}. */
    private static final class NullDevice implements GeneratedFile {
        @Override
        public String read() {
            return "";
        }

        @Override
        public void write(String text) {}
    }

    /** A kernel setting as a file (kernel/sysctl.c, {@code proc_dointvec}: a number, blanks around it). */
    private record SysctlFile(Sysctls sysctls, String name) implements GeneratedFile {
        @Override
        public String read() {
            return sysctls.get(name).map(v -> v + "\n").orElse("");
        }

        @Override
        public void write(String text) throws FileException {
            String[] words = text.strip().split("[ \t\n]+");
            try {
                sysctls.set(name, Integer.decode(words[0]));
            } catch (NumberFormatException e) {
                throw new FileException(FileException.INVALID_ARGUMENT);
            }
        }
    }
}
