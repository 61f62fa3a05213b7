package org.ringlab.service.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine on which the self-test does not pass. Here no JVM gets up in its sandbox, for want of address space; where
 * there are no namespaces at all it does not either.
 */
class UnprovenIsolationTest {
    private static final KernelSettings.Limits NO_ROOM = new KernelSettings.Limits(128, 512, 1, 60, 64, 256, 8);

    /** A client that keeps the first text a cell prints. */
    private static final class Answer implements KernelClient {
        private final CompletableFuture<String> text = new CompletableFuture<>();

        @Override
        public void deliver(KernelMessage message) {
            if (message.header().contains("\"stream\"")) {
                text.complete(message.content());
            }
        }

        @Override
        public void kernelGone() {}
    }

    private final KernelServices services = new KernelServices() {
        @Override
        public SessionStart sessionStart(String owner, String notebook) {
            return new SessionStart(notebook, "en", "01-forwarding", Map.of(), Messages.read("[]"), null, 0, false);
        }

        @Override
        public void saveState(String owner, String notebook, JsonNode state) {}

        @Override
        public Object submit(String owner, String notebook, JsonNode request) {
            return Map.of("ok", true);
        }

        @Override
        public int nextAttempt(String owner, String exercise) {
            return 1;
        }
    };

    @TempDir
    private Path folder;

    UnprovenIsolationTest() {}

    private KernelLauncher launcher(boolean allowUnisolated) throws IOException {
        KernelSettings some = SmallKernels.settings(folder, 1);
        return new KernelLauncher(new KernelSettings(
                some.distribution(),
                some.mainClass(),
                some.javaHome(),
                some.runDirectory(),
                some.cacheFolder(),
                some.firstUid(),
                some.warm(),
                some.maxTotal(),
                some.maxPerUser(),
                some.idle(),
                NO_ROOM,
                allowUnisolated));
    }

    private Kernels kernels(KernelLauncher launcher, KernelIsolation isolation) {
        return new Kernels(
                launcher.settings(), isolation, new KernelPool(launcher, isolation), services, InstantSource.system());
    }

    @Test
    void kernelsAreRefusedWithTheReason() throws IOException {
        try (KernelLauncher launcher = launcher(false)) {
            KernelIsolation isolation = KernelIsolation.test(launcher, folder);
            assertFalse(isolation.isProven());
            assertFalse(isolation.allowsKernels());
            assertTrue(isolation.banner().isEmpty(), "nothing runs that would need a warning");
            try (Kernels kernels = kernels(launcher, isolation)) {
                kernels.pool().refill();
                assertEquals(0, kernels.pool().ready());
                String message = String.valueOf(
                        assertThrows(KernelUnavailableException.class, () -> kernels.create("ann", "n.ipynb"))
                                .getMessage());
                assertTrue(
                        message.contains("无法隔离")
                                && message.contains(isolation.report().summary())
                                && message.contains("docs/isolation.md"),
                        message);
            }
        }
    }

    @Test
    void theAdministratorsLeaveComesWithABanner() throws Exception {
        try (KernelLauncher launcher = launcher(true)) {
            KernelIsolation isolation = KernelIsolation.test(launcher, folder);
            assertFalse(isolation.isProven());
            String banner = isolation.banner().orElse("");
            assertTrue(banner.contains("未隔离") && banner.contains("without isolation"), banner);
            try (Kernels kernels = kernels(launcher, isolation)) {
                HostedKernel kernel = kernels.create("ann", "n.ipynb");
                Answer client = new Answer();
                kernel.connect(client);
                kernel.fromClient(client, Messages.create("shell", "execute_request", Map.of("code", "echo 42")));
                assertTrue(client.text.get(20, TimeUnit.SECONDS).contains("42"));
            }
        }
    }
}
