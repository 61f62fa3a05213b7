package org.ringlab.service.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.ringlab.service.audit.Audit;
import org.ringlab.service.web.Refusal;

/**
 * A teacher's own copies of what students work on: the notebook without outputs (nothing a student's code wrote runs in a teacher's
 * browser), the lab files as the student has them, and the lab as it stands. It runs in a kernel of the teacher's, in the sandbox
 * of all kernels; the student's own is never touched.
 */
@ApplicationScoped
public class StudentCopies {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH.mm.ss");
    private static final String LABS = "labs";

    private final Contents contents;
    private final StoredFiles files;
    private final LabStates states;
    private final Audit audit;

    StudentCopies(Contents contents, StoredFiles files, LabStates states, Audit audit) {
        this.contents = contents;
        this.files = files;
        this.states = states;
        this.audit = audit;
    }

    /**
     * Makes a copy of a student's notebook, in a new folder of the lesson in the teacher's files.
     *
     * @return where it is
     * @throws Refusal 404 if the student has no such notebook
     */
    @Transactional
    public FilePath copy(String teacher, String student, FilePath notebook) {
        byte[] bytes = contents.bytes(student, notebook)
                .orElseThrow(() -> Refusal.notFound("这个学生没有这个笔记本。", "The student has no such notebook."));
        FilePath lesson = notebook.folder();
        FilePath folder =
                lesson.child(plain(student) + " " + LocalDateTime.now().format(STAMP));
        FilePath copy = folder.child(notebook.name());
        contents.store(
                teacher, copy, FileKind.NOTEBOOK, NotebookFormat.write(withoutOutputs(NotebookFormat.read(bytes))));
        for (StoredFile lab : files.in(student, lesson.child(LABS))) {
            if (lab.kind() == FileKind.FILE) {
                contents.store(teacher, folder.child(LABS + "/" + lab.path().name()), FileKind.FILE, files.read(lab));
            }
        }
        LabStates.LabState state = states.find(student, notebook);
        states.save(teacher, copy, state.lab(), state.log());
        audit.record(teacher, "copy-notebook", student + " " + notebook.text());
        return copy;
    }

    private static String plain(String student) {
        return student.replaceAll("[^A-Za-z0-9_@-]", "_");
    }

    private static JsonNode withoutOutputs(JsonNode notebook) {
        for (JsonNode node : notebook.path("cells")) {
            if (node instanceof ObjectNode cell) {
                if (cell.path("outputs") instanceof ArrayNode outputs) {
                    outputs.removeAll();
                }
                cell.remove("attachments");
            }
        }
        return notebook;
    }
}
