package org.ringlab.service.start;

import io.quarkus.runtime.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/** Prepares what the web application needs before it runs, and takes it down after it. */
public final class Startup {
    private Startup() {}

    /**
     * Opens the data folder, makes the secrets, starts the embedded database unless another is configured, and hands
     * all of it to the web application as system properties.
     *
     * @throws StartFailure if any of it fails; nothing is left running then
     */
    public static void prepare(ServeOptions options) {
        if (options.rehearse && (externalDatabase().isPresent() || holdsSomething(options.data))) {
            throw new StartFailure(
                    "A rehearsal plays with accounts and submissions: give it an empty --data folder and no RINGLAB_DB_URL.");
        }
        DataFolder data = DataFolder.open(options.data);
        Secrets secrets = new Secrets(data.root(), System.getenv());
        System.setProperty("ringlab.data", data.root().toString());
        System.setProperty("ringlab.port", Integer.toString(options.port));
        System.setProperty("ringlab.session-key", secrets.sessionKey());
        System.setProperty("ringlab.grading-key", secrets.gradingKey());
        @Nullable EmbeddedDatabase database = null;
        if (externalDatabase().isEmpty()) {
            database = EmbeddedDatabase.start(data, secrets.databasePassword());
            System.setProperty("ringlab.db.embedded", "true");
            System.setProperty("ringlab.db.url", database.jdbcUrl());
            System.setProperty("ringlab.db.user", database.user());
            System.setProperty("ringlab.db.password", database.password());
        }
        stopInOrder(data, database);
    }

    private static boolean holdsSomething(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> externalDatabase() {
        Map<String, String> environment = System.getenv();
        return Stream.of(
                        environment.get("RINGLAB_DB_URL"),
                        environment.get("QUARKUS_DATASOURCE_JDBC_URL"),
                        System.getProperty("ringlab.db.url"),
                        System.getProperty("quarkus.datasource.jdbc.url"))
                .filter(url -> url != null && !url.isBlank())
                .findFirst();
    }

    /**
     * SIGTERM is an ordinary end (status 0); the database goes last, when the web application is down. The hook also keeps
     * the data folder reachable: a collected one would give up its lock.
     */
    private static void stopInOrder(DataFolder data, @Nullable EmbeddedDatabase database) {
        Signal.handle(new Signal("TERM"), signal -> System.exit(0));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data, database), "stop-database"));
    }

    private static void stop(DataFolder data, @Nullable EmbeddedDatabase database) {
        Application application = Application.currentApplication();
        if (application != null) {
            application.awaitShutdown();
        }
        if (database != null) {
            database.close();
        }
        data.close();
    }
}
