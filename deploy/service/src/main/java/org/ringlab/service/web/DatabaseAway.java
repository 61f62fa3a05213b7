package org.ringlab.service.web;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.hibernate.exception.JDBCConnectionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers 503 to every request that fails because the database can't be reached, wherever it fails, sign-in included.
 * Nothing is lost: what was acknowledged is in the database.
 */
@ApplicationScoped
public class DatabaseAway {
    private static final Logger LOG = Logger.getLogger(DatabaseAway.class);

    private static final String MESSAGE = "数据库暂时无法访问，请稍后重试；已确认的提交不会丢失。 / "
            + "The database can't be reached right now. Try again in a moment; nothing you were told is saved is lost.";

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(DatabaseAway::answer);
    }

    private static void answer(RoutingContext context) {
        if (!isDatabaseAway(context.failure()) || context.response().headWritten()) {
            context.next();
            return;
        }
        LOG.warnf(
                "%s answered 503: %s",
                context.normalizedPath(), context.failure().getMessage());
        context.response()
                .setStatusCode(503)
                .putHeader("Retry-After", "5")
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("message", MESSAGE).encode());
    }

    private static boolean isDatabaseAway(@Nullable Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, cause -> cause == null ? null : cause.getCause())
                .anyMatch(cause -> cause instanceof JDBCConnectionException
                        || cause instanceof SQLException sql && isConnectionState(sql.getSQLState()));
    }

    /** Class 08: connection exception; 57P: the server is shutting down or starting. */
    private static boolean isConnectionState(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }
}
