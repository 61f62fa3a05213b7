package org.ringlab.service.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.kernels.Messages;

/**
 * The last state of each notebook's lab, as the commands that lead to it. In a table of its own: it changes with every
 * cell, between the saves of the notebook.
 */
@ApplicationScoped
@Transactional
public class LabStates {
    private final EntityManager database;

    LabStates(EntityManager database) {
        this.database = database;
    }

    /**
     * A lab's state.
     *
     * @param lab the lab's id; null when none was open
     * @param log array of {@code {"host", "script"}}
     */
    public record LabState(@Nullable String lab, JsonNode log) {
        /** No lab was open. */
        static final LabState NONE = new LabState(null, JsonNodeFactory.instance.arrayNode());
    }

    /** The state saved last. */
    public LabState find(String owner, FilePath notebook) {
        List<?> rows = database.createNativeQuery("select lab, log from lab_state where owner = ?1 and notebook = ?2")
                .setParameter(1, owner)
                .setParameter(2, notebook.text())
                .getResultList();
        if (rows.isEmpty() || !(rows.getFirst() instanceof Object[] row)) {
            return LabState.NONE;
        }
        return new LabState(
                Optional.ofNullable(row[0]).map(Object::toString).orElse(null), Messages.read(row[1].toString()));
    }

    /** Replaces the saved state. */
    public void save(String owner, FilePath notebook, @Nullable String lab, JsonNode log) {
        database.createNativeQuery("""
                        insert into lab_state (owner, notebook, lab, log, saved_at) values (?1, ?2, ?3, ?4, now())
                        on conflict (owner, notebook)
                        do update set lab = excluded.lab, log = excluded.log, saved_at = excluded.saved_at""")
                .setParameter(1, owner)
                .setParameter(2, notebook.text())
                .setParameter(3, lab)
                .setParameter(4, log.toString())
                .executeUpdate();
    }

    /** Follows a notebook to its new path. */
    void move(String owner, FilePath from, FilePath to) {
        remove(owner, to);
        database.createNativeQuery("update lab_state set notebook = ?3 where owner = ?1 and notebook = ?2")
                .setParameter(1, owner)
                .setParameter(2, from.text())
                .setParameter(3, to.text())
                .executeUpdate();
    }

    /** Forgets a notebook's state. */
    void remove(String owner, FilePath notebook) {
        database.createNativeQuery("delete from lab_state where owner = ?1 and notebook = ?2")
                .setParameter(1, owner)
                .setParameter(2, notebook.text())
                .executeUpdate();
    }
}
