package org.ringlab.service.kernels;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A started kernel that no student has yet: it knows no data of anyone, and is handed out once. */
final class PooledKernel {
    private final KernelProcess process;
    private final CompletableFuture<PooledKernel> ready = new CompletableFuture<>();
    private volatile Consumer<KernelMessage> listener = this::beforeUse;

    private PooledKernel(KernelProcess process) {
        this.process = process;
    }

    /**
     * Asks a new kernel who it is; its answer makes it ready.
     *
     * @param process a process nobody listens to yet
     * @return the kernel, not ready yet
     */
    static PooledKernel warmUp(KernelProcess process) {
        PooledKernel kernel = new PooledKernel(process);
        process.onExit(() -> kernel.ready.completeExceptionally(
                new IOException("the kernel ended before it was ready. Its log ends with:\n" + process.logTail())));
        process.listen(message -> kernel.listener.accept(message));
        try {
            process.send(Messages.create("shell", "kernel_info_request", Map.of()));
        } catch (IOException e) {
            process.kill();
        }
        return kernel;
    }

    private void beforeUse(KernelMessage message) {
        if (Messages.read(message.header()).path("msg_type").asText().equals("kernel_info_reply")) {
            ready.complete(this);
        }
    }

    /** Completes when the kernel answers, exceptionally when it ends before. */
    CompletableFuture<PooledKernel> ready() {
        return ready;
    }

    /**
     * Gives the kernel to one student.
     *
     * @param messages gets everything the kernel says from now on
     */
    void handOver(Consumer<KernelMessage> messages) {
        // A kernel taken before it was ready still answers the first question; nobody else asked it.
        listener = message -> {
            beforeUse(message);
            messages.accept(message);
        };
    }

    KernelProcess process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long residentBytes() {
        return process.residentBytes();
    }

    void stop() {
        process.stop(Duration.ofMillis(500));
    }
}
