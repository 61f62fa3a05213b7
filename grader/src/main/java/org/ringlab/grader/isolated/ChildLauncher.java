package org.ringlab.grader.isolated;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.sandbox.SandboxCommand;
import org.ringlab.grader.sandbox.SandboxLimits;
import org.ringlab.grader.sandbox.UserIds;
import org.ringlab.javaanswer.AnswerProcess;

/**
 * Starts children in the sandbox of docs/isolation.md. All are started by one thread that lives as long as this: a sandbox
 * ends with the thread that started it, so also when the grader is killed.
 */
final class ChildLauncher implements AutoCloseable {
    private static final int USER_IDS = 64;
    private static final int COMPILER_HEAP_MB = 128;
    private static final int COMPILER_CPU_SECONDS = 600;

    private final Path javaHome;
    private final Path folder;
    private final List<String> jars = new ArrayList<>();
    private final JavaLimits limits;
    private final UserIds userIds;
    private final @Nullable SandboxCommand forAnswers;
    private final @Nullable SandboxCommand forCompiler;
    private final String missing;
    private final ExecutorService starter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("java-answers").factory());

    ChildLauncher(JavaChildren.Settings settings) throws IOException {
        javaHome = settings.javaHome();
        limits = settings.limits();
        userIds = UserIds.forThisProcess(settings.firstUid(), USER_IDS);
        folder = Files.createTempDirectory("ringlab-answers-");
        readable(folder);
        for (Path part : settings.classPath()) {
            stage(part);
        }
        SandboxCommand answers = null;
        SandboxCommand compiler = null;
        String problem = "";
        try {
            answers = new SandboxCommand(javaHome, new SandboxLimits(1024, limits.cpuSeconds(), 40, 64, 2));
            compiler = new SandboxCommand(javaHome, new SandboxLimits(2048, COMPILER_CPU_SECONDS, 64, 256, 2));
        } catch (IOException e) {
            problem = String.valueOf(e.getMessage());
        }
        forAnswers = answers;
        forCompiler = compiler;
        missing = problem;
    }

    /** Why there can be no sandbox; empty where its tools are there. */
    String missing() {
        return missing;
    }

    private void stage(Path part) throws IOException {
        Path copy = folder.resolve(jars.size() + "-" + part.getFileName());
        jars.add(copy.getFileName().toString());
        try (Stream<Path> files = Files.walk(part)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(part.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, part.equals(file) ? copy : target, StandardCopyOption.COPY_ATTRIBUTES);
                }
                readable(part.equals(file) ? copy : target);
            }
        }
    }

    private static void readable(Path file) throws IOException {
        Files.setPosixFilePermissions(
                file, PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** Starts a child: one that compiles, or one that runs a student's class. */
    AnswerChild start(boolean compiles, boolean isolated) throws IOException {
        if (!isolated) {
            return new AnswerChild(start(command(folder.toString(), compiles, List.of(java()))));
        }
        SandboxCommand sandbox = compiles ? forCompiler : forAnswers;
        if (sandbox == null) {
            throw new IOException(missing);
        }
        OptionalInt uid = userIds.take();
        try {
            Process process = start(sandbox.of(folder, uid, command(SandboxCommand.INSIDE, compiles, List.of())));
            var unused = process.onExit().thenRun(() -> userIds.give(uid));
            return new AnswerChild(process);
        } catch (IOException e) {
            userIds.give(uid);
            throw e;
        }
    }

    private String java() {
        return javaHome.resolve("bin/java").toString();
    }

    private List<String> command(String at, boolean compiles, List<String> before) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                "-Xmx" + (compiles ? COMPILER_HEAP_MB : limits.heapMb()) + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:CompressedClassSpaceSize=48m",
                "-XX:ReservedCodeCacheSize=32m",
                "-XX:MaxDirectMemorySize=8m",
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                // Standard output carries answers; the JVM's own messages would break them.
                "-XX:+DisplayVMOutputToStderr",
                "-Xlog:disable",
                "-Dfile.encoding=UTF-8",
                "-cp",
                String.join(
                        File.pathSeparator,
                        jars.stream().map(jar -> at + "/" + jar).toList()),
                AnswerProcess.class.getName(),
                compiles ? "compile" : "run"));
        return command;
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin:/usr/local/bin");
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return builder.start();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            },
                            starter)
                    .join();
        } catch (CompletionException e) {
            throw new IOException("starting " + command.getFirst() + ": " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        starter.shutdownNow();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            // a copy of our jars in a temporary folder
        }
    }
}
