package org.ringlab.service.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** A PostgreSQL server that outlived the service that started it (killed, not stopped). */
final class OrphanPostmaster {
    private static final Logger LOG = Logger.getLogger(OrphanPostmaster.class);
    private static final long SECONDS_TO_STOP = 20;

    private OrphanPostmaster() {}

    /**
     * Stops the server that {@code postmaster.pid} in its data folder names, if it is alive. SIGTERM: new clients are
     * refused, and it ends once the dead service's connections are noticed to be closed.
     */
    static void stop(Path postgresFolder) {
        find(postgresFolder).ifPresent(process -> {
            LOG.infof("Stopping a PostgreSQL server left over from a killed service (process %d)", process.pid());
            process.destroy();
            try {
                process.onExit().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                throw new StartFailure("A PostgreSQL server left over from a killed service (process " + process.pid()
                        + ") does not stop.\nStop it by hand: kill -INT " + process.pid());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartFailure("Interrupted while stopping a left-over PostgreSQL server", e);
            }
        });
    }

    private static Optional<ProcessHandle> find(Path postgresFolder) {
        Path pidFile = postgresFolder.resolve("postmaster.pid");
        try {
            List<String> lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            // The number may belong to another program by now.
            return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                    .filter(process -> process.info()
                            .command()
                            .map(command -> command.endsWith("/postgres"))
                            .orElse(false));
        } catch (IOException | NumberFormatException e) {
            LOG.warnf("%s is not readable: %s", pidFile, e);
            return Optional.empty();
        }
    }
}
