package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.ringlab.checks.Text;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.web.Refusal;

/** Answers requests that can't be served: JSON for programs, a page for people. */
public class ErrorPages {
    /** Fields that hold words of one's own. */
    private static final List<String> WRITTEN = List.of("answer", "comment", "text", "reason", "yaml", "hidden");

    private final Pages pages;
    private final CurrentUser user;
    private final UriInfo uri;
    private final HttpHeaders headers;

    ErrorPages(Pages pages, CurrentUser user, UriInfo uri, HttpHeaders headers) {
        this.headers = headers;
        this.pages = pages;
        this.user = user;
        this.uri = uri;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance error(Frame page, String message, String back, List<String> written);
    }

    /** A page for a browser whose user isn't known, in {@code zh} or {@code en}. */
    static String withoutUser(String language, Text text) {
        Words words = MessageBundles.get(Words.class, Localized.Literal.of(language));
        Frame frame = new Frame(words.problem(), language, "", false, false, false, Alerts.NONE, "/", "");
        return Templates.error(frame, text.in(language), "", List.of())
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

    @ServerExceptionMapper
    Response notAllowed(NotAllowedException notAllowed) {
        return answer(
                405,
                new Text(
                        "这个地址只接收表单，不能直接打开。如果你刚才提交了表单而登录已过期，它没有被执行，请重新填写。",
                        "This address takes a form and is no page to look at. A form that you sent after your sign-in"
                                + " had expired was not carried out: fill it in again."));
    }

    private Response answer(int status, Text text) {
        String message = text.in(user.language());
        if (uri.getPath().startsWith("/api/") || uri.getPath().startsWith("/lab/api/")) {
            return Response.status(status)
                    .type(MediaType.APPLICATION_JSON)
                    .entity(new Problem(message))
                    .build();
        }
        String back = back();
        return Response.status(status)
                .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                .entity(pages.localized(Templates.error(
                                pages.bareFrame(pages.words().problem(), back.isEmpty() ? "/" : back),
                                message,
                                back,
                                written()))
                        .render())
                .build();
    }

    /** The page of ours that this request came from; empty for none. */
    private String back() {
        String from = headers.getHeaderString("Referer");
        String host = headers.getHeaderString("Host");
        if (from == null || host == null) {
            return "";
        }
        try {
            URI page = URI.create(from);
            String path = page.getRawPath();
            String query = page.getRawQuery();
            boolean own = host.equals(page.getAuthority())
                    && path != null
                    && !path.equals(uri.getRequestUri().getRawPath());
            return !own ? "" : query == null ? path : path + "?" + query;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** What somebody wrote into a form that could not be carried out: it must not be lost. */
    private static List<String> written() {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        FormData form = request == null ? null : request.getFormData();
        if (form == null) {
            return List.of();
        }
        return WRITTEN.stream()
                .map(form::getFirst)
                .filter(value -> value != null
                        && !value.isFileItem()
                        && !value.getValue().isBlank())
                .map(FormValue::getValue)
                .toList();
    }
}
