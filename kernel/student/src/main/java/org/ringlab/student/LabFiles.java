package org.ringlab.student;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.LabSpec;
import org.ringlab.labfile.LabFile;

/** Reads labs from files: {@code .yaml}, {@code .json}, or {@code .jsonl} with one {@code {"case": …}} a line. */
final class LabFiles {
    private final List<LabSpec> labs = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    /** The labs that could be read, in order. */
    List<LabSpec> labs() {
        return labs;
    }

    /** What is wrong, {@code file:line:column: what (hint)}. */
    List<String> errors() {
        return errors;
    }

    /** Reads one file. */
    void read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            errors.add(file + ": can't be read (is the path right, is it UTF-8 text?)");
            return;
        }
        String name = file.toString();
        if (name.endsWith(".jsonl")) {
            int number = 0;
            for (String line : text.lines().toList()) {
                number++;
                if (!line.isBlank()) {
                    add(name + ":" + number, LabFile.json(line), false);
                }
            }
        } else {
            add(name, name.endsWith(".json") ? LabFile.json(text) : LabFile.yaml(text), true);
        }
    }

    private void add(String where, LabSpec.Parsed parsed, boolean placed) {
        @Nullable LabSpec lab = parsed.spec();
        if (lab != null) {
            labs.add(lab);
        }
        for (Diagnostic diagnostic : parsed.diagnostics()) {
            boolean known = placed && diagnostic.span() != null;
            errors.add(where + (known ? ":" : ": ") + diagnostic.text());
        }
    }
}
