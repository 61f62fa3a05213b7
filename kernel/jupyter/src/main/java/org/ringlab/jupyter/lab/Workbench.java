package org.ringlab.jupyter.lab;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ringlab.checks.Given;
import org.ringlab.host.LabSpec;
import org.ringlab.jupyter.text.Messages;
import org.ringlab.jupyter.text.Text;

/** What all magics of a notebook work on: its lab, its files, and the cells run so far. */
public final class Workbench {
    private final LabSession session = new LabSession();
    private final Messages messages;
    private final Map<String, String> cells = new LinkedHashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private volatile LabFiles files;
    private long student = Given.student(String.valueOf(System.getProperty("user.name")));
    private boolean studentKnown;
    private Optional<SavedLab> past = Optional.empty();

    /** With these files, until a session brings others. */
    public Workbench(LabFiles files, Messages messages) {
        this.files = files;
        this.messages = messages;
    }

    /** The lab and its states. */
    public LabSession session() {
        return session;
    }

    /** The files at hand. */
    public LabFiles files() {
        return files;
    }

    /** From now on with these files. */
    public void use(LabFiles others) {
        files = others;
    }

    /** A number of the student's own, by which choices are shuffled and values given. */
    public long student() {
        return student;
    }

    /** From now on for this student. */
    public void setStudent(long number) {
        student = number;
        studentKnown = true;
    }

    /** Whose values of an exercise were shown last: that attempt's, the first unless any were. */
    public int attempt(String exercise) {
        return attempts.getOrDefault(exercise, 1);
    }

    /** The values of that attempt were shown. */
    public void setAttempt(String exercise, int attempt) {
        attempts.put(exercise, attempt);
    }

    /** Whether somebody said who the student is. */
    public boolean knowsStudent() {
        return studentKnown;
    }

    /** Keeps a state that the user may return to, until a lab is booted. */
    public void offer(SavedLab saved) {
        past = Optional.of(saved);
    }

    /** The state on offer; empty where a lab is open or there is none. */
    public Optional<SavedLab> past() {
        return session.lab().isPresent() ? Optional.empty() : past;
    }

    /** Boots a saved lab and runs its commands again; false where its file is gone or broken. */
    public boolean restore(SavedLab saved) {
        Optional<LabSpec> spec = LabOpener.open(files, saved.lab())
                .flatMap(opened -> Optional.ofNullable(opened.parsed().spec()));
        spec.ifPresent(found -> session.restore(saved.lab(), found, saved.log()));
        return spec.isPresent();
    }

    /** The words that this was done. */
    public String restored(SavedLab saved) {
        return messages.say(Text.RESTORED, saved.lab(), saved.log().size());
    }

    /** The words that no lab is open, and why. */
    public String noLab() {
        return messages.say(past().filter(SavedLab::restarted).isPresent() ? Text.RESTARTED : Text.NO_LAB);
    }

    /** How to open one. */
    public String hintLab() {
        return past().map(saved -> messages.say(
                        Text.HINT_RESUME, saved.shortName(), saved.log().size()))
                .orElseGet(() -> messages.say(Text.HINT_LAB));
    }

    /** The kernel's texts. */
    public Messages messages() {
        return messages;
    }

    /** Notes that a cell runs; cells without an id are forgotten. */
    public void ran(String cellId, String source) {
        if (!cellId.isEmpty()) {
            cells.put(cellId, source);
        }
    }

    /** The last source of each cell that ran, by cell id. */
    public Map<String, String> cells() {
        return Collections.unmodifiableMap(cells);
    }
}
