package org.ringlab.service.jupyter;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** Students' files in the database. Every question names the owner: there is no way to ask for another's. */
@ApplicationScoped
public class StoredFiles {
    private final EntityManager database;

    StoredFiles(EntityManager database) {
        this.database = database;
    }

    Optional<StoredFile> find(String owner, FilePath path) {
        return database.createQuery("from StoredFile where owner = :owner and path = :path", StoredFile.class)
                .setParameter("owner", owner)
                .setParameter("path", path.text())
                .getResultStream()
                .findFirst();
    }

    List<StoredFile> in(String owner, FilePath folder) {
        return database.createQuery(
                        "from StoredFile where owner = :owner and folder = :folder order by path", StoredFile.class)
                .setParameter("owner", owner)
                .setParameter("folder", folder.text())
                .getResultList();
    }

    /** Everything below a folder, at any depth. */
    List<StoredFile> below(String owner, FilePath folder) {
        return database.createQuery(
                        "from StoredFile where owner = :owner and locate(:prefix, path) = 1", StoredFile.class)
                .setParameter("owner", owner)
                .setParameter("prefix", folder.text() + "/")
                .getResultList();
    }

    /** Bytes that all of a student's files take. */
    long used(String owner) {
        return database.createQuery("select coalesce(sum(size), 0) from StoredFile where owner = :owner", Long.class)
                .setParameter("owner", owner)
                .getSingleResult();
    }

    void add(StoredFile file) {
        database.persist(file);
    }

    void remove(StoredFile file) {
        // The database removes contents and checkpoints with it.
        database.remove(file);
    }

    byte[] read(StoredFile file) {
        StoredContent content = database.find(StoredContent.class, file.id());
        return content == null ? new byte[0] : content.content();
    }

    void write(StoredFile file, byte[] bytes) {
        file.changed(bytes.length, Digests.sha256(bytes));
        StoredContent content = database.find(StoredContent.class, file.id());
        if (content == null) {
            database.persist(new StoredContent(file.id(), bytes));
        } else {
            content.replace(bytes);
        }
    }

    List<Checkpoint> checkpoints(StoredFile file) {
        return database.createQuery("from Checkpoint where fileId = :file order by createdAt", Checkpoint.class)
                .setParameter("file", file.id())
                .getResultList();
    }

    void add(Checkpoint checkpoint) {
        database.persist(checkpoint);
    }

    void remove(Checkpoint checkpoint) {
        database.remove(checkpoint);
    }
}
