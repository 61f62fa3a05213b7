package org.ringlab.service.accounts;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads the language of who signs in together with their roles, so that any thread can answer in it. */
@ApplicationScoped
public class LanguageOfIdentity implements SecurityIdentityAugmentor {
    /** Attribute of the identity: {@code zh} or {@code en}; absent to follow the browser. */
    static final String ATTRIBUTE = "ringlab.language";

    private final Accounts accounts;

    LanguageOfIdentity(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        return context.runBlocking(
                () -> accounts.languageOf(identity.getPrincipal().getName())
                        .<SecurityIdentity>map(language -> QuarkusSecurityIdentity.builder(identity)
                                .addAttribute(ATTRIBUTE, language)
                                .build())
                        .orElse(identity));
    }
}
