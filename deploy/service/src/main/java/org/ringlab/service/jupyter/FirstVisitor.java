package org.ringlab.service.jupyter;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.start.Secrets;

/**
 * Reads the service's own pages a few times once it listens and before it says so, so that the first student's requests meet code that has run. The
 * visitor has no account and no role, is known by a secret that never leaves this process, and is gone when it has looked.
 */
@ApplicationScoped
public class FirstVisitor {
    private static final Logger LOG = Logger.getLogger(FirstVisitor.class);
    private static final int SECRET_BYTES = 24;
    /** Often enough for the JVM to compile what every request passes through; pages are dear, and share most of it. */
    private static final int TIMES = 30;

    private static final int TIMES_FOR_PAGES = 4;
    private static final Duration AT_MOST = Duration.ofSeconds(4);

    /** What the notebook asks on its way into a lesson; nothing of it takes a kernel or stores a file. */
    private static final List<String> INTERFACE = List.of(
            "/lab/api/settings",
            "/api/kernelspecs",
            "/api/me",
            "/api/nbconvert",
            "/api/kernels",
            "/api/sessions",
            "/api/contents?content=1");

    private final Catalog catalog;
    private volatile @Nullable String secret = Secrets.random(SECRET_BYTES);

    FirstVisitor(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Whether a token is this visitor's, and the visit under way. */
    boolean is(String token) {
        String mine = secret;
        return mine != null
                && MessageDigest.isEqual(mine.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The visit, the only one there is. It ends in time even on a slow machine: a service that answers slowly at first is better than one that is
     * late.
     *
     * @return the last status of each address
     */
    public Map<String, Integer> visit(URI service) {
        Map<String, Integer> statuses = new TreeMap<>();
        String token = secret;
        List<String> all = Stream.concat(pages().stream(), INTERFACE.stream()).toList();
        long end = System.nanoTime() + AT_MOST.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < TIMES && System.nanoTime() < end; i++) {
                for (String address : i < TIMES_FOR_PAGES ? all : INTERFACE) {
                    HttpRequest request = HttpRequest.newBuilder(service.resolve(address))
                            .header("Authorization", "token " + token)
                            .build();
                    statuses.put(
                            address,
                            client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode());
                }
            }
        } catch (IOException e) {
            LOG.debug("The first visit ended early; students are not concerned", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            secret = null;
        }
        return statuses;
    }

    private List<String> pages() {
        String lesson = catalog.lessons().stream()
                .findFirst()
                .map(first -> "/lessons/" + first.id())
                .orElse("/");
        return List.of("/", lesson, "/tree");
    }
}
