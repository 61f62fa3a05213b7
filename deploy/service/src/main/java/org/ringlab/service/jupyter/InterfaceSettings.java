package org.ringlab.service.jupyter;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What students changed in the notebook interface: texts of their browsers, kept as they are. */
@ApplicationScoped
@Transactional
public class InterfaceSettings {
    /** Kind of entry: a plugin's settings. */
    static final String SETTINGS = "settings";
    /** Kind of entry: a window layout. */
    static final String WORKSPACE = "workspace";

    private final EntityManager database;

    InterfaceSettings(EntityManager database) {
        this.database = database;
    }

    /** All of a student's entries of a kind: name → text. */
    public TreeMap<String, String> all(String owner, String kind) {
        List<?> rows = database.createNativeQuery(
                        "select name, raw from interface_setting where owner = ?1 and kind = ?2")
                .setParameter(1, owner)
                .setParameter(2, kind)
                .getResultList();
        TreeMap<String, String> found = new TreeMap<>();
        for (Object row : rows) {
            if (row instanceof Object[] columns) {
                found.put(columns[0].toString(), columns[1].toString());
            }
        }
        return found;
    }

    /** One entry. */
    public Optional<String> find(String owner, String kind, String name) {
        return Optional.ofNullable(all(owner, kind).get(name));
    }

    /** Keeps an entry, in place of the one before. */
    public void save(String owner, String kind, String name, String raw) {
        database.createNativeQuery("""
                        insert into interface_setting (owner, kind, name, raw, modified_at) values (?1, ?2, ?3, ?4, now())
                        on conflict (owner, kind, name)
                        do update set raw = excluded.raw, modified_at = excluded.modified_at""")
                .setParameter(1, owner)
                .setParameter(2, kind)
                .setParameter(3, name)
                .setParameter(4, raw)
                .executeUpdate();
    }

    /** Forgets an entry. */
    public void delete(String owner, String kind, String name) {
        database.createNativeQuery("delete from interface_setting where owner = ?1 and kind = ?2 and name = ?3")
                .setParameter(1, owner)
                .setParameter(2, kind)
                .setParameter(3, name)
                .executeUpdate();
    }
}
