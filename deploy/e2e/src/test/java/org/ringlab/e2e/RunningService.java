package org.ringlab.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged service as an operator runs it: a process with a data folder, stopped by SIGTERM. */
final class RunningService implements AutoCloseable {
    static final Path ROOT = Path.of(System.getProperty("ringlab.root", ".")).toAbsolutePath();

    /** What the launcher's rehearsal left, where it was: the service starts as {@code ringlab serve} starts it. */
    private static final Path CACHE = ROOT.resolve("target/service.aot");

    private static final String READY = "Ringlab is ready: ";
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final String url;
    private final Path data;
    private final long startMillis;
    private final List<String> output = new ArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);

    private RunningService(Process process, int port, Path data) throws InterruptedException {
        this.process = process;
        this.url = "http://127.0.0.1:" + port + "/";
        this.data = data;
        long began = System.nanoTime();
        Thread.ofVirtual().start(this::read);
        if (!ready.await(START_SECONDS, TimeUnit.SECONDS) || !output().contains(READY)) {
            process.destroyForcibly();
            throw new IllegalStateException("the service did not start:\n" + output());
        }
        startMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** Starts the service on a free port with {@code data} as its folder, more settings as {@code NAME=value}. */
    static RunningService start(Path data, Map<String, String> environment) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = command(port, data);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new RunningService(builder.start(), port, data);
    }

    /** The service's command line; port 0 is any free one. */
    static List<String> command(int port, Path data) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As the launcher does.
        command.addAll(List.of("-XX:+UseParallelGC", "-XX:MaxNewSize=256m", "-XX:+UseTransparentHugePages"));
        if (Runtime.version().feature() >= 25) {
            command.add("-XX:+UseCompactObjectHeaders");
        }
        if (Files.exists(CACHE)) {
            command.addAll(List.of("-XX:AOTCache=" + CACHE, "-Xlog:aot*=off"));
        }
        command.addAll(List.of(
                "-Dringlab.root=" + ROOT,
                "-Dringlab.kernel.dist=" + ROOT.resolve("kernel/student/target/dist"),
                "-Dringlab.notebook.bundle=" + notebookBundle(),
                "-jar",
                ROOT.resolve("deploy/service/target/quarkus-app/quarkus-run.jar")
                        .toString(),
                "--port",
                Integer.toString(port),
                "--data",
                data.toString()));
        return command;
    }

    /** Lets the launcher rehearse, as it does before a first start. */
    static void rehearse() throws IOException, InterruptedException {
        new ProcessBuilder(ROOT.resolve("ringlab").toString(), "serve", "--rehearse")
                .inheritIO()
                .start()
                .waitFor();
    }

    /** The notebook interface, built once for a state of its sources. */
    static Path notebookBundle() throws IOException, InterruptedException {
        Process build = new ProcessBuilder(
                        ROOT.resolve("deploy/notebook/build.sh").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String path = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (build.waitFor() != 0) {
            throw new IllegalStateException("the notebook interface could not be built");
        }
        return Path.of(path);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
                if (line.startsWith(READY)) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ready.countDown();
        }
    }

    /** {@code http://127.0.0.1:PORT/}. */
    String url() {
        return url;
    }

    /** Time from launch to the ready line. */
    long startMillis() {
        return startMillis;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Processor time of the service, its database and their children so far. */
    Duration cpu() throws IOException {
        Path postmaster = data.resolve("postgres/postmaster.pid");
        Stream<ProcessHandle> database = Files.exists(postmaster)
                ? ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(postmaster).getFirst().strip()))
                        .stream()
                : Stream.empty();
        return Stream.concat(Stream.of(process.toHandle()), database)
                .flatMap(top -> Stream.concat(Stream.of(top), top.descendants()))
                .distinct()
                .flatMap(one -> one.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** All it printed so far. */
    String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    /** The password of a demonstration account. */
    String password(String account) throws IOException {
        return Files.readAllLines(data.resolve("demo-accounts.txt")).stream()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals(account))
                .map(words -> words[1])
                .collect(Collectors.joining());
    }

    /** SIGTERM, and what it exits with; −1 where it doesn't in time. */
    int stop() throws InterruptedException {
        // The handle's, as Process.destroy would close its output before the last lines are read.
        process.toHandle().destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
