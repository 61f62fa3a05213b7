package org.ringlab.service;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.start.DataFolder;
import org.ringlab.service.start.EmbeddedDatabase;

/** A fresh embedded PostgreSQL for the tests of one run, prepared as {@code Startup} does it. */
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {
    private @Nullable DataFolder data;
    private @Nullable EmbeddedDatabase database;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-data")), "data");
            DataFolder opened = DataFolder.open(folder);
            EmbeddedDatabase started = EmbeddedDatabase.start(opened, "test-password");
            data = opened;
            database = started;
            Map<String, String> settings = new HashMap<>();
            settings.put("ringlab.data", opened.root().toString());
            settings.put("ringlab.session-key", "a session key for tests, 32 characters or more");
            settings.put("ringlab.grading-key", "a grading key for tests");
            settings.put("ringlab.lessons", "src/test/course/lessons");
            settings.put("ringlab.hidden", "src/test/course/hidden");
            settings.put("ringlab.db.url", started.jdbcUrl());
            settings.put("ringlab.db.user", started.user());
            settings.put("ringlab.db.password", started.password());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (database != null) {
            database.close();
        }
        if (data != null) {
            data.close();
        }
    }
}
