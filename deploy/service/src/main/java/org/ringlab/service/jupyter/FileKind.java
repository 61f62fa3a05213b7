package org.ringlab.service.jupyter;

import java.util.Locale;
import org.ringlab.service.web.Refusal;

/** What a path names; the names are Jupyter's. */
public enum FileKind {
    /** A folder. */
    DIRECTORY,
    /** Text or bytes. */
    FILE,
    /** A notebook: JSON in nbformat 4. */
    NOTEBOOK;

    /** The name in the API and the database. */
    public String jupyterName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a kind by its name.
     *
     * @throws Refusal 400 for another name
     */
    public static FileKind of(String name) {
        for (FileKind kind : values()) {
            if (kind.jupyterName().equals(name)) {
                return kind;
            }
        }
        throw Refusal.badRequest(
                "没有 " + name + " 这种类型。", "There is no type " + name + ": directory, file or notebook.");
    }
}
