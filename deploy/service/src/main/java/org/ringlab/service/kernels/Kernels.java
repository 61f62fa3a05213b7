package org.ringlab.service.kernels;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** All kernels of the service: gives them out, watches their limits, restarts those that die, and stops them. */
public final class Kernels implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Kernels.class.getName());
    private static final int MAX_DEATHS = 3;
    private static final Duration DEATHS_WITHIN = Duration.ofMinutes(1);
    /** For so long after a kernel was given out the next is not started: the student's first cells go before. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final KernelSettings settings;
    private final KernelIsolation isolation;
    private final KernelPool pool;
    private final KernelServices services;
    private final InstantSource clock;
    private final Map<String, HostedKernel> kernels = new HashMap<>();
    private final Map<String, List<Instant>> deaths = new HashMap<>();
    private volatile Instant lastTaken = Instant.EPOCH;
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kernel-keeper").factory());

    /**
     * Makes the manager; {@link #open()} starts the first warm kernels.
     *
     * @param settings limits
     * @param isolation whether kernels may run
     * @param pool where kernels come from
     * @param services what kernels ask of the service
     * @param clock the time of activity
     */
    public Kernels(
            KernelSettings settings,
            KernelIsolation isolation,
            KernelPool pool,
            KernelServices services,
            InstantSource clock) {
        this.settings = settings;
        this.isolation = isolation;
        this.pool = pool;
        this.services = services;
        this.clock = clock;
    }

    /** Fills the pool and begins to watch limits, every two seconds; does nothing when closed meanwhile. */
    public void open() {
        try {
            var unused = keeper.scheduleWithFixedDelay(this::keep, 0, 2, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "closed before it was open");
        }
    }

    private void keep() {
        try {
            enforceLimits();
            if (pool.ready() == 0 || clock.instant().isAfter(lastTaken.plus(REST))) {
                pool.refill();
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "watching kernels failed", e);
        }
    }

    /**
     * Gives a student a kernel.
     *
     * @param owner the student's user name
     * @param notebook path of the notebook, or empty when not known yet
     * @return the kernel; it takes messages at once
     * @throws KernelUnavailableException when kernels are refused, or a limit is reached
     */
    public HostedKernel create(String owner, String notebook) {
        if (!isolation.allowsKernels()) {
            throw new KernelUnavailableException(isolation.refusal());
        }
        HostedKernel kernel = new HostedKernel(UUID.randomUUID().toString(), owner, notebook, services, clock);
        synchronized (this) {
            makeRoomFor(owner);
            kernels.put(kernel.id(), kernel);
        }
        try {
            back(kernel, true);
        } catch (KernelUnavailableException e) {
            forget(kernel);
            throw e;
        }
        return kernel;
    }

    /** Within the student's limit, the kernel nobody looks at gives way; the total limit is for everybody. */
    private void makeRoomFor(String owner) {
        List<HostedKernel> own = list(owner);
        if (own.size() >= settings.maxPerUser()) {
            HostedKernel oldest = own.stream()
                    .filter(kernel -> kernel.connections() == 0)
                    .min(Comparator.comparing(HostedKernel::lastActivity))
                    .orElseThrow(
                            () -> new KernelUnavailableException(
                                    "您已打开 " + own.size()
                                            + " 个内核；请先关闭其他笔记本。 You have " + own.size()
                                            + " kernels running, which is the limit: shut one down (File → Close and Shut Down Notebook)."));
            shutdown(oldest);
        }
        if (kernels.size() >= settings.maxTotal()) {
            throw new KernelUnavailableException("内核已满，请过几分钟再试。 All " + settings.maxTotal()
                    + " kernels of this service are in use: try again in some minutes.");
        }
    }

    private void back(HostedKernel kernel, boolean withLog) {
        try {
            kernel.attach(pool.take(), withLog);
            lastTaken = clock.instant();
            kernel.onDeath(process -> died(kernel, process));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "no kernel could be started: " + e.getMessage());
            throw new KernelUnavailableException(
                    "内核无法启动，请联系管理员。 The kernel could not be started; the service's log has the reason.");
        }
    }

    private void died(HostedKernel kernel, KernelProcess process) {
        LOG.log(
                System.Logger.Level.WARNING,
                "kernel {0} of {1} died. {2}",
                kernel.id(),
                kernel.owner(),
                process.logTail());
        if (!mayRestart(kernel)) {
            shutdown(kernel);
            return;
        }
        try {
            kernel.detach();
            back(kernel, true);
            // To clients this means: it died and was restarted; they say so and connect anew.
            kernel.deliver(Messages.status("restarting"));
        } catch (KernelUnavailableException e) {
            shutdown(kernel);
        }
    }

    private synchronized boolean mayRestart(HostedKernel kernel) {
        if (!kernels.containsKey(kernel.id())) {
            return false;
        }
        Instant now = clock.instant();
        List<Instant> recent = deaths.computeIfAbsent(kernel.id(), id -> new ArrayList<>());
        recent.removeIf(death -> death.isBefore(now.minus(DEATHS_WITHIN)));
        recent.add(now);
        return recent.size() <= MAX_DEATHS;
    }

    /**
     * Restarts as the student asked: a new process, which knows nothing of the lab's past.
     *
     * @param kernel the kernel; its id stays
     */
    public void restart(HostedKernel kernel) {
        kernel.detach();
        try {
            back(kernel, false);
        } catch (KernelUnavailableException e) {
            shutdown(kernel);
            throw e;
        }
    }

    /**
     * Ends a kernel.
     *
     * @param kernel the kernel
     */
    public void shutdown(HostedKernel kernel) {
        forget(kernel);
        kernel.end();
    }

    private synchronized void forget(HostedKernel kernel) {
        kernels.remove(kernel.id());
        deaths.remove(kernel.id());
    }

    /**
     * A student's kernel.
     *
     * @param owner the student
     * @param id the kernel's id
     * @return the kernel; empty when there is none or it is another's
     */
    public synchronized Optional<HostedKernel> find(String owner, String id) {
        return Optional.ofNullable(kernels.get(id))
                .filter(kernel -> kernel.owner().equals(owner));
    }

    /**
     * A student's kernels.
     *
     * @param owner the student
     * @return in no particular order
     */
    public synchronized List<HostedKernel> list(String owner) {
        return kernels.values().stream()
                .filter(kernel -> kernel.owner().equals(owner))
                .toList();
    }

    /**
     * Everybody's kernels, for administrators.
     *
     * @return in no particular order
     */
    public synchronized List<HostedKernel> all() {
        return List.copyOf(kernels.values());
    }

    /** Stops kernels that nobody has used for long, and those that use too much memory. */
    void enforceLimits() {
        Instant idleSince = clock.instant().minus(settings.idle());
        long most = (long) settings.limits().memoryMb() << 20;
        for (HostedKernel kernel : all()) {
            boolean busy = kernel.executionState().equals("busy");
            if (!busy && kernel.lastActivity().isBefore(idleSince)) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "kernel {0} of {1} was idle and is stopped",
                        kernel.id(),
                        kernel.owner());
                shutdown(kernel);
            } else if (kernel.residentBytes() > most) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "kernel {0} of {1} used over {2} MiB and is restarted",
                        kernel.id(),
                        kernel.owner(),
                        settings.limits().memoryMb());
                kernel.kill();
            }
        }
    }

    /**
     * The pool, for health and measurements.
     *
     * @return the pool
     */
    public KernelPool pool() {
        return pool;
    }

    /**
     * The state of isolation.
     *
     * @return the result of the self-test
     */
    public KernelIsolation isolation() {
        return isolation;
    }

    /** Stops all kernels. */
    @Override
    public void close() {
        keeper.shutdownNow();
        all().forEach(this::shutdown);
        pool.close();
    }
}
