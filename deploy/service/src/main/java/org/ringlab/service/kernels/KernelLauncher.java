package org.ringlab.service.kernels;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.sandbox.SandboxCommand;
import org.ringlab.grader.sandbox.UserIds;

/**
 * Starts JVMs in sandboxes. All processes are started by one thread that lives as long as the launcher: the kernel ends a
 * sandbox when the <em>thread</em> that started it ends ({@code PR_SET_PDEATHSIG}), which is how kernels die with a service
 * that is killed.
 */
public final class KernelLauncher implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KernelLauncher.class.getName());
    private static final String CACHE = "kernel.aot";

    private final KernelSettings settings;
    private final StagedFolder kernelFolder;
    private final List<Path> jars;
    private final UserIds userIds;
    private final @Nullable SandboxCommand sandbox;
    private final String sandboxMissing;
    private volatile boolean cached;
    private final ExecutorService starter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("kernel-launcher").factory());

    /**
     * Stages the kernel's files and looks for the sandbox's tools; a missing tool is no error here, see
     * {@link #sandboxMissing()}.
     *
     * @param settings how to start kernels
     * @throws IOException when the kernel's distribution cannot be copied
     */
    public KernelLauncher(KernelSettings settings) throws IOException {
        this.settings = settings;
        this.kernelFolder = StagedFolder.copyOf(settings.distribution(), settings.runDirectory());
        this.jars = kernelFolder.files("lib");
        this.userIds = UserIds.forThisProcess(settings.firstUid(), settings.uids());
        SandboxCommand found = null;
        String missing = "";
        try {
            found = new SandboxCommand(settings.javaHome(), settings.limits().sandbox());
        } catch (IOException e) {
            missing = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        this.sandbox = found;
        this.sandboxMissing = missing;
    }

    /**
     * Why no sandbox can be built, or an empty text.
     *
     * @return the missing tool
     */
    public String sandboxMissing() {
        return sandboxMissing;
    }

    /**
     * Starts a kernel.
     *
     * @param isolated whether in a sandbox; false only after {@link KernelIsolation} allowed it
     * @return the running process
     * @throws IOException when the process cannot be started
     */
    public KernelProcess startKernel(boolean isolated) throws IOException {
        OptionalInt uid = isolated ? userIds.take() : OptionalInt.empty();
        try {
            List<String> command = isolated
                    ? requireSandbox().of(kernelFolder.path(), uid, kernelArguments(SandboxCommand.INSIDE, "--stdio"))
                    : withoutSandbox();
            Process process = start(command);
            var unused = process.onExit().thenRun(() -> userIds.give(uid));
            return new KernelProcess(process);
        } catch (IOException e) {
            userIds.give(uid);
            throw e;
        }
    }

    /**
     * Runs a program of ours in the same sandbox as kernels.
     *
     * @param folder what to show in place of the kernel's files
     * @param java arguments of {@code java}
     * @return the process
     * @throws IOException when it cannot be started
     */
    Process startProbe(Path folder, List<String> java) throws IOException {
        OptionalInt uid = userIds.take();
        Process process = start(requireSandbox().of(folder, uid, java));
        var unused = process.onExit().thenRun(() -> userIds.give(uid));
        return process;
    }

    /**
     * How kernels are started.
     *
     * @return the settings
     */
    public KernelSettings settings() {
        return settings;
    }

    private SandboxCommand requireSandbox() throws IOException {
        if (sandbox == null) {
            throw new IOException(sandboxMissing);
        }
        return sandbox;
    }

    /**
     * Lets new kernels start from the JDK's cache; makes it when it is missing, which takes some seconds. Kernels start
     * without it until then, and if it can't be made.
     */
    public void useCache() {
        if (settings.cacheFolder().isEmpty()) {
            return;
        }
        try {
            AotCache cache = new AotCache(settings.cacheFolder().get(), settings.javaHome(), jars);
            if (!cache.isSupported()) {
                return;
            }
            if (!cache.isMade()) {
                cache.make(kernelArguments(kernelFolder.path().toString()));
            }
            kernelFolder.add(cache.file(), CACHE);
            cached = true;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Kernels start without the JDK's cache: " + e.getMessage());
        }
    }

    private List<String> kernelArguments(String folder, String... program) {
        List<String> java = jvmArguments(folder);
        java.addAll(List.of(program));
        return java;
    }

    private List<String> jvmArguments(String folder) {
        KernelSettings.Limits limits = settings.limits();
        List<String> java = new ArrayList<>(List.of(
                "-Xmx" + limits.heapMb() + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // Standard output carries frames; the JVM's own messages would break them.
                "-XX:+DisplayVMOutputToStderr",
                "-Xlog:disable",
                "-Xlog:all=warning:stderr",
                "-Dfile.encoding=UTF-8"));
        if (cached) {
            java.add("-XX:AOTCache=" + folder + "/" + CACHE);
        }
        // One by one and in order: the cache holds for this class path only.
        String classPath = jars.stream()
                .map(jar -> folder + "/lib/" + jar.getFileName())
                .collect(Collectors.joining(File.pathSeparator));
        java.addAll(List.of("-cp", classPath, settings.mainClass()));
        return java;
    }

    private List<String> withoutSandbox() {
        List<String> command = new ArrayList<>();
        command.add(settings.javaHome().resolve("bin/java").toString());
        command.addAll(kernelArguments(kernelFolder.path().toString(), "--stdio"));
        return command;
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(kernelFolder.path().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/bin:/bin:/usr/local/bin");
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return builder.start();
                                } catch (IOException e) {
                                    throw new CompletionException(e);
                                }
                            },
                            starter)
                    .join();
        } catch (CompletionException e) {
            throw new IOException("starting " + command.getFirst() + ": " + e.getCause(), e);
        }
    }

    /** Ends the starting thread, and with it every sandbox; removes the staged files. */
    @Override
    public void close() {
        starter.shutdownNow();
        kernelFolder.close();
        try {
            Files.deleteIfExists(settings.runDirectory());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "not removed: " + e);
        }
    }
}
