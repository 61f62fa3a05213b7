package org.ringlab.service.accounts;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TrustedAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Who goes on with a session or a token: the account, read once a request with all that has to be known of it. Passwords are
 * for quarkus-security-jpa.
 */
@ApplicationScoped
class AccountIdentities implements IdentityProvider<TrustedAuthenticationRequest> {
    /** Asked before the providers that extensions bring. */
    private static final int FIRST = SYSTEM_FIRST + 100;

    private final Accounts accounts;

    AccountIdentities(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public int priority() {
        return FIRST;
    }

    @Override
    public Class<TrustedAuthenticationRequest> getRequestType() {
        return TrustedAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TrustedAuthenticationRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> accounts.glimpsed(request.getPrincipal())
                .map(AccountIdentities::identity)
                .orElseThrow(AuthenticationFailedException::new));
    }

    private static SecurityIdentity identity(Account account) {
        return AccountAttributes.of(
                QuarkusSecurityIdentity.builder()
                        .setPrincipal(account::username)
                        .addRole(account.role().roleName()),
                account);
    }
}
