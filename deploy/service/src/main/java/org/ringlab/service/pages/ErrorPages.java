package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.ringlab.checks.Text;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.web.Refusal;

/** Answers requests that can't be served: JSON for programs, a page for people. */
public class ErrorPages {
    private final Pages pages;
    private final CurrentUser user;
    private final UriInfo uri;

    ErrorPages(Pages pages, CurrentUser user, UriInfo uri) {
        this.pages = pages;
        this.user = user;
        this.uri = uri;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance error(Frame page, String message);
    }

    /** A page for a browser whose user isn't known, in {@code zh} or {@code en}. */
    static String withoutUser(String language, Text text) {
        Words words = MessageBundles.get(Words.class, Localized.Literal.of(language));
        Frame frame = new Frame(words.problem(), language, "", false, false, false, Alerts.NONE, "/", "");
        return Templates.error(frame, text.in(language))
                .setLocale(Locale.of(language))
                .render();
    }

    /** The body of every JSON error. */
    public record Problem(String message) {}

    @ServerExceptionMapper
    Response refused(Refusal refusal) {
        Response answer = answer(refusal.status(), refusal.text());
        return refusal.retryAfter() == 0
                ? answer
                : Response.fromResponse(answer)
                        .header("Retry-After", refusal.retryAfter())
                        .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException forbidden) {
        return answer(403, new Text("你的账号没有权限打开这个页面。", "Your account may not do this."));
    }

    @ServerExceptionMapper
    Response notFound(NotFoundException notFound) {
        return answer(404, new Text("没有这个地址。", "There is nothing at this address."));
    }

    private Response answer(int status, Text text) {
        String message = text.in(user.language());
        if (uri.getPath().startsWith("/api/") || uri.getPath().startsWith("/lab/api/")) {
            return Response.status(status)
                    .type(MediaType.APPLICATION_JSON)
                    .entity(new Problem(message))
                    .build();
        }
        return Response.status(status)
                .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                .entity(pages.localized(
                                Templates.error(pages.bareFrame(pages.words().problem()), message))
                        .render())
                .build();
    }
}
