package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.FormAuthenticationMechanism;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;

/** Signing in and out, and the choice of language. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class SignInPage {
    private static final int YEAR_SECONDS = 365 * 24 * 3600;

    private final Pages pages;
    private final CurrentUser user;
    private final SecurityIdentity identity;

    SignInPage(Pages pages, CurrentUser user, SecurityIdentity identity) {
        this.pages = pages;
        this.user = user;
        this.identity = identity;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance signIn(Frame page, boolean failed, boolean expired);
    }

    /** The form; an old session's cookie tells that it has expired. */
    @GET
    @Path("sign-in")
    public TemplateInstance form(
            @QueryParam("failed") boolean failed, @CookieParam("ringlab-session") @Nullable String session) {
        boolean expired = !failed && user.anonymous() && session != null;
        return pages.localized(Templates.signIn(pages.frame(pages.words().signIn()), failed, expired));
    }

    /** Ends the session. */
    @POST
    @Path("sign-out")
    public Response signOut() {
        FormAuthenticationMechanism.logout(identity);
        return Response.seeOther(URI.create("/sign-in")).build();
    }

    /** Sets the language, for the account if signed in, else for this browser. */
    @POST
    @Path("language")
    @Transactional
    public Response language(
            @FormParam("language") @Nullable String language, @FormParam("back") @Nullable String back) {
        String chosen = "zh".equals(language) ? "zh" : "en";
        user.account().ifPresent(account -> account.chooseLanguage(chosen));
        NewCookie cookie = new NewCookie.Builder(CurrentUser.LANGUAGE_COOKIE)
                .value(chosen)
                .path("/")
                .maxAge(YEAR_SECONDS)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
        return Response.seeOther(URI.create(localPath(back))).cookie(cookie).build();
    }

    /** Only a path of this site: an address from a form must not lead elsewhere. */
    private static String localPath(@Nullable String back) {
        return back != null && back.matches("/([A-Za-z0-9_.-][A-Za-z0-9_./%-]*)?([?][A-Za-z0-9_./%&=+~@:,-]*)?")
                ? back
                : "/";
    }
}
