package org.ringlab.service.jupyter;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.accounts.Role;

/** Signs in and talks to the service as the notebook interface does. */
@ApplicationScoped
public class Browser {
    private static final String PASSWORD = "a password for tests";
    private static final String XSRF = "xsrf-of-the-tests";

    private final Accounts accounts;

    Browser(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The session cookie of a user, who is made when missing. */
    String session(String username, Role role) {
        if (accounts.byName(username).isEmpty()) {
            accounts.create(username, PASSWORD, role);
        }
        return given().redirects()
                .follow(false)
                .formParam("j_username", username)
                .formParam("j_password", PASSWORD)
                .post("/j_security_check")
                .cookie("ringlab-session");
    }

    /** A request with the session cookie alone. */
    RequestSpecification withCookie(String username) {
        return given().cookie("ringlab-session", session(username, Role.STUDENT))
                .header("Accept-Language", "en")
                .contentType(ContentType.JSON)
                .urlEncodingEnabled(false)
                .redirects()
                .follow(false);
    }

    /** A request as the interface makes it. */
    RequestSpecification as(String username) {
        return withCookie(username).cookie("_xsrf", XSRF).header("X-XSRFToken", XSRF);
    }

    /** What arrives on a web socket: texts, and bytes as texts of one character a byte. */
    static final class Socket implements WebSocket.Listener {
        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private @Nullable WebSocket socket;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                frames.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            part.append(StandardCharsets.ISO_8859_1.decode(data));
            if (last) {
                frames.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        /** Waits for a frame that contains all the words. */
        String await(String... words) throws InterruptedException {
            for (String frame = frames.poll(20, TimeUnit.SECONDS);
                    frame != null;
                    frame = frames.poll(20, TimeUnit.SECONDS)) {
                if (List.of(words).stream().allMatch(frame::contains)) {
                    return frame;
                }
            }
            throw new AssertionError("no frame with " + List.of(words));
        }

        WebSocket socket() {
            if (socket == null) {
                throw new IllegalStateException("not connected");
            }
            return socket;
        }
    }

    /**
     * Opens a kernel's channels.
     *
     * @param headers name, value, name, value …
     * @throws java.util.concurrent.CompletionException when it is refused
     */
    static Socket connect(String kernel, @Nullable String subprotocol, String... headers) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        if (subprotocol != null) {
            builder.subprotocols(subprotocol);
        }
        Socket listener = new Socket();
        listener.socket = builder.buildAsync(
                        URI.create("ws://localhost:" + RestAssured.port + "/api/kernels/" + kernel
                                + "/channels?session_id=s1"),
                        listener)
                .join();
        return listener;
    }
}
