package org.ringlab.service.kernels;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kernels started in advance, so that a student's first cell does not wait for a JVM. */
public final class KernelPool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KernelPool.class.getName());

    private final KernelLauncher launcher;
    private final KernelIsolation isolation;
    private final Deque<PooledKernel> warm = new ArrayDeque<>();
    private String lastFailure = "";
    private boolean closed;

    /**
     * Makes an empty pool; {@link #refill()} fills it.
     *
     * @param launcher starts kernels
     * @param isolation decides whether they may run
     */
    public KernelPool(KernelLauncher launcher, KernelIsolation isolation) {
        this.launcher = launcher;
        this.isolation = isolation;
    }

    /**
     * Starts kernels until as many are warm as configured. Called again and again; a kernel that cannot start is tried once a
     * call, so that a broken installation does not spin.
     */
    public synchronized void refill() {
        warm.removeIf(kernel -> !kernel.isAlive());
        while (!closed
                && isolation.allowsKernels()
                && warm.size() < launcher.settings().warm()) {
            try {
                PooledKernel kernel = start();
                warm.add(kernel);
                var unused = kernel.ready().whenComplete((ok, error) -> remember(error));
            } catch (IOException e) {
                remember(e);
                return;
            }
        }
    }

    private synchronized void remember(@Nullable Throwable error) {
        String failure = error == null || error.getMessage() == null ? "" : error.getMessage();
        if (!closed && !failure.isEmpty() && !failure.equals(lastFailure)) {
            LOG.log(System.Logger.Level.ERROR, "A kernel could not be started: " + failure);
        }
        lastFailure = failure;
    }

    /**
     * Takes a kernel out of the pool for good: the one that started first, or a new one when none is left.
     *
     * @return a kernel, possibly still starting; it accepts messages at once
     * @throws IOException when no process can be started
     */
    PooledKernel take() throws IOException {
        synchronized (this) {
            for (PooledKernel kernel = warm.poll(); kernel != null; kernel = warm.poll()) {
                if (kernel.isAlive()) {
                    return kernel;
                }
            }
        }
        return start();
    }

    private PooledKernel start() throws IOException {
        return PooledKernel.warmUp(launcher.startKernel(isolation.isProven()));
    }

    /**
     * Kernels that are ready to serve.
     *
     * @return the number
     */
    public synchronized int ready() {
        return (int) warm.stream()
                .filter(kernel -> kernel.isAlive()
                        && kernel.ready().isDone()
                        && !kernel.ready().isCompletedExceptionally())
                .count();
    }

    /**
     * Resident memory of the waiting kernels.
     *
     * @return bytes of each
     */
    public synchronized List<Long> residentBytes() {
        return warm.stream().map(PooledKernel::residentBytes).toList();
    }

    /**
     * Why the last start failed.
     *
     * @return the reason, empty when the last start went well
     */
    public synchronized String lastFailure() {
        return lastFailure;
    }

    /** Stops the waiting kernels. */
    @Override
    public synchronized void close() {
        closed = true;
        warm.forEach(PooledKernel::stop);
        warm.clear();
    }
}
