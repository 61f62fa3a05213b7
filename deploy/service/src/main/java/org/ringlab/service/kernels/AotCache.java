package org.ringlab.service.kernels;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's ahead-of-time cache for kernels: loaded and linked classes, made by one training run on this machine (JDK 25
 * and later), which halves a kernel's start. Kept in the data folder under a name that says what it was made of.
 */
final class AotCache {
    private static final System.Logger LOG = System.getLogger(AotCache.class.getName());
    private static final int FIRST_RELEASE = 25;
    private static final int TRAINING_SECONDS = 120;

    private final Path javaHome;
    private final Path file;

    /**
     * Names the cache.
     *
     * @param folder where caches are kept
     * @param javaHome the JDK that will use it
     * @param jars the class path, as staged
     * @throws IOException when the jars cannot be read
     */
    AotCache(Path folder, Path javaHome, List<Path> jars) throws IOException {
        this.javaHome = javaHome;
        StringBuilder made = new StringBuilder(Files.readString(javaHome.resolve("release")));
        for (Path jar : jars) {
            made.append(jar.getFileName()).append(' ').append(Files.size(jar)).append(' ');
            made.append(Files.getLastModifiedTime(jar).toMillis()).append('\n');
        }
        this.file = folder.resolve("kernel-" + digest(made.toString()) + ".aot");
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether a training run was made before. */
    boolean isMade() {
        return Files.exists(file);
    }

    /** Whether this JDK has such caches. */
    boolean isSupported() throws IOException {
        String release = Files.readString(javaHome.resolve("release"));
        return release.lines()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.replaceAll("\\D+(\\d+).*", "$1"))
                .anyMatch(number -> Integer.parseInt(number) >= FIRST_RELEASE);
    }

    /**
     * Makes the cache by a run of the kernel with cells of its own; no student's code takes part, so it needs no sandbox.
     *
     * @param java arguments of {@code java} as for a kernel, without the program's own
     * @throws IOException when the run fails
     */
    void make(List<String> java) throws IOException {
        Files.createDirectories(file.getParent());
        Path output = file.resolveSibling(file.getFileName() + ".new");
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        command.add("-XX:AOTCacheOutput=" + output);
        command.addAll(java);
        command.add("--train");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        Process process = builder.start();
        process.getOutputStream().close();
        var unused = process.onExit()
                .orTimeout(TRAINING_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.onExit().join().exitValue();
        if (!Files.exists(output)) {
            throw new IOException("the training run left no cache (status " + status + "): " + said.strip());
        }
        Files.move(output, file, StandardCopyOption.ATOMIC_MOVE);
        LOG.log(System.Logger.Level.DEBUG, "Kernels start from the cache {0}", file);
    }

    /** Where the cache is kept. */
    Path file() {
        return file;
    }
}
