package org.ringlab.service.rehearsal;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.kernels.KernelMessage;

/** Somebody signed in at the service, as a browser is: by form, with cookies, and a web socket to a kernel. */
final class Visitor implements AutoCloseable {
    private static final int REPLY_SECONDS = 20;

    private final URI service;
    private final CookieManager cookies;
    private final HttpClient client;

    private Visitor(URI service, CookieManager cookies, HttpClient client) {
        this.service = service;
        this.cookies = cookies;
        this.client = client;
    }

    static Visitor signedIn(URI service, String account, String password) throws IOException, InterruptedException {
        CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        Visitor visitor = new Visitor(
                service, cookies, HttpClient.newBuilder().cookieHandler(cookies).build());
        visitor.text("sign-in");
        visitor.send(visitor.request("j_security_check")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("j_username=" + account + "&j_password="
                        + URLEncoder.encode(password, StandardCharsets.UTF_8))));
        return visitor;
    }

    /** Asks for each; how many were there. */
    int get(List<String> addresses) throws IOException, InterruptedException {
        int good = 0;
        for (String address : addresses) {
            if (send(request(address).header("Accept-Encoding", "gzip")).statusCode() == 200) {
                good++;
            }
        }
        return good;
    }

    String text(String address) throws IOException, InterruptedException {
        return send(request(address)).body();
    }

    String post(String address, String body) throws IOException, InterruptedException {
        return send(change(address).POST(BodyPublishers.ofString(body))).body();
    }

    void put(String address, String body) throws IOException, InterruptedException {
        send(change(address).PUT(BodyPublishers.ofString(body)));
    }

    void delete(String address) throws IOException, InterruptedException {
        send(change(address).DELETE());
    }

    /** Runs a cell, {@code code} being a JSON string; whether its reply came. */
    boolean execute(String kernel, String code) throws InterruptedException {
        String header = "{\"msg_id\":\"rehearsal\",\"msg_type\":\"execute_request\",\"session\":\"rehearsal\","
                + "\"username\":\"\",\"version\":\"5.3\",\"date\":\"\"}";
        byte[] request = new KernelMessage(
                        "shell",
                        header,
                        "{}",
                        "{}",
                        "{\"code\":" + code
                                + ",\"silent\":false,\"store_history\":true,\"user_expressions\":{},\"allow_stdin\":false,\"stop_on_error\":true}",
                        List.of())
                .encode();
        Replies replies = new Replies();
        try {
            WebSocket socket = client.newWebSocketBuilder()
                    .header("Cookie", cookieHeader())
                    .subprotocols("v1.kernel.websocket.jupyter.org")
                    .buildAsync(
                            URI.create(service.toString().replaceFirst("^http", "ws") + "api/kernels/" + kernel
                                    + "/channels"),
                            replies)
                    .get(REPLY_SECONDS, TimeUnit.SECONDS);
            socket.sendBinary(ByteBuffer.wrap(request), true).get(REPLY_SECONDS, TimeUnit.SECONDS);
            replies.answered.get(REPLY_SECONDS, TimeUnit.SECONDS);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(service.resolve("/" + address));
    }

    private HttpRequest.Builder change(String address) {
        String xsrf = cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("_xsrf"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
        return HttpRequest.newBuilder(service.resolve("/" + address))
                .header("Content-Type", "application/json")
                .header("X-XSRFToken", xsrf);
    }

    private String cookieHeader() {
        return String.join(
                "; ",
                cookies.getCookieStore().getCookies().stream()
                        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                        .toList());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
    }

    /** Waits for the reply among the outputs. */
    private static final class Replies implements WebSocket.Listener {
        private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
        private final StringBuilder frame = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            frame.append(StandardCharsets.ISO_8859_1.decode(data));
            if (last) {
                if (frame.indexOf("execute_reply") >= 0) {
                    answered.complete(true);
                }
                frame.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
