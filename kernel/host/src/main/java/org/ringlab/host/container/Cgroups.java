package org.ringlab.host.container;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.host.Profile;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.GeneratedFile;
import org.ringlab.host.namespaces.PidNamespace;
import org.ringlab.host.namespaces.Task;

/**
 * The control groups of a host that containers live in: their limits as files, one hierarchy a controller on CentOS 7
 * (version 1), one for all on newer kernels (version 2).
 */
public final class Cgroups {
    /** Bytes that stand for "no limit" in version 1. */
    public static final long NO_LIMIT = 9_223_372_036_854_771_712L;

    private static final long PERIOD = 100_000;
    private static final String CONTROLLERS_1 =
            "11:cpuset 10:net_prio,net_cls 9:hugetlb 8:devices 7:memory 6:freezer 5:cpuacct,cpu 4:blkio 3:perf_event 2:pids"
                    + " 1:name=systemd";

    private final Map<Group, PidNamespace> members = new LinkedHashMap<>();
    private final Profile profile;

    /** A host's; nothing is in them. */
    public Cgroups(Profile profile) {
        this.profile = profile;
    }

    /** A group with its limits, which a file or {@code docker update} can change. */
    public static final class Group {
        private final String path;
        private final String scope;
        private long memory;
        private long quota;
        private long shares;

        /**
         * A group.
         *
         * @param path below each controller's directory: {@code docker/ID}
         * @param scope the same as version 2 has it: {@code system.slice/docker-ID.scope}
         * @param memory most bytes of memory, 0 for no limit
         * @param cpus processors' worth of time, 0 for no limit
         * @param shares weight against other groups
         */
        public Group(String path, String scope, long memory, double cpus, long shares) {
            this.path = path;
            this.scope = scope;
            this.memory = memory == 0 ? NO_LIMIT : memory;
            quota = cpus == 0 ? -1 : Math.round(cpus * PERIOD);
            this.shares = shares == 0 ? 1024 : shares;
        }

        /** Most bytes of memory; {@link #NO_LIMIT} where there is none. */
        public long memory() {
            return memory;
        }
    }

    void add(Group group, PidNamespace processes) {
        members.put(group, processes);
    }

    void remove(Group group) {
        members.remove(group);
    }

    /** The files below {@code /sys/fs/cgroup}. */
    public Map<String, GeneratedFile> files() {
        Map<String, GeneratedFile> files = new TreeMap<>();
        members.forEach((group, processes) -> {
            if (profile == Profile.CENTOS7) {
                version1(files, group, processes);
            } else {
                version2(files, group, processes);
            }
        });
        return files;
    }

    private static void version1(Map<String, GeneratedFile> files, Group group, PidNamespace processes) {
        for (String controller : new String[] {"memory", "cpu", "cpuacct", "pids", "systemd"}) {
            files.put(controller + "/" + group.path + "/cgroup.procs", procs(processes));
            files.put(controller + "/" + group.path + "/tasks", procs(processes));
        }
        files.put("memory/" + group.path + "/memory.limit_in_bytes", new Setting() {
            @Override
            public String read() {
                return group.memory + "\n";
            }

            @Override
            void set(long value) throws FileException {
                group.memory = value < 0 ? NO_LIMIT : value / 4096 * 4096;
            }
        });
        files.put("cpu/" + group.path + "/cpu.cfs_period_us", GeneratedFile.readOnly(() -> PERIOD + "\n"));
        files.put("cpu/" + group.path + "/cpu.cfs_quota_us", new Setting() {
            @Override
            public String read() {
                return group.quota + "\n";
            }

            @Override
            void set(long value) throws FileException {
                if (value == 0 || value > 0 && value < 1000) {
                    throw new FileException(FileException.INVALID_ARGUMENT);
                }
                group.quota = value < 0 ? -1 : value;
            }
        });
        files.put("cpu/" + group.path + "/cpu.shares", new Setting() {
            @Override
            public String read() {
                return group.shares + "\n";
            }

            @Override
            void set(long value) throws FileException {
                group.shares = Math.max(2, Math.min(262_144, value));
            }
        });
    }

    private static void version2(Map<String, GeneratedFile> files, Group group, PidNamespace processes) {
        String directory = group.scope + "/";
        files.put(directory + "cgroup.procs", procs(processes));
        files.put(
                directory + "memory.max",
                GeneratedFile.readOnly(() -> (group.memory == NO_LIMIT ? "max" : group.memory) + "\n"));
        files.put(
                directory + "cpu.max",
                GeneratedFile.readOnly(() -> (group.quota < 0 ? "max" : group.quota) + " " + PERIOD + "\n"));
        files.put(
                directory + "cpu.weight", GeneratedFile.readOnly(() -> 1 + (group.shares - 2) * 9999 / 262_142 + "\n"));
    }

    private static GeneratedFile procs(PidNamespace processes) {
        return GeneratedFile.readOnly(() -> processes.init().stream()
                .flatMap(first -> first.pid(outermost(processes)).stream())
                .map(pid -> pid + "\n")
                .findFirst()
                .orElse(""));
    }

    private static PidNamespace outermost(PidNamespace namespace) {
        PidNamespace outer = namespace;
        for (Optional<PidNamespace> next = outer.parent(); next.isPresent(); next = outer.parent()) {
            outer = next.get();
        }
        return outer;
    }

    /** A process's {@code /proc/PID/cgroup}; empty for one in no container. */
    public Optional<String> of(Task process) {
        PidNamespace home = process.memberships().pid();
        return members.entrySet().stream()
                .filter(e -> e.getValue() == home)
                .map(e -> profile == Profile.CENTOS7 ? lines("/" + e.getKey().path) : "0::/" + e.getKey().scope + "\n")
                .findFirst();
    }

    private static String lines(String path) {
        StringBuilder text = new StringBuilder();
        for (String controller : CONTROLLERS_1.split(" ")) {
            text.append(controller).append(':').append(path).append('\n');
        }
        return text.toString();
    }

    /** A file that takes a whole number. */
    private abstract static class Setting implements GeneratedFile {
        abstract void set(long value) throws FileException;

        @Override
        public void write(String text) throws FileException {
            String word = text.strip();
            if (!word.matches("-?\\d{1,18}")) {
                throw new FileException(FileException.INVALID_ARGUMENT);
            }
            set(Long.parseLong(word));
        }
    }
}
