package org.ringlab.service.jupyter;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.ringlab.service.start.Secrets;

/** Personal tokens in the database. */
@ApplicationScoped
@Transactional
public class PersonalTokens {
    private static final int RANDOM_BYTES = 24;

    private final EntityManager database;

    PersonalTokens(EntityManager database) {
        this.database = database;
    }

    /** Makes a token; its text is answered here and known nowhere afterwards. */
    public String create(String owner, String label) {
        String token = Secrets.random(RANDOM_BYTES);
        database.persist(new PersonalToken(owner, digest(token), label));
        return token;
    }

    /** Who signs in with a token. */
    public Optional<String> ownerOf(String token) {
        return database.createQuery("from PersonalToken where digest = :digest", PersonalToken.class)
                .setParameter("digest", digest(token))
                .getResultStream()
                .findFirst()
                .map(found -> {
                    found.used();
                    return found.owner();
                });
    }

    /** A student's tokens, oldest first. */
    public List<PersonalToken> list(String owner) {
        return database.createQuery("from PersonalToken where owner = :owner order by id", PersonalToken.class)
                .setParameter("owner", owner)
                .getResultList();
    }

    /** Revokes a token; does nothing when it is another's. */
    public void revoke(String owner, long id) {
        database.createQuery("delete from PersonalToken where owner = :owner and id = :id")
                .setParameter("owner", owner)
                .setParameter("id", id)
                .executeUpdate();
    }

    private static String digest(String token) {
        // Tokens are long and random: a plain digest is enough, there is nothing to guess.
        return Digests.sha256(token.getBytes(StandardCharsets.UTF_8));
    }
}
