package org.ringlab.service.pages;

import io.quarkus.security.AuthenticationException;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.exception.JDBCConnectionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Text;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.submissions.Upload;
import org.ringlab.service.web.Refusal;

/**
 * Answers requests that fail outside of a resource, sign-in included: refusals, 500 with a number for what nobody foresaw, and 503 to everything that fails because
 * the database can't be reached (nothing is lost then: what was acknowledged is in the database). People get a page, programs JSON.
 */
@ApplicationScoped
public class UnservedRequests {
    private static final Logger LOG = Logger.getLogger(UnservedRequests.class);

    private static final int UNAVAILABLE = 503;
    private static final int UNEXPECTED = 500;
    private static final int TOO_LARGE = 413;
    private static final int NUMBER_LENGTH = 8;

    private static final Text MESSAGE = new Text(
            "数据库暂时无法访问，请稍后重试；已确认的提交不会丢失。",
            "The database can't be reached right now. Try again in a moment; nothing you were told is saved is lost.");

    private static final long RETRY_SECONDS = 5;

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(UnservedRequests::answer);
    }

    private static void answer(RoutingContext context) {
        Refusal refusal = refusal(context.failure());
        if (context.response().headWritten()) {
            context.next();
            return;
        }
        if (refusal == null) {
            if (!isBrowser(context)) {
                context.next();
                return;
            }
            refusal = unexpected(context);
            if (refusal == null) {
                context.next();
                return;
            }
        }
        if (refusal.status() == UNAVAILABLE) {
            LOG.warnf(
                    "%s answered 503: %s",
                    context.normalizedPath(), context.failure().getMessage());
        }
        HttpServerResponse response = context.response().setStatusCode(refusal.status());
        if (refusal.retryAfter() > 0) {
            response.putHeader("Retry-After", Long.toString(refusal.retryAfter()));
        }
        if (isBrowser(context)) {
            response.putHeader("Content-Type", "text/html;charset=UTF-8")
                    .putHeader("Cache-Control", "no-store")
                    .end(ErrorPages.withoutUser(language(context), refusal.text()));
        } else {
            String both = refusal.text().zh() + " / " + refusal.text().en();
            response.putHeader("Content-Type", "application/json")
                    .end(new JsonObject().put("message", both).encode());
        }
    }

    /** What people are told of a failure that nobody foresaw: its number, which the log has too, and nothing of its cause. */
    private static @Nullable Refusal unexpected(RoutingContext context) {
        if (context.statusCode() == TOO_LARGE) {
            return Upload.tooLarge(context.request().bytesRead());
        }
        if (context.failure() == null || isAboutSignIn(context.failure())) {
            return null;
        }
        String number = UUID.randomUUID().toString().substring(0, NUMBER_LENGTH);
        LOG.errorf(context.failure(), "%s failed, number %s", context.normalizedPath(), number);
        return new Refusal(
                UNEXPECTED,
                new Text(
                        "服务出错了，不是你的问题。请稍后重试；如果还是这样，把编号 " + number + " 告诉管理员。",
                        "The service failed; it is not your fault. Try again in a moment. If it stays like this, tell"
                                + " an administrator the number " + number + "."));
    }

    /** Quarkus answers these: with the sign-in page, or 403. */
    private static boolean isAboutSignIn(Throwable failure) {
        return failure instanceof SecurityException || failure instanceof AuthenticationException;
    }

    private static @Nullable Refusal refusal(@Nullable Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        return isDatabaseAway(failure) ? new Refusal(UNAVAILABLE, MESSAGE, RETRY_SECONDS) : null;
    }

    /** Programs call other addresses, and don't ask for HTML. */
    private static boolean isBrowser(RoutingContext context) {
        String accept = context.request().getHeader("Accept");
        return accept != null
                && accept.contains("text/html")
                && !context.normalizedPath().matches("/(lab/)?api(/.*)?");
    }

    /** The account's language is out of reach: the cookie's, else what the browser prefers. */
    private static String language(RoutingContext context) {
        Cookie cookie = context.request().getCookie(CurrentUser.LANGUAGE_COOKIE);
        Stream<String> accepted = context.acceptableLanguages().stream().map(language -> language.tag());
        return Stream.concat(Stream.ofNullable(cookie).map(Cookie::getValue), accepted)
                .filter(language -> language.equals("zh") || language.equals("en"))
                .findFirst()
                .orElse("en");
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
