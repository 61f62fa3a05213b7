package org.ringlab.service.accounts;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import java.util.Optional;

/** Who makes the request, and in which language they are answered. */
@RequestScoped
public class CurrentUser {
    /** Cookie with the language chosen before signing in. */
    public static final String LANGUAGE_COOKIE = "ringlab-language";

    private final SecurityIdentity identity;
    private final Accounts accounts;
    private final HttpHeaders headers;

    CurrentUser(SecurityIdentity identity, Accounts accounts, HttpHeaders headers) {
        this.identity = identity;
        this.accounts = accounts;
        this.headers = headers;
    }

    /** Whether nobody is signed in. */
    public boolean anonymous() {
        return identity.isAnonymous();
    }

    /** User name; empty if nobody is signed in. */
    public String name() {
        return anonymous() ? "" : identity.getPrincipal().getName();
    }

    /** Whether a role is held. */
    public boolean is(Role role) {
        return identity.hasRole(role.roleName());
    }

    /** The account, if somebody is signed in. */
    public Optional<Account> account() {
        return anonymous() ? Optional.empty() : accounts.byName(name());
    }

    /** {@code zh} or {@code en}: the account's setting, else the cookie's, else what the browser prefers. */
    public String language() {
        return Optional.ofNullable(identity.<String>getAttribute(AccountAttributes.LANGUAGE))
                .or(() -> Optional.ofNullable(headers.getCookies().get(LANGUAGE_COOKIE))
                        .map(Cookie::getValue))
                .filter(language -> language.equals("zh") || language.equals("en"))
                .orElseGet(this::browserLanguage);
    }

    private String browserLanguage() {
        return headers.getAcceptableLanguages().stream()
                .map(Locale::getLanguage)
                .filter(language -> language.equals("zh") || language.equals("en"))
                .findFirst()
                .orElse("en");
    }
}
