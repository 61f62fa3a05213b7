package org.ringlab.service.accounts;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads what else an account says of who signs in by password together with their roles, so that any thread can use it. */
@ApplicationScoped
public class AccountAttributes implements SecurityIdentityAugmentor {
    /** Attribute of the identity: {@code zh} or {@code en}; absent to follow the browser. */
    static final String LANGUAGE = "ringlab.language";

    /** Attribute of the identity: which generation of sessions is valid, an {@code Integer}. */
    static final String GENERATION = "ringlab.generation";

    private final Accounts accounts;

    AccountAttributes(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous() || identity.getAttribute(GENERATION) != null) {
            return Uni.createFrom().item(identity);
        }
        return context.runBlocking(
                () -> accounts.glimpsed(identity.getPrincipal().getName())
                        .map(account -> of(QuarkusSecurityIdentity.builder(identity), account))
                        .orElse(identity));
    }

    /** An identity with what its account says besides. */
    static SecurityIdentity of(QuarkusSecurityIdentity.Builder identity, Account account) {
        identity.addAttribute(GENERATION, account.generation());
        String language = account.language();
        return (language == null ? identity : identity.addAttribute(LANGUAGE, language)).build();
    }
}
