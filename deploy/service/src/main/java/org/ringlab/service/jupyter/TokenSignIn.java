package org.ringlab.service.jupyter;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TrustedAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sign-in by a personal token: {@code Authorization: token X}, or {@code ?token=X} in the address, as Jupyter clients do. */
@ApplicationScoped
public class TokenSignIn {
    private static final String BY_TOKEN = "ringlab.by-token";

    private final PersonalTokens tokens;
    private final FirstVisitor visitor;

    TokenSignIn(PersonalTokens tokens, FirstVisitor visitor) {
        this.tokens = tokens;
        this.visitor = visitor;
    }

    /** Whether an identity was signed in by token: such a request was not sent by a page behind somebody's back. */
    static boolean isByToken(SecurityIdentity identity) {
        return identity.getAttribute(BY_TOKEN) != null;
    }

    /** Whether a request brings a token. */
    public boolean applies(RoutingContext context) {
        return token(context).isPresent();
    }

    /**
     * Signs in.
     *
     * @return the identity; null when the token is unknown
     */
    public Uni<@Nullable SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        String token = token(context).orElse("");
        if (visitor.is(token)) {
            return Uni.createFrom()
                    .item(QuarkusSecurityIdentity.builder()
                            .setPrincipal(new QuarkusPrincipal(""))
                            .addAttribute(BY_TOKEN, true)
                            .build());
        }
        return Uni.createFrom()
                .item(() -> tokens.ownerOf(token))
                .runSubscriptionOn(Infrastructure.getDefaultExecutor())
                .flatMap(owner -> owner.map(name -> identify(name, context, identities))
                        .orElseGet(() -> Uni.createFrom().nullItem()));
    }

    private static Uni<SecurityIdentity> identify(
            String name, RoutingContext context, IdentityProviderManager identities) {
        return identities
                .authenticate(
                        HttpSecurityUtils.setRoutingContextAttribute(new TrustedAuthenticationRequest(name), context))
                .map(identity -> QuarkusSecurityIdentity.builder(identity)
                        .addAttribute(BY_TOKEN, true)
                        .build());
    }

    private static Optional<String> token(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        if (header != null) {
            String[] words = header.split(" ", 2);
            boolean known = words[0].toLowerCase(Locale.ROOT).matches("token|bearer");
            return known && words.length == 2 ? Optional.of(words[1].strip()) : Optional.empty();
        }
        return Optional.ofNullable(context.request().getParam("token")).filter(token -> !token.isEmpty());
    }
}
