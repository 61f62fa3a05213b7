package org.ringlab.service.web;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Only uploaded notebooks, which go to disk, may be as large as the server takes; other requests are held in memory. */
@ApplicationScoped
public class BodyLimits {
    /** Before anything reads the request. */
    private static final int PRIORITY = 450;

    /** For what is no upload, in bytes. */
    static final long OTHERS = 20L << 20;

    private static final Pattern UPLOADS = Pattern.compile("/api/ringlab/submissions/?|/lessons/[^/]+/upload/?");
    private static final String TOO_LARGE = "请求太大。 / The request is too large.";

    void register(@Observes Filters filters) {
        filters.register(BodyLimits::limit, PRIORITY);
    }

    private static void limit(RoutingContext context) {
        if (UPLOADS.matcher(context.normalizedPath()).matches() && isForm(context)) {
            context.next();
            return;
        }
        @Nullable String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            // Sent in pieces: counted while it is read.
            context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, OTHERS);
        } else if (Long.parseLong(length) > OTHERS) {
            context.response()
                    .setStatusCode(413)
                    .putHeader("Connection", "close")
                    .putHeader("Content-Type", "application/json")
                    .end(new JsonObject().put("message", TOO_LARGE).encode());
            return;
        }
        context.next();
    }

    private static boolean isForm(RoutingContext context) {
        @Nullable String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith("multipart/form-data");
    }
}
