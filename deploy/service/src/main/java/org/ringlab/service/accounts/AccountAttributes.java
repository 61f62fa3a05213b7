package org.ringlab.service.accounts;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads what else an account says of who signs in together with their roles, so that any thread can use it. */
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
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        return context.runBlocking(
                () -> accounts.detached(identity.getPrincipal().getName())
                        .map(account -> with(identity, account))
                        .orElse(identity));
    }

    private static SecurityIdentity with(SecurityIdentity identity, Account account) {
        QuarkusSecurityIdentity.Builder builder =
                QuarkusSecurityIdentity.builder(identity).addAttribute(GENERATION, account.generation());
        String language = account.language();
        return (language == null ? builder : builder.addAttribute(LANGUAGE, language)).build();
    }
}
