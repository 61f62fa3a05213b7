package org.ringlab.service.kernels;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A running kernel and its pipes. Messages go in by {@link #send}, and come out to one listener, in order, on one thread. */
public final class KernelProcess implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KernelProcess.class.getName());
    private static final int KEPT_LOG_LINES = 40;

    private final Process process;
    private final OutputStream in;
    private final CompletableFuture<Integer> exited = new CompletableFuture<>();
    private final Deque<String> log = new ArrayDeque<>();

    /**
     * Takes over a started process.
     *
     * @param process a process that speaks {@link Frames} on its standard streams
     */
    KernelProcess(Process process) {
        this.process = process;
        this.in = process.getOutputStream();
        Thread.ofPlatform().daemon().name("kernel-log-" + process.pid()).start(this::readLog);
    }

    /**
     * Begins to deliver messages; to be called once. Messages that arrived before are delivered first.
     *
     * @param listener called on the reading thread; it may block, which in time makes the kernel wait
     */
    public void listen(Consumer<KernelMessage> listener) {
        Thread.ofPlatform().daemon().name("kernel-" + process.pid()).start(() -> read(listener));
    }

    private void read(Consumer<KernelMessage> listener) {
        try (InputStream out = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
            for (Optional<KernelMessage> next = Frames.read(out); next.isPresent(); next = Frames.read(out)) {
                listener.accept(next.get());
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "kernel " + process.pid() + " broke its stream: " + e.getMessage());
        } finally {
            kill();
            exited.complete(process.onExit().join().exitValue());
        }
    }

    private void readLog() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (log) {
                    log.addLast(line.length() > 500 ? line.substring(0, 500) : line);
                    if (log.size() > KEPT_LOG_LINES) {
                        log.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "kernel " + process.pid() + " log ended: " + e.getMessage());
        }
    }

    /**
     * Sends a message.
     *
     * @param message what to send
     * @throws IOException when the kernel is gone
     */
    public void send(KernelMessage message) throws IOException {
        synchronized (in) {
            Frames.write(in, message);
        }
    }

    /**
     * Runs an action once the kernel has ended and all its messages are delivered.
     *
     * @param action what to do
     */
    public void onExit(Runnable action) {
        var unused = exited.thenRun(action);
    }

    /**
     * Whether the process still runs.
     *
     * @return false once it has ended
     */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * The last lines the kernel wrote to its log (standard error), for the administrator.
     *
     * @return lines separated by newlines, oldest first
     */
    public String logTail() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    /**
     * Resident memory of the sandbox's processes.
     *
     * @return bytes; 0 when the kernel has ended
     */
    public long residentBytes() {
        try (Stream<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())) {
            return all.mapToLong(each -> residentBytes(each.pid())).sum();
        }
    }

    private static long residentBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException | RuntimeException e) {
            return 0; // it ended meanwhile
        }
    }

    /**
     * Ends the kernel: closes its input, at which a kernel exits, and kills it after the given time.
     *
     * @param grace time to end by itself
     */
    public void stop(Duration grace) {
        // The kernel may not be reading: closing must not wait for bytes that nobody takes.
        Thread.ofVirtual().start(() -> {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                kill();
            }
        });
        var unused = process.onExit()
                .orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ended, late) -> kill());
    }

    /** Kills the kernel and everything in its sandbox at once. */
    public void kill() {
        // Bubblewrap is the parent; the sandbox dies with it.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        // By the handle: Process.destroyForcibly would also close the stream that is being read.
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
