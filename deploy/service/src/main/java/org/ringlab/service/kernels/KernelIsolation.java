package org.ringlab.service.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ringlab.grader.sandbox.SandboxCommand;

/**
 * Whether hosted kernels are isolated, proven at start by trying: {@link IsolationProbe} runs in the sandbox that kernels
 * get. Without the proof no kernel is started, unless the administrator allowed it on a service that only this machine
 * reaches.
 */
public final class KernelIsolation {
    private static final System.Logger LOG = System.getLogger(KernelIsolation.class.getName());
    private static final int PROBE_SECONDS = 20;

    private final IsolationReport report;
    private final boolean allowUnisolated;

    private KernelIsolation(IsolationReport report, boolean allowUnisolated) {
        this.report = report;
        this.allowUnisolated = allowUnisolated;
    }

    /**
     * Runs the self-test.
     *
     * @param launcher starts the sandbox
     * @param serviceFile a file of the service that kernels must not see
     * @return the state, fixed until the service restarts
     */
    public static KernelIsolation test(KernelLauncher launcher, Path serviceFile) {
        IsolationReport report;
        if (!launcher.sandboxMissing().isEmpty()) {
            report = new IsolationReport(List.of(), launcher.sandboxMissing());
        } else {
            try {
                report = probe(launcher, serviceFile, ProcessHandle.current().pid());
            } catch (IOException e) {
                report = new IsolationReport(List.of(), "the self-test could not run: " + e.getMessage());
            }
        }
        KernelIsolation isolation =
                new KernelIsolation(report, launcher.settings().allowUnisolated());
        LOG.log(
                isolation.isProven() ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                "Isolation of kernels: " + report.summary());
        return isolation;
    }

    /**
     * Runs the probe.
     *
     * @param launcher starts the sandbox
     * @param serviceFile a file of the service
     * @param servicePid the service's process id, any number from 1
     * @return what it found
     * @throws IOException when it cannot be started
     */
    static IsolationReport probe(KernelLauncher launcher, Path serviceFile, long servicePid) throws IOException {
        // A folder that every user may write to, so that only the sandbox can prevent it.
        Path open = Files.createTempDirectory("ringlab-open-");
        try (StagedFolder folder = StagedFolder.empty(launcher.settings().runDirectory());
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
            stageProbe(folder.path());
            Process process = launcher.startProbe(
                    folder.path(),
                    List.of(
                            "-Xmx32m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            SandboxCommand.INSIDE,
                            IsolationProbe.class.getName(),
                            Integer.toString(listener.getLocalPort()),
                            Long.toString(servicePid),
                            Files.readSymbolicLink(IsolationProbe.PID_NAMESPACE).toString(),
                            serviceFile.toAbsolutePath().toString(),
                            open.toString()));
            process.getOutputStream().close();
            var unused = process.onExit()
                    .orTimeout(PROBE_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly());
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.onExit().join().exitValue();
            String error = status == 0 ? "" : "the sandbox ended with status " + status + ": " + errors.strip();
            return new IsolationReport(parse(output), error);
        } finally {
            Files.deleteIfExists(open.resolve("probe"));
            Files.deleteIfExists(open);
        }
    }

    private static void stageProbe(Path folder) throws IOException {
        for (String name : List.of("IsolationProbe.class", "IsolationProbe$Attempt.class")) {
            try (InputStream bytes = KernelIsolation.class.getResourceAsStream(name)) {
                if (bytes == null) {
                    throw new IOException("the class file " + name + " is not on the class path");
                }
                Path target =
                        folder.resolve(KernelIsolation.class.getPackageName().replace('.', '/'));
                Files.createDirectories(target);
                Files.copy(bytes, target.resolve(name));
            }
        }
    }

    private static List<IsolationReport.Check> parse(String output) {
        List<IsolationReport.Check> checks = new ArrayList<>();
        for (String line : output.lines().toList()) {
            String[] fields = line.split("\t", 3);
            if (fields.length == 3) {
                checks.add(new IsolationReport.Check(fields[1], fields[0].equals("held"), fields[2]));
            }
        }
        return checks;
    }

    /**
     * What the self-test found.
     *
     * @return the report
     */
    public IsolationReport report() {
        return report;
    }

    /**
     * Whether kernels run in a sandbox that held.
     *
     * @return true when proven
     */
    public boolean isProven() {
        return report.proven();
    }

    /**
     * Whether kernels may be started at all.
     *
     * @return true when isolation is proven or not asked for
     */
    public boolean allowsKernels() {
        return isProven() || allowUnisolated;
    }

    /**
     * The warning to show on every page while kernels run without isolation.
     *
     * @return the text in Chinese and English, or empty when kernels are isolated or refused
     */
    public Optional<String> banner() {
        if (isProven() || !allowUnisolated) {
            return Optional.empty();
        }
        return Optional.of(
                "内核未隔离运行：学生代码可以读取本机文件。仅供本机试用。 "
                        + "Kernels run without isolation: student code can read this machine's files. For trying out on this machine only.");
    }

    /**
     * Why kernels are refused, for the student and the administrator.
     *
     * @return the text in Chinese and English
     */
    public String refusal() {
        return "本机无法隔离内核，因此不启动内核。请联系管理员。 This machine cannot isolate kernels, so none is started. "
                + "Ask the administrator: " + report.summary() + ". See docs/isolation.md.";
    }
}
