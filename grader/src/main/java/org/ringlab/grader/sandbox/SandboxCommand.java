package org.ringlab.grader.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The command line that runs one program of the JDK in a sandbox of its own: no network, own processes, host name and
 * users, and of the file system only the JDK, the libraries it loads and one read-only folder. {@code /tmp} and the home
 * folder are small memory file systems; nothing of the host can be written. See docs/isolation.md.
 */
public final class SandboxCommand {
    /** Where the staged folder appears inside. */
    public static final String INSIDE = "/kernel";

    private static final String HOME = "/home/student";

    private final Path javaHome;
    private final Path prlimit;
    private final Set<Path> libraries;
    private final Map<Path, Path> linkedFiles;
    private final SandboxLimits limits;

    /**
     * Looks up what the sandbox must show.
     *
     * @param javaHome the JDK
     * @param limits limits of the program
     * @throws IOException when a tool is missing; the message names it and the Debian package
     */
    public SandboxCommand(Path javaHome, SandboxLimits limits) throws IOException {
        this.javaHome = javaHome.toRealPath();
        this.limits = limits;
        findTool("bwrap", "bubblewrap");
        findTool("setpriv", "util-linux");
        findTool("choom", "util-linux");
        findTool("nice", "coreutils");
        this.prlimit = findTool("prlimit", "util-linux");
        this.libraries = SystemLibraries.of(this.javaHome, List.of(prlimit));
        this.linkedFiles = SystemLibraries.linkedFiles(this.javaHome);
    }

    /**
     * The whole command.
     *
     * @param folder the folder to show as {@link #INSIDE}
     * @param uid the user id to run as, when the service may change it (root); else the service's own id
     * @param java arguments of {@code java}
     * @return argument vector for {@link ProcessBuilder}
     */
    public List<String> of(Path folder, OptionalInt uid, List<String> java) {
        List<String> command = new ArrayList<>();
        // Where memory or processors run short, kernels go first, not the service or the database.
        command.addAll(List.of("choom", "-n", "1000", "--", "nice", "-n", "10"));
        // Root gives up its identity before bubblewrap runs: no privileged code works on the sandbox.
        if (uid.isPresent()) {
            String id = Integer.toString(uid.getAsInt());
            command.addAll(List.of(
                    "setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--no-new-privs", "--inh-caps=-all"));
        }
        command.addAll(List.of("bwrap", "--unshare-all", "--unshare-user", "--disable-userns"));
        command.addAll(List.of("--die-with-parent", "--new-session", "--hostname", "ringlab", "--clearenv"));
        environment("HOME", HOME, command);
        environment("PATH", "/jdk/bin", command);
        environment("LANG", "C.UTF-8", command);
        bind(javaHome, Path.of("/jdk"), command);
        libraries.forEach(library -> bind(library, library, command));
        linkedFiles.forEach((link, file) -> bind(file, link, command));
        bind(prlimit, prlimit, command);
        bind(folder, Path.of(INSIDE), command);
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"));
        memoryFolder("/tmp", command);
        memoryFolder(HOME, command);
        command.addAll(List.of("--chdir", HOME, "--remount-ro", "/"));
        // Inside the new user namespace, so that the process limit counts this sandbox alone.
        command.addAll(prlimit());
        command.add("/jdk/bin/java");
        command.addAll(java);
        return command;
    }

    private List<String> prlimit() {
        return List.of(
                prlimit.toString(),
                "--nproc=" + limits.processes(),
                "--nofile=" + limits.openFiles(),
                "--cpu=" + limits.cpuSeconds(),
                "--as=" + ((long) limits.addressSpaceMb() << 20),
                "--core=0",
                "--");
    }

    private void memoryFolder(String path, List<String> command) {
        command.addAll(List.of("--size", Long.toString((long) limits.diskMb() << 20), "--tmpfs", path));
    }

    private static void environment(String name, String value, List<String> command) {
        command.addAll(List.of("--setenv", name, value));
    }

    private static void bind(Path source, Path inside, List<String> command) {
        command.addAll(List.of("--ro-bind", source.toString(), inside.toString()));
    }

    private static Path findTool(String name, String debianPackage) throws IOException {
        for (String folder : List.of("/usr/bin", "/bin", "/usr/local/bin")) {
            Path tool = Path.of(folder, name);
            if (Files.isExecutable(tool)) {
                return tool;
            }
        }
        throw new IOException("the program " + name + " is missing (Debian package " + debianPackage + ")");
    }
}
