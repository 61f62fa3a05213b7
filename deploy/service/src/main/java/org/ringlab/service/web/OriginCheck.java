package org.ringlab.service.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that change something and that another site made the browser send (cross-site request forgery).
 * Browsers say where a request comes from: by {@code Sec-Fetch-Site}, older ones by {@code Origin}. A request with
 * neither is not from a browser, and carries no cookie that its sender didn't put there.
 */
@ApplicationScoped
public class OriginCheck {
    /** Before sign-in is looked at, so that a forged sign-in is refused too. */
    private static final int PRIORITY = 400;

    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    void register(@Observes Filters filters) {
        filters.register(OriginCheck::check, PRIORITY);
    }

    private static void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (HARMLESS.contains(request.method()) || isOwn(request)) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(403)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("message", "请求来自别的网站，已拒绝。 / Refused: the request comes from another site.")
                        .encode());
    }

    private static boolean isOwn(HttpServerRequest request) {
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        @Nullable String origin = request.getHeader("Origin");
        return origin == null || isSameHost(origin, request.getHeader("Host"));
    }

    private static boolean isSameHost(String origin, @Nullable String host) {
        try {
            return URI.create(origin).getAuthority() instanceof String authority && authority.equals(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
