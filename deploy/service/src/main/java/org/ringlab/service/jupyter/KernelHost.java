package org.ringlab.service.jupyter;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.kernels.KernelIsolation;
import org.ringlab.service.kernels.KernelLauncher;
import org.ringlab.service.kernels.KernelPool;
import org.ringlab.service.kernels.KernelServices;
import org.ringlab.service.kernels.KernelSettings;
import org.ringlab.service.kernels.KernelUnavailableException;
import org.ringlab.service.kernels.Kernels;
import org.ringlab.service.kernels.RunFolder;

/** Starts what runs kernels when the service starts, and stops all kernels when it stops. */
@ApplicationScoped
public class KernelHost {
    private static final Logger LOG = Logger.getLogger(KernelHost.class);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    private final KernelConfig config;
    private final KernelServices services;
    private final Path data;
    private final boolean loopback;
    private volatile @Nullable KernelLauncher launcher;
    private volatile @Nullable Kernels kernels;
    private volatile String unavailable = "kernels are being started";

    KernelHost(
            KernelConfig config,
            KernelServices services,
            @ConfigProperty(name = "ringlab.data") Path data,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.config = config;
        this.services = services;
        this.data = data;
        this.loopback = LOOPBACK.contains(host);
    }

    void start(@Observes StartupEvent event) {
        if (!Files.isDirectory(config.distribution().resolve("lib"))) {
            unavailable = "there is no kernel in " + config.distribution() + " (ringlab.kernels.distribution)";
            LOG.warn("Kernels are not available: " + unavailable);
            return;
        }
        try {
            KernelLauncher started = new KernelLauncher(settings());
            launcher = started;
            KernelIsolation isolation = KernelIsolation.test(started, serviceFile());
            isolation.banner().ifPresent(LOG::warn);
            Kernels opened = new Kernels(
                    started.settings(), isolation, new KernelPool(started, isolation), services, Clock.systemUTC());
            kernels = opened;
            // Making the cache takes seconds, once; a kernel asked for meanwhile starts without it.
            Thread.ofPlatform().daemon().name("kernel-cache").start(() -> {
                started.useCache();
                opened.open();
            });
        } catch (IOException e) {
            unavailable = String.valueOf(e.getMessage());
            LOG.error("Kernels are not available", e);
        }
    }

    /** A file that holds what no kernel may see. */
    private Path serviceFile() {
        return Files.exists(data.resolve("secrets")) ? data.resolve("secrets") : data;
    }

    void stop(@Observes ShutdownEvent event) {
        Kernels running = kernels;
        if (running != null) {
            running.close();
        }
        KernelLauncher starter = launcher;
        if (starter != null) {
            starter.close();
        }
    }

    private KernelSettings settings() throws IOException {
        if (config.allowUnisolated() && !loopback) {
            LOG.error("ringlab.kernels.allow-unisolated is ignored: the service listens on more than loopback");
        }
        return new KernelSettings(
                config.distribution().toAbsolutePath(),
                config.mainClass(),
                config.javaHome().orElse(Path.of(System.getProperty("java.home"))),
                config.runFolder().isPresent() ? config.runFolder().get().toAbsolutePath() : RunFolder.make(data),
                Optional.of(data.resolve("kernel-cache")).filter(folder -> config.cache()),
                config.firstUid(),
                config.warm(),
                config.maxTotal(),
                config.maxPerUser(),
                config.idle(),
                new KernelSettings.Limits(
                        config.heapMb(),
                        config.memoryMb(),
                        config.addressSpaceMb(),
                        config.cpuSeconds(),
                        config.processes(),
                        config.openFiles(),
                        config.diskMb()),
                config.allowUnisolated() && loopback);
    }

    /**
     * The kernels.
     *
     * @throws KernelUnavailableException while there are none
     */
    public Kernels kernels() {
        Kernels running = kernels;
        if (running == null) {
            throw new KernelUnavailableException("内核不可用，请联系管理员。 Kernels are not available: " + unavailable + ".");
        }
        return running;
    }

    /** The kernels, or empty while there are none. */
    public Optional<Kernels> running() {
        return Optional.ofNullable(kernels);
    }

    /** Why there are none. */
    public String unavailable() {
        return unavailable;
    }

    /** The warning to show on every page, if any. */
    public Optional<String> banner() {
        return running().flatMap(running -> running.isolation().banner());
    }
}
