package org.ringlab.service.accounts;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TrustedAuthenticationRequest;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;

/**
 * Stands between the sign-in form's mechanism and the accounts. The mechanism keeps the principal's name in its encrypted
 * cookie: here that is {@code NAME|GENERATION}, so that a new password ends the sessions from before it; and wrong
 * passwords are counted.
 */
public final class Sessions implements IdentityProviderManager {
    private final IdentityProviderManager accounts;
    private final SignInLimit limit;
    private final String address;

    /** For one request, which came from {@code address}. */
    public Sessions(IdentityProviderManager accounts, SignInLimit limit, String address) {
        this.accounts = accounts;
        this.limit = limit;
        this.address = address;
    }

    /** The identity under its account's own name. */
    public static SecurityIdentity named(SecurityIdentity session) {
        return renamed(session, session.getPrincipal().getName().replaceFirst("\\|.*", ""));
    }

    @Override
    public Uni<SecurityIdentity> authenticate(AuthenticationRequest request) {
        return switch (request) {
            case UsernamePasswordAuthenticationRequest signIn -> signIn(signIn);
            case TrustedAuthenticationRequest cookie -> goOn(cookie);
            default -> accounts.authenticate(request);
        };
    }

    @Override
    public SecurityIdentity authenticateBlocking(AuthenticationRequest request) {
        return authenticate(request).await().indefinitely();
    }

    private Uni<SecurityIdentity> signIn(UsernamePasswordAuthenticationRequest request) {
        String name = request.getUsername();
        return Uni.createFrom()
                .deferred(() -> {
                    limit.admit(name, address);
                    return accounts.authenticate(request);
                })
                .invoke(() -> limit.attempted(name, address, true))
                .onFailure(AuthenticationFailedException.class)
                .invoke(() -> limit.attempted(name, address, false))
                .map(identity -> renamed(identity, identity.getPrincipal().getName() + "|" + generation(identity)));
    }

    private Uni<SecurityIdentity> goOn(TrustedAuthenticationRequest cookie) {
        String[] parts = cookie.getPrincipal().split("\\|", 2);
        TrustedAuthenticationRequest request = new TrustedAuthenticationRequest(parts[0]);
        cookie.getAttributes().forEach(request::setAttribute);
        return accounts.authenticate(request).map(identity -> {
            if (parts.length < 2 || !parts[1].equals(generation(identity))) {
                throw new SessionEnded();
            }
            return renamed(identity, cookie.getPrincipal());
        });
    }

    private static String generation(SecurityIdentity identity) {
        return String.valueOf(identity.<Integer>getAttribute(AccountAttributes.GENERATION));
    }

    private static SecurityIdentity renamed(SecurityIdentity identity, String name) {
        return QuarkusSecurityIdentity.builder(identity)
                .setPrincipal(new QuarkusPrincipal(name))
                .build();
    }
}
