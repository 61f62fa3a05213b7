package org.ringlab.service.jupyter;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.ringlab.service.kernels.SmallKernels;

/** The service with small real kernels, and a notebook interface of one script. */
public final class TestKernels implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-data")), "kernels");
            return Map.of(
                    "ringlab.kernels.distribution",
                    SmallKernels.distribution(folder).toString(),
                    "ringlab.kernels.main-class",
                    SmallKernels.MAIN_CLASS,
                    "ringlab.kernels.cache",
                    "false",
                    "ringlab.kernels.warm",
                    "1",
                    "ringlab.kernels.first-uid",
                    "58700",
                    "ringlab.notebook.bundle",
                    "src/test/notebook-bundle");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The service stops its kernels.
    }
}
