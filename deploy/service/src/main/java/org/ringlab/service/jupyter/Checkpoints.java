package org.ringlab.service.jupyter;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.ringlab.service.web.Refusal;

/** Earlier contents of files, kept when the student saves by hand: the last few of each file. */
@ApplicationScoped
@Transactional
public class Checkpoints {
    private static final int KEPT = 5;

    private final StoredFiles files;

    Checkpoints(StoredFiles files) {
        this.files = files;
    }

    /**
     * A checkpoint as the contents API shows it.
     *
     * @param id its id
     * @param lastModified when it was made
     */
    public record Model(
            String id, @JsonProperty("last_modified") Instant lastModified) {
        private static Model of(Checkpoint checkpoint) {
            return new Model(checkpoint.id().toString(), checkpoint.createdAt());
        }
    }

    /** A file's checkpoints, oldest first. */
    public List<Model> list(String owner, FilePath path) {
        return files.find(owner, path)
                .map(file -> files.checkpoints(file).stream().map(Model::of).toList())
                .orElse(List.of());
    }

    /** Keeps the file's contents as they are; the oldest checkpoint goes when there are too many. */
    public Model create(String owner, FilePath path) {
        StoredFile file = require(owner, path);
        List<Checkpoint> before = files.checkpoints(file);
        before.stream().limit(Math.max(0, before.size() - KEPT + 1)).forEach(files::remove);
        Checkpoint made = new Checkpoint(file.id(), files.read(file));
        files.add(made);
        return Model.of(made);
    }

    /** Puts the contents of a checkpoint back. */
    public void restore(String owner, FilePath path, String id) {
        StoredFile file = require(owner, path);
        files.write(file, find(file, id).content());
    }

    /** Forgets a checkpoint. */
    public void delete(String owner, FilePath path, String id) {
        files.remove(find(require(owner, path), id));
    }

    private Checkpoint find(StoredFile file, String id) {
        return files.checkpoints(file).stream()
                .filter(checkpoint -> checkpoint.id().toString().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("没有这个检查点。", "There is no such checkpoint."));
    }

    private StoredFile require(String owner, FilePath path) {
        return files.find(owner, path)
                .filter(file -> file.kind() != FileKind.DIRECTORY)
                .orElseThrow(() ->
                        Refusal.notFound("没有文件“" + path.text() + "”。", "There is no file “" + path.text() + "”."));
    }
}
