package org.ringlab.service.jupyter;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Requests of the Jupyter API that change something repeat the cookie {@code _xsrf} in the header {@code X-XSRFToken}, which
 * a page of another site cannot read. Clients that sign in by token send no cookie and need none.
 */
public class XsrfCheck {
    /** The cookie's name. */
    static final String COOKIE = "_xsrf";

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern JUPYTER =
            Pattern.compile("/?(lab/api/.*|api/(contents|kernels|sessions|config|nbconvert)(/.*)?)");

    private final SecurityIdentity identity;

    XsrfCheck(SecurityIdentity identity) {
        this.identity = identity;
    }

    @ServerRequestFilter
    @Nullable
    Response check(ContainerRequestContext request) {
        boolean concerned = !HARMLESS.contains(request.getMethod())
                && JUPYTER.matcher(request.getUriInfo().getPath()).matches()
                && !identity.isAnonymous()
                && !TokenSignIn.isByToken(identity);
        Cookie cookie = request.getCookies().get(COOKIE);
        String header = request.getHeaderString("X-XSRFToken");
        if (!concerned
                || (cookie != null
                        && !cookie.getValue().isEmpty()
                        && cookie.getValue().equals(header))) {
            return null;
        }
        return Response.status(403)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of("message", "'_xsrf' 校验失败，请重新加载页面。 / '_xsrf' does not match: reload the page."))
                .build();
    }
}
