package org.ringlab.service.accounts;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** The accounts in the database. */
@ApplicationScoped
public class Accounts implements PanacheRepository<Account> {
    private final SessionFactory sessions;

    Accounts(SessionFactory sessions) {
        this.sessions = sessions;
    }

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

    /**
     * The same, with so many more bytes put down to it.
     *
     * @param most bytes that its uploads may have together
     * @return empty where there is none, or it were too much
     */
    public Optional<Account> charged(String username, long bytes, long most) {
        return getEntityManager()
                .createNativeQuery(
                        "update account set uploaded = uploaded + ?2 where username = ?1 and uploaded + ?2 <= ?3 returning *",
                        Account.class)
                .setParameter(1, username)
                .setParameter(2, bytes)
                .setParameter(3, most)
                .getResultStream()
                .map(Account.class::cast)
                .findFirst();
    }

    /** The same by one statement, without a transaction; changes of it are lost. */
    Optional<Account> glimpsed(String username) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            return session.createSelectionQuery("from Account where username = ?1", Account.class)
                    .setParameter(1, username)
                    .uniqueResultOptional();
        }
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
