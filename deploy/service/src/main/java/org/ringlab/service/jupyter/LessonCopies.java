package org.ringlab.service.jupyter;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.content.Lesson;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.web.Refusal;

/**
 * A student's own copies of a lesson's notebooks and lab files, in the folder named like the lesson. A copy is made when it
 * is missing, and then belongs to the student: nothing here ever writes over it.
 */
@ApplicationScoped
public class LessonCopies {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH.mm.ss");

    private final Catalog catalog;
    private final Contents contents;
    private final Checkpoints checkpoints;

    LessonCopies(Catalog catalog, Contents contents, Checkpoints checkpoints) {
        this.catalog = catalog;
        this.contents = contents;
        this.checkpoints = checkpoints;
    }

    /**
     * Makes what is missing of the lesson that a path belongs to; does nothing for other paths, and for files that are there.
     *
     * @param owner the student
     * @param path what they open
     */
    @Transactional
    public void provide(String owner, FilePath path) {
        Optional<Lesson> lesson = catalog.lessonOfNotebook(path.text() + "/");
        if (lesson.isEmpty() || (!path.text().equals(lesson.get().id()) && contents.exists(owner, path))) {
            return;
        }
        files(lesson.get()).forEach((file, text) -> {
            if (!contents.exists(owner, file)) {
                store(owner, file, text);
            }
        });
    }

    /**
     * Puts a fresh copy of a lesson's file in place; the student's stays beside it, under a name with the time.
     *
     * @param owner the student
     * @param path the lesson's file
     * @return where the student's own version is now; empty when there was none
     * @throws Refusal 404 when the course has no such file
     */
    @Transactional
    public Optional<FilePath> refresh(String owner, FilePath path) {
        String text = catalog.lessonOfNotebook(path.text())
                .map(lesson -> files(lesson).get(path))
                .orElseThrow(() -> Refusal.notFound(
                        "课程里没有文件“" + path.text() + "”。", "The course has no file “" + path.text() + "”."));
        Optional<FilePath> kept = Optional.empty();
        if (contents.exists(owner, path)) {
            String name = path.stem() + " " + LocalDateTime.now().format(STAMP) + path.extension();
            kept = Optional.of(path.folder().child(name));
            contents.rename(owner, path, kept.get());
        }
        store(owner, path, text);
        return kept;
    }

    private void store(String owner, FilePath file, String text) {
        FileKind kind = file.looksLikeNotebook() ? FileKind.NOTEBOOK : FileKind.FILE;
        contents.store(owner, file, kind, text.getBytes(StandardCharsets.UTF_8));
        if (kind == FileKind.NOTEBOOK) {
            checkpoints.create(owner, file); // "revert to checkpoint" leads back to the lesson as it came
        }
    }

    /** The files of a lesson that students get. */
    private static Map<FilePath, String> files(Lesson lesson) {
        FilePath folder = new FilePath(lesson.id());
        Map<FilePath, String> files = new TreeMap<>(Comparator.comparing(FilePath::text));
        files.put(folder.child("lesson.zh.ipynb"), lesson.notebooks().zh());
        files.put(folder.child("lesson.en.ipynb"), lesson.notebooks().en());
        lesson.labs().forEach((name, text) -> files.put(folder.child("labs/" + name), text));
        return files;
    }
}
