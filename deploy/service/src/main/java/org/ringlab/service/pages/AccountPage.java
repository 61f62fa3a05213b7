package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.OwnPassword;

/** One's own account: the password. */
@Path("/account")
@Produces(MediaType.TEXT_HTML)
@Authenticated
public class AccountPage {
    private final Pages pages;
    private final CurrentUser user;
    private final OwnPassword passwords;
    private final UriInfo uri;

    AccountPage(Pages pages, CurrentUser user, OwnPassword passwords, UriInfo uri) {
        this.pages = pages;
        this.user = user;
        this.passwords = passwords;
        this.uri = uri;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance account(Frame page, int minLength, boolean changed, String problem);
    }

    /** The form. */
    @GET
    public TemplateInstance form(@QueryParam("changed") boolean changed) {
        return page(changed, "");
    }

    /**
     * Changes the password, which ends all sessions. The browser then sends the same form to the sign-in, where the new
     * password begins the next session; therefore the field's name.
     */
    @POST
    @Path("password")
    public Response change(
            @FormParam("old") @Nullable String old,
            @FormParam("j_password") @Nullable String password,
            @FormParam("repeated") @Nullable String repeated,
            HttpServerRequest request) {
        Words words = pages.words();
        String address = String.valueOf(request.remoteAddress().hostAddress());
        return switch (passwords.change(user.name(), address, text(old), text(password), text(repeated))) {
            case CHANGED -> signInAgain();
            case WRONG_OLD -> refused(words.wrongOldPassword());
            case UNSUITABLE -> refused(words.unsuitablePassword(OwnPassword.MIN_LENGTH));
            case NOT_REPEATED -> refused(words.passwordsDiffer());
        };
    }

    private Response signInAgain() {
        URI back = uri.getBaseUri().resolve("/account?changed=true");
        NewCookie cookie = new NewCookie.Builder("ringlab-back")
                .value(back.toString())
                .path("/")
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
        return Response.temporaryRedirect(URI.create("/j_security_check"))
                .cookie(cookie)
                .build();
    }

    private Response refused(String problem) {
        return Response.status(400)
                .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                .entity(page(false, problem).render())
                .build();
    }

    private TemplateInstance page(boolean changed, String problem) {
        return pages.localized(
                Templates.account(pages.frame(pages.words().account()), OwnPassword.MIN_LENGTH, changed, problem));
    }

    private static String text(@Nullable String field) {
        return field == null ? "" : field;
    }
}
