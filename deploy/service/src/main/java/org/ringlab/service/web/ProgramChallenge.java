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
import org.ringlab.service.accounts.SessionEnded;
import org.ringlab.service.accounts.Sessions;
import org.ringlab.service.accounts.SignInLimit;
import org.ringlab.service.jupyter.TokenSignIn;

/**
 * Sign-in by form or personal token; programs without either get a message instead of the sign-in page: 403 from the Jupyter
 * API, as Jupyter servers answer, 401 from Ringlab's own.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class ProgramChallenge implements HttpAuthenticationMechanism {
    /** Addresses that scripts and programs call. */
    private static final Pattern PROGRAM = Pattern.compile("/(lab/)?api(/.*)?");

    /** Style sheets and scripts. */
    private static final Pattern PUBLIC = Pattern.compile("/(assets|static)/.*");

    private static final String MESSAGE = "登录已过期，请重新登录。 / You are not signed in (any more). Sign in and try again.";

    private final FormAuthenticationMechanism form;

    private final TokenSignIn tokens;

    private final SignInLimit limit;

    ProgramChallenge(FormAuthenticationMechanism form, TokenSignIn tokens, SignInLimit limit) {
        this.form = form;
        this.tokens = tokens;
        this.limit = limit;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        if (PUBLIC.matcher(context.normalizedPath()).matches()) {
            // the same for everybody, and there even while the database is away
            return Uni.createFrom().nullItem();
        }
        if (tokens.applies(context)) {
            return tokens.authenticate(context, identities);
        }
        String address = String.valueOf(context.request().remoteAddress().hostAddress());
        return form.authenticate(context, new Sessions(identities, limit, address))
                .map(session -> session == null ? session : Sessions.named(session))
                .onFailure(SessionEnded.class)
                .recoverWithNull();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return isProgram(context)
                ? Uni.createFrom().item(new ChallengeData(status(context), null, null))
                : form.getChallenge(context);
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        if (!isProgram(context)) {
            return form.sendChallenge(context);
        }
        context.response()
                .setStatusCode(status(context))
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

    private static int status(RoutingContext context) {
        return context.normalizedPath().startsWith("/api/ringlab/") ? 401 : 403;
    }

    private static boolean isProgram(RoutingContext context) {
        return PROGRAM.matcher(context.normalizedPath()).matches();
    }
}
