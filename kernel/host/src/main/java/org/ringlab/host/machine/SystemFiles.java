package org.ringlab.host.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.host.Profile;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.files.GeneratedFile;
import org.ringlab.host.files.Mount;
import org.ringlab.host.files.MountTable;
import org.ringlab.host.files.Volume;
import org.ringlab.host.namespaces.NamespaceFile;
import org.ringlab.host.namespaces.NetNamespace;
import org.ringlab.host.namespaces.PidNamespace;
import org.ringlab.host.namespaces.Task;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.Sysctls;

/** The files that no disk keeps: those under {@code /proc}, {@code /sys} and {@code /dev}. */
public final class SystemFiles {
    /** What {@code httpd} serves at {@code /}. */
    public static final String INDEX_PAGE = "/var/www/html/index.html";

    private static final Pattern INTERFACE_SETTING = Pattern.compile("(ipv4\\.(?:conf|neigh))\\.(.+)\\.([a-z_]+)");

    private SystemFiles() {}

    /** The first process's command line. */
    static List<String> init(Profile profile) {
        return switch (profile) {
            case CENTOS7 -> List.of("/usr/lib/systemd/systemd", "--switched-root", "--system", "--deserialize", "22");
            case RECORDED, DEBIAN12 -> List.of("/sbin/init");
        };
    }

    /** Mounts {@code /proc}, and makes what no disk keeps. */
    static void mount(Machine machine, MountTable root) {
        FileSystem files = machine.files();
        Volume proc = machine.processes().init().memberships().pid().proc();
        proc.makeDirectories("/sys/net");
        proc.put("/version", GeneratedFile.readOnly(() -> version(machine) + "\n"));
        proc.put("/cmdline", GeneratedFile.readOnly(() -> machine.pci().commandLine() + "\n"));
        proc.put("/cpuinfo", GeneratedFile.readOnly(machine.hardware()::cpuinfo));
        proc.put("/meminfo", GeneratedFile.readOnly(machine.hardware()::meminfo));
        proc.put("/modules", GeneratedFile.readOnly(() -> machine.modules().text()));
        root.add(new Mount(proc, "/", "proc", "/proc", "rw,nosuid,nodev,noexec,relatime"));
        files.generate("/dev/null", new NullDevice());
    }

    /** The files that are made when a process looks at a volume: {@code /proc}, and the names of network namespaces. */
    static FileSystem.Views views(Machine machine, Supplier<Task> viewer) {
        List<FileSystem.View> onDisk = List.of(
                new FileSystem.View("/sys/module", () -> machine.modules().files()),
                new FileSystem.View("/sys/class/net", () -> interfaces(viewer.get())),
                new FileSystem.View("/dev", () -> devices(machine), true),
                new FileSystem.View("/sys/fs/cgroup", () -> machine.cgroups().files()),
                new FileSystem.View("/run/netns", () -> names(machine)),
                new FileSystem.View("/var/run/netns", () -> names(machine)));
        return volume -> volume.type().equals("proc")
                ? List.of(
                        new FileSystem.View("/sys/net", () -> settings(machine, viewer.get())),
                        new FileSystem.View("/", () -> ProcFiles.all(machine, volume, viewer.get())))
                : isDisk(machine, volume) ? onDisk : List.of();
    }

    private static boolean isDisk(Machine machine, Volume volume) {
        return machine.processes().init().memberships().mnt().mounts().root().volume() == volume;
    }

    /** Whose numbers the {@code /proc} that a terminal sees shows; empty where none is mounted. */
    public static Optional<PidNamespace> shown(Session session) {
        return session.machine()
                .processes()
                .shownBy(session.files().bind("/proc", "/proc").volume());
    }

    /** A process's program: the last part of its first word, at most 15 characters. */
    public static String programName(Task task) {
        return ProcFiles.name(task);
    }

    /** {@code /sys/class/net}: the interfaces of the network namespace that the process is in. */
    private static Map<String, GeneratedFile> interfaces(Task viewer) {
        NetNamespace net = viewer.memberships().net();
        return InterfaceFiles.of(net.stack(), viewer.mayChange(net));
    }

    /** {@code /proc/sys/net}: the settings of the network namespace that the process is in. */
    private static Map<String, GeneratedFile> settings(Machine machine, Task viewer) {
        NetNamespace net = viewer.memberships().net();
        Sysctls sysctls = net.stack().sysctls();
        Map<String, GeneratedFile> files = new TreeMap<>();
        for (String name : sysctls.all().keySet()) {
            files.put(path(name.substring("net.".length())), new SysctlFile(sysctls, name, viewer.mayChange(net)));
        }
        return files;
    }

    /** {@code /dev/kvm} comes with the processor's module; CentOS's rules for devices give it to the group kvm. */
    private static Map<String, GeneratedFile> devices(Machine machine) {
        if (!machine.modules().isKvmReady()) {
            return Map.of();
        }
        boolean ruled =
                machine.profile() == Profile.CENTOS7 && machine.packages().has("qemu-kvm-common");
        return Map.of(
                "kvm",
                GeneratedFile.device(ruled ? "crw-rw-rw- 1 root kvm 10, 232" : "crw------- 1 root root 10, 232"));
    }

    private static Map<String, GeneratedFile> names(Machine machine) {
        Map<String, GeneratedFile> files = new TreeMap<>();
        machine.namespaces().forEach((name, m) -> files.put(name, new NamespaceFile(m.namespace(), false)));
        return files;
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

    /** Lets the dhcp services of a machine keep their leases in a file, and ask where the machine asks. */
    public static void lend(Machine machine) {
        String directory = switch (machine.profile()) {
            case CENTOS7 -> "/var/lib/dnsmasq";
            case RECORDED, DEBIAN12 -> "/var/lib/misc";
        };
        machine.services()
                .useFiles(
                        text -> machine.files().install(directory + "/dnsmasq.leases", text),
                        () -> nameServers(machine.files()));
    }

    private static List<Ipv4Address> nameServers(FileSystem files) {
        List<Ipv4Address> servers = new ArrayList<>();
        try {
            for (String line : files.read("/etc/resolv.conf").split("\n")) {
                String[] words = line.strip().split("\\s+");
                if (words.length > 1 && words[0].equals("nameserver")) {
                    Ipv4Address.parse(words[1]).ifPresent(servers::add);
                }
            }
        } catch (FileException e) {
            // without the file there is no server
        }
        return servers;
    }

    /** The kernel's release as {@code uname -r} prints it. */
    public static String kernelRelease(Machine machine) {
        return machine.hardware().kernel().orElseGet(() -> switch (machine.profile()) {
            case CENTOS7 -> "3.10.0-1160.el7.x86_64";
            case RECORDED -> "6.18.44";
            case DEBIAN12 -> "6.1.0-28-amd64";
        });
    }

    private static String version(Machine machine) {
        return "Linux version " + kernelRelease(machine) + " (simulated by Ringlab) #1 SMP";
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
    private record SysctlFile(Sysctls sysctls, String name, boolean mayWrite) implements GeneratedFile {
        @Override
        public String read() {
            return sysctls.get(name).map(v -> v + "\n").orElse("");
        }

        @Override
        public void write(String text) throws FileException {
            if (!mayWrite) {
                throw new FileException(FileException.NOT_PERMITTED);
            }
            String[] words = text.strip().split("[ \t\n]+");
            try {
                sysctls.set(name, Integer.decode(words[0]));
            } catch (NumberFormatException e) {
                throw new FileException(FileException.INVALID_ARGUMENT);
            }
        }
    }
}
