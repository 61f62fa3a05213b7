package org.ringlab.host.command;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Bytes;

/** What curl asks, as HTTP puts it (lib/http.c). */
final class CurlRequest {
    private final CurlOptions options;
    private final boolean old;
    private final Optional<String> body;
    private String path = "/";
    private int headSize;

    CurlRequest(Session session, CurlOptions options, boolean old) {
        this.options = options;
        this.old = old;
        body = body(session, options);
    }

    /** The pieces of {@code -d}, files read in, with {@code &} between them; empty without any. */
    private static Optional<String> body(Session session, CurlOptions options) {
        StringBuilder text = new StringBuilder();
        boolean any = false;
        for (String word : List.of("data", "data-ascii", "data-raw", "data-binary")) {
            for (String piece : options.all(word)) {
                String read = piece;
                if (piece.startsWith("@") && !word.equals("data-raw")) {
                    try {
                        read = session.files().read(session.resolve(piece.substring(1)));
                        read = word.equals("data-binary") ? read : read.replaceAll("[\r\n]", "");
                    } catch (FileException e) {
                        read = "";
                    }
                }
                text.append(any ? "&" : "").append(read);
                any = true;
            }
        }
        return any ? Optional.of(text.toString()) : Optional.empty();
    }

    boolean isHead() {
        return options.has("head");
    }

    private String usual() {
        return isHead() ? "HEAD" : sends() ? "POST" : "GET";
    }

    private boolean sends() {
        return body.isPresent() && !options.has("get");
    }

    String method() {
        return options.last("request").orElse(usual());
    }

    int bodySize() {
        return sends() ? Bytes.utf8(body.orElse("")).length() : 0;
    }

    int headSize() {
        return headSize;
    }

    String fileName() {
        String name = path.replaceFirst("\\?.*", "");
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** What the program remarks about a method that was given by hand. */
    void remarks(Streams io) {
        boolean silent = options.has("silent");
        if (old || silent || options.last("request").isEmpty()) {
            return;
        }
        if (method().equals("HEAD") && !isHead()) {
            io.err().line("Warning: Setting custom HTTP method to HEAD with -X/--request may not work the ");
            io.err().line("Warning: way you want. Consider using -I/--head instead.");
        } else if (method().equals(usual()) && options.has("verbose")) {
            io.err().line("Note: Unnecessary use of -X or --request, " + usual() + " is already inferred.");
        }
    }

    /** The whole request; a header given by hand takes the place of the program's own. */
    String text(String host, int port, String path, @Nullable String userInfo, Consumer<String> verbose) {
        boolean asked = path.contains("?");
        this.path = options.has("get") && body.isPresent() ? path + (asked ? "&" : "?") + body.get() : path;
        Map<String, String> headers = new LinkedHashMap<>();
        String address = port == 80 ? host : host + ":" + port;
        String user = options.last("user").orElse(userInfo == null ? "" : userInfo);
        String agent = options.last("user-agent").orElse(old ? "curl/7.29.0" : "curl/7.88.1");
        if (!user.isEmpty()) {
            verbose.accept("* Server auth using Basic with user '" + user.replaceFirst(":.*", "") + "'");
        }
        if (!old) {
            headers.put("Host", address);
        }
        if (!user.isEmpty()) {
            String pair = user.contains(":") ? user : user + ":";
            headers.put(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(Bytes.utf8(pair).toArray()));
        }
        headers.put("User-Agent", agent);
        if (old) {
            headers.put("Host", address);
        }
        headers.put("Accept", "*/*");
        options.last("referer").ifPresent(r -> headers.put("Referer", r));
        options.last("cookie").filter(c -> c.contains("=")).ifPresent(c -> headers.put("Cookie", c));
        StringBuilder own = new StringBuilder();
        boolean typed = false;
        for (String header : options.all("header")) {
            int colon = header.indexOf(':');
            String name = colon < 0 ? header : header.substring(0, colon);
            String value = colon < 0 ? "" : header.substring(colon + 1).strip();
            typed |= name.equalsIgnoreCase("Content-Type");
            if (name.equalsIgnoreCase("Host") && !value.isEmpty()) {
                headers.replace("Host", value);
                continue;
            }
            headers.keySet().removeIf(k -> k.equalsIgnoreCase(name));
            own.append(value.isEmpty() ? "" : header + "\r\n");
        }
        StringBuilder text = new StringBuilder(
                method() + " " + this.path + (options.has("http1.0") ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n"));
        headers.forEach((k, v) -> text.append(k).append(": ").append(v).append("\r\n"));
        text.append(own);
        if (sends()) {
            text.append("Content-Length: ").append(bodySize()).append("\r\n");
            text.append(typed ? "" : "Content-Type: application/x-www-form-urlencoded\r\n");
        }
        text.append("\r\n");
        headSize = text.length();
        return text + (sends() ? body.orElse("") : "");
    }
}
