package org.ringlab.service.accounts;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** The accounts in the database. */
@ApplicationScoped
public class Accounts implements PanacheRepository<Account> {
    /** The account with that name. */
    public Optional<Account> byName(String username) {
        return find("username", username).firstResultOptional();
    }

    /** The same, locked until the transaction ends: what is done with one account happens one after another. */
    public Optional<Account> locked(String username) {
        return find("username", username)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** The same from outside of a transaction; changes of it are lost. */
    @Transactional
    Optional<Account> detached(String username) {
        return byName(username);
    }

    /** All accounts, by name. */
    public List<Account> all() {
        return list("order by username");
    }

    /** Makes an account; the password is kept as a bcrypt hash only. */
    @Transactional
    public Account create(String username, String password, Role role) {
        Account account = new Account(username, BcryptUtil.bcryptHash(password), role);
        persist(account);
        return account;
    }
}
