package org.ringlab.service.start;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jboss.logging.Logger;

/**
 * A real PostgreSQL server in the data folder, for installations without one of their own. It listens on loopback
 * and asks for a password, since any process of the machine can connect there.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    /** The account initdb makes. */
    private static final String USER = "postgres";

    private final EmbeddedPostgres server;
    private final String password;

    private EmbeddedDatabase(EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /**
     * Starts the server, creating its files the first time. A server left over from a killed service is stopped first.
     *
     * @param data the locked data folder, so that a running server in it can't belong to a living service
     * @param password of the only database account
     * @throws StartFailure if it does not start
     */
    public static EmbeddedDatabase start(DataFolder data, String password) {
        requireUnshareIfRoot();
        Path folder = data.postgres();
        OrphanPostmaster.stop(folder);
        Path passwordFile = data.root().resolve("initdb-password");
        Path log = data.root().resolve("postgres.log");
        try {
            Secrets.writePrivately(passwordFile, password + "\n");
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(folder)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(
                            data.root().resolve("postgres-binaries").toFile())
                    // Given to initdb after its own "-A trust"; the last one counts.
                    .setLocaleConfig("auth", "scram-sha-256")
                    .setLocaleConfig("pwfile", passwordFile.toString())
                    .setLocaleConfig("locale", "C.UTF-8")
                    .setConnectConfig("password", password)
                    // The library starts it with fsync off, as for tests; acknowledged submissions must survive.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("unix_socket_directories", "")
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(Redirect.appendTo(log.toFile()))
                    .start();
            return new EmbeddedDatabase(server, password);
        } catch (IOException | RuntimeException e) {
            throw new StartFailure(
                    "The embedded PostgreSQL in " + folder + " did not start: " + e.getMessage() + "\nIts log: " + log
                            + ". To use a PostgreSQL of your own, set RINGLAB_DB_URL, RINGLAB_DB_USER and RINGLAB_DB_PASSWORD.",
                    e);
        } finally {
            deleteQuietly(passwordFile);
        }
    }

    /** PostgreSQL refuses to run as root; the library then runs it in a user namespace, by unshare. */
    private static void requireUnshareIfRoot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return;
        }
        String path = System.getenv().getOrDefault("PATH", "");
        boolean found = Arrays.stream(path.split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, "unshare")));
        if (!found) {
            throw new StartFailure("PostgreSQL does not run as root, and the program unshare (util-linux), by which"
                    + " Ringlab would run it all the same, is not on the PATH.\n"
                    + "Run Ringlab as an ordinary user, or install util-linux, or set RINGLAB_DB_URL.");
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warnf("%s could not be deleted: %s", file, e);
        }
    }

    /** Where it listens. */
    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
    }

    /** The account to connect as. */
    public String user() {
        return USER;
    }

    /** The account's password. */
    public String password() {
        return password;
    }

    /** Stops the server, ending open transactions; waits until it is down. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.error("The embedded PostgreSQL did not stop cleanly", e);
        }
    }
}
