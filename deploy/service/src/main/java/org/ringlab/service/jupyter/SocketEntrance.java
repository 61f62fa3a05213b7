package org.ringlab.service.jupyter;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/**
 * Who may open a web socket: somebody who is signed in, from a page of this service, and to a kernel of their own. Browsers
 * send cookies with web sockets of any page, so the page's origin has to be looked at here.
 */
@ApplicationScoped
public class SocketEntrance implements HttpUpgradeCheck {
    /** User name of whoever opened the connection. */
    static final UserData.TypedKey<String> OWNER = UserData.TypedKey.forString("owner");

    private static final Uni<CheckResult> FORBIDDEN = CheckResult.rejectUpgrade(403);
    private static final Uni<CheckResult> NOT_FOUND = CheckResult.rejectUpgrade(404);

    private final KernelHost host;

    SocketEntrance(KernelHost host) {
        this.host = host;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        return context.securityIdentity().flatMap(identity -> check(context, identity));
    }

    private Uni<CheckResult> check(HttpUpgradeContext context, SecurityIdentity identity) {
        boolean byToken = TokenSignIn.isByToken(identity);
        if (identity.isAnonymous() || !(byToken || isOwnPage(context.httpRequest()))) {
            return FORBIDDEN;
        }
        String owner = identity.getPrincipal().getName();
        String kernel = context.pathParam("id");
        if (kernel != null
                && host.running().flatMap(all -> all.find(owner, kernel)).isEmpty()) {
            return NOT_FOUND;
        }
        context.userData().put(OWNER, owner);
        return CheckResult.permitUpgrade();
    }

    private static boolean isOwnPage(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return true; // no browser: the cookie was put there by who sends it
        }
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equals(request.getHeader("Host"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
