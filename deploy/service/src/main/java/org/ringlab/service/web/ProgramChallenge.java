package org.ringlab.service.web;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.FormAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Set;
import java.util.regex.Pattern;

/** Sign-in by form, except that programs without a session get 401 and a message instead of the sign-in page. */
@Alternative
@Priority(1)
@ApplicationScoped
public class ProgramChallenge implements HttpAuthenticationMechanism {
    /** Addresses that scripts and programs call. */
    private static final Pattern PROGRAM = Pattern.compile("/(lab/)?api(/.*)?");

    private static final String MESSAGE = "登录已过期，请重新登录。 / You are not signed in (any more). Sign in and try again.";

    private final FormAuthenticationMechanism form;

    ProgramChallenge(FormAuthenticationMechanism form) {
        this.form = form;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        return form.authenticate(context, identities);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return isProgram(context)
                ? Uni.createFrom().item(new ChallengeData(401, null, null))
                : form.getChallenge(context);
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        if (!isProgram(context)) {
            return form.sendChallenge(context);
        }
        context.response()
                .setStatusCode(401)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("message", MESSAGE).encode());
        return Uni.createFrom().item(true);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return form.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return form.getCredentialTransport(context);
    }

    private static boolean isProgram(RoutingContext context) {
        return PROGRAM.matcher(context.normalizedPath()).matches();
    }
}
