package org.ringlab.service.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes in real sandboxes; skipped, with the probe's own words, where the machine has no namespaces. */
class KernelsTest {
    /** A client that keeps what it gets. */
    private static final class Client implements KernelClient {
        private final BlockingQueue<KernelMessage> got = new LinkedBlockingQueue<>();
        private final CountDownLatch gone = new CountDownLatch(1);

        @Override
        public void deliver(KernelMessage message) {
            got.add(message);
        }

        @Override
        public void kernelGone() {
            gone.countDown();
        }

        /** Waits for a message of this type whose content has the text. */
        KernelMessage await(String type, String text) throws InterruptedException {
            StringBuilder seen = new StringBuilder();
            for (KernelMessage next = got.poll(20, TimeUnit.SECONDS);
                    next != null;
                    next = got.poll(20, TimeUnit.SECONDS)) {
                if (next.header().contains("\"" + type + "\"") && next.content().contains(text)) {
                    return next;
                }
                seen.append(next.header()).append(next.content()).append('\n');
            }
            throw new AssertionError("no " + type + " with " + text + " among\n" + seen);
        }
    }

    private final BlockingQueue<String> saved = new LinkedBlockingQueue<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-02T08:00:00Z"));

    private final KernelServices services = new KernelServices() {
        @Override
        public SessionStart sessionStart(String owner, String notebook) {
            return new SessionStart(
                    notebook,
                    "zh",
                    "01-forwarding",
                    Map.of("labs/a.yaml", "hosts"),
                    Messages.read("[{\"host\":\"r\",\"script\":\"the log of " + owner + "\"}]"),
                    "a",
                    0,
                    false);
        }

        @Override
        public void saveState(String owner, String notebook, JsonNode state) {
            saved.add(owner + " " + notebook + " " + state.path("lab").asText());
        }

        @Override
        public Object submit(String owner, String notebook, JsonNode request) {
            return Map.of("ok", true, "reports", List.of(owner + " " + notebook));
        }

        @Override
        public int nextAttempt(String owner, String exercise) {
            return 1;
        }
    };

    @TempDir
    private Path folder;

    private KernelLauncher launcher;
    private KernelIsolation isolation;
    private Kernels kernels;

    KernelsTest() {}

    @BeforeEach
    void open() throws IOException {
        launcher = new KernelLauncher(SmallKernels.settings(folder, 1));
        isolation = KernelIsolation.test(launcher, Path.of("/etc/hostname"));
        kernels = new Kernels(
                launcher.settings(), isolation, new KernelPool(launcher, isolation), services, () -> now.get());
        assumeTrue(isolation.isProven(), () -> isolation.report().summary());
    }

    @AfterEach
    void close() {
        kernels.close();
        launcher.close();
    }

    private static KernelMessage execute(String code) {
        return Messages.create("shell", "execute_request", Map.of("code", code));
    }

    private static String run(HostedKernel kernel, Client client, String code) throws InterruptedException {
        kernel.fromClient(client, execute(code));
        String text =
                Messages.read(client.await("stream", "").content()).path("text").asText();
        client.await("execute_reply", "ok");
        client.await("status", "idle");
        return text;
    }

    private Client connect(HostedKernel kernel) {
        Client client = new Client();
        kernel.connect(client);
        return client;
    }

    @Test
    void aCellIsAnsweredInTheSandbox() throws Exception {
        HostedKernel kernel = kernels.create("ann", "01-forwarding/lesson.zh.ipynb");
        Client client = connect(kernel);
        assertEquals("hello 世界", run(kernel, client, "echo hello 世界"));
        assertEquals("false", run(kernel, client, "exists /etc/passwd"));
        assertEquals("false", run(kernel, client, "exists " + folder));
        assertFalse(run(kernel, client, "env").contains(System.getProperty("user.name") + "/"));
        assertTrue(kernel.residentBytes() > 10 << 20, "resident memory is measured");
    }

    @Test
    void theStudentsSessionArrivesBeforeTheFirstCell() throws Exception {
        HostedKernel kernel = kernels.create("ann", "");
        Client client = connect(kernel);
        kernel.serve("01-forwarding/lesson.zh.ipynb");
        String start = run(kernel, client, "started");
        assertTrue(
                start.contains("lesson.zh.ipynb") && start.contains("the log of ann") && start.contains("labs/a.yaml"),
                start);
    }

    @Test
    void stateAndSubmissionsGoToTheServiceNotToClients() throws Exception {
        HostedKernel kernel = kernels.create("ann", "n.ipynb");
        Client client = connect(kernel);
        assertEquals("saved", run(kernel, client, "save lab7"));
        assertEquals("ann n.ipynb lab7", saved.poll(5, TimeUnit.SECONDS));
        kernel.fromClient(client, execute("submit"));
        client.await("stream", "ann n.ipynb");
        // A client cannot speak on the service's channel.
        kernel.fromClient(client, Messages.create("ringlab", "session_start", Map.of("notebook", "forged")));
        assertFalse(run(kernel, client, "started").contains("forged"));
    }

