package org.ringlab.host.machine;

import java.util.Map;
import java.util.function.Supplier;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.files.GeneratedFile;
import org.ringlab.netfilter.stack.Sysctls;

/** The files a machine begins with, a small tree in the manner of CentOS, and those under {@code /proc}. */
public final class SystemFiles {
    /** What {@code httpd} serves at {@code /}. */
    public static final String INDEX_PAGE = "/var/www/html/index.html";

    private SystemFiles() {}

    static void install(Machine machine) {
        FileSystem files = machine.files();
        for (String directory : new String[] {"/root", "/tmp", "/var/www/html", "/var/log", "/home", "/mnt"}) {
            files.install(directory + "/.keep", "");
            remove(files, directory + "/.keep");
        }
        files.install("/etc/hostname", machine.name() + "\n");
        files.install(
                "/etc/hosts", "127.0.0.1   localhost localhost.localdomain\n127.0.0.1   " + machine.name() + "\n");
        files.install("/etc/resolv.conf", "# no name servers in this lab unless you write one here\n");
        files.install("/etc/sysctl.conf", "# read by `sysctl -p`, and at boot on a real machine\n");
        files.install("/etc/sysconfig/network", "NETWORKING=yes\nHOSTNAME=" + machine.name() + "\n");
        files.install(
                "/etc/passwd",
                "root:x:0:0:root:/root:/bin/bash\napache:x:48:48:Apache:/usr/share/httpd:/sbin/nologin\n");
        files.install("/etc/redhat-release", release(machine) + "\n");
        files.generate("/proc/version", GeneratedFile.readOnly(() -> version(machine) + "\n"));
        files.generate("/dev/null", new NullDevice());
        addSysctls(machine);
    }

    /** Puts a file under {@code /proc/sys} for every kernel setting; to be called again when settings came. */
    public static void addSysctls(Machine machine) {
        Sysctls sysctls = machine.stack().sysctls();
        for (Map.Entry<String, Integer> setting : sysctls.all().entrySet()) {
            String path = "/proc/sys/" + setting.getKey().replace('.', '/');
            machine.files().generate(path, new SysctlFile(sysctls, setting.getKey()));
        }
    }

    /**
     * What an http service answers: the first one of a machine serves {@link #INDEX_PAGE}, which begins with
     * {@code body} and may be edited; others keep to their body.
     */
    public static Supplier<String> page(Machine machine, String body, boolean first) {
        if (!first) {
            return () -> body;
        }
        FileSystem files = machine.files();
        files.install(INDEX_PAGE, body);
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
            case RECORDED -> "Ringlab Linux (simulated)";
        };
    }

    /** The kernel's release as {@code uname -r} prints it. */
    public static String kernelRelease(Machine machine) {
        return switch (machine.profile()) {
            case CENTOS7 -> "3.10.0-1160.el7.x86_64";
            case RECORDED -> "6.18.44";
        };
    }

    private static String version(Machine machine) {
        return "Linux version " + kernelRelease(machine) + " (simulated by Ringlab) #1 SMP";
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