    @Test
    void interruptEndsTheCellAndAfterARestartTheLabWaitsToBeAskedFor() throws Exception {
        HostedKernel kernel = kernels.create("ann", "n.ipynb");
        Client client = connect(kernel);
        kernel.fromClient(client, execute("sleep"));
        client.await("status", "busy");
        kernel.interrupt();
        client.await("stream", "interrupted");
        kernels.restart(kernel);
        String start = run(kernel, client, "started");
        assertTrue(start.contains("the log of ann") && start.contains("\"restarted\":true"), start);
    }

    @Test
    void aKernelThatDiesIsRestartedWithItsLabAndSaysSo() throws Exception {
        HostedKernel kernel = kernels.create("ann", "n.ipynb");
        Client client = connect(kernel);
        kernel.fromClient(client, execute("die"));
        client.await("status", "restarting");
        String start = run(kernel, client, "started");
        assertTrue(start.contains("the log of ann") && start.contains("\"restarted\":false"), start);
        for (int i = 0; i < 3; i++) {
            kernel.fromClient(client, execute("die"));
            client.await("status", i < 2 ? "restarting" : "dead");
        }
        assertTrue(
                client.gone.await(20, TimeUnit.SECONDS)
                        && kernels.find("ann", kernel.id()).isEmpty(),
                "three deaths a minute are enough");
    }

    @Test
    void aKernelOverItsMemoryIsRestarted() throws Exception {
        HostedKernel kernel = kernels.create("ann", "n.ipynb");
        Client client = connect(kernel);
        run(kernel, client, "memory 5");
        kernels.enforceLimits();
        assertEquals("ok", run(kernel, client, "echo ok"), "below the limit nothing happens");
        run(kernel, client, "memory 70");
        assertTrue(kernel.residentBytes() > 110L << 20);
        kernels.enforceLimits();
        client.await("status", "restarting");
        assertEquals("ok", run(kernel, client, "echo ok"));
    }

    @Test
    void repliesGoToTheAskerAndOutputsToAll() throws Exception {
        HostedKernel kernel = kernels.create("ann", "n.ipynb");
        Client asker = connect(kernel);
        Client watcher = connect(kernel);
        run(kernel, asker, "echo shared");
        watcher.await("stream", "shared");
        assertTrue(watcher.got.stream().noneMatch(message -> message.header().contains("execute_reply")));
    }

    @Test
    void outputsSaidWhileNobodyListensAreKept() throws Exception {
        HostedKernel kernel = kernels.create("ann", "n.ipynb");
        Client gone = connect(kernel);
        kernel.fromClient(gone, execute("sleep"));
        gone.await("status", "busy");
        kernel.disconnect(gone);
        kernel.interrupt();
        connect(kernel).await("stream", "interrupted");
    }

    @Test
    void floodsArriveWhole() throws Exception {
        HostedKernel kernel = kernels.create("ann", "n.ipynb");
        Client client = connect(kernel);
        kernel.fromClient(client, execute("flood 20000"));
        for (int i = 0; i < 20_000; i += 1999) {
            client.await("stream", "line " + i + "\\n");
        }
        client.await("execute_reply", "ok");
    }

    @Test
    void nobodyFindsAnothersKernelAndLimitsHold() throws Exception {
        HostedKernel first = kernels.create("ann", "1.ipynb");
        assertTrue(kernels.find("bob", first.id()).isEmpty());
        assertTrue(kernels.list("bob").isEmpty());
        connect(first);
        HostedKernel second = kernels.create("ann", "2.ipynb");
        kernels.create("ann", "3.ipynb");
        assertTrue(kernels.find("ann", second.id()).isEmpty(), "the kernel nobody looks at gave way");
        connect(kernels.list("ann").stream().filter(k -> k != first).findFirst().orElseThrow());
        assertThrows(KernelUnavailableException.class, () -> kernels.create("ann", "4.ipynb"));
        kernels.create("bob", "1.ipynb");
        assertThrows(KernelUnavailableException.class, () -> kernels.create("cyd", "1.ipynb"));
    }

    @Test
    void idleKernelsAreStopped() throws Exception {
        HostedKernel kernel = kernels.create("ann", "n.ipynb");
        Client client = connect(kernel);
        run(kernel, client, "echo x");
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(29)));
        kernels.enforceLimits();
        assertTrue(kernels.find("ann", kernel.id()).isPresent());
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
        kernels.enforceLimits();
        client.await("status", "dead");
        assertTrue(kernels.find("ann", kernel.id()).isEmpty());
    }

    @Test
    void thePoolHandsEveryKernelOutOnce() throws Exception {
        kernels.pool().refill();
        PooledKernel first = kernels.pool().take();
        first.ready().get(20, TimeUnit.SECONDS);
        kernels.pool().refill();
        PooledKernel second = kernels.pool().take();
        second.ready().get(20, TimeUnit.SECONDS);
        assertNotEquals(first, second);
        first.stop();
        second.stop();
    }

    @Test
    void theSelfTestMakesEveryAttempt() {
        IsolationReport report = isolation.report();
        assertEquals(IsolationProbe.CHECKS, report.checks().size());
        assertTrue(isolation.banner().isEmpty());
        assertNotNull(report.summary());
    }

    /** In a container the service has a small id, as the sandbox's own processes and threads have. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 12})
    void theServicesIdMayBeOneOfTheSandboxsOwn(long servicePid) throws IOException {
        IsolationReport report = KernelIsolation.probe(launcher, Path.of("/etc/hostname"), servicePid);
        assertTrue(report.proven(), report::summary);
    }
}
