package org.ringlab.service.jupyter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.ringlab.service.web.Refusal;

/**
 * A path among a student's files: names separated by slashes, the root being the empty text. It is a key in the database
 * and never reaches the machine's file system; what looks like a way out is refused all the same.
 *
 * @param text the path, without a slash at either end
 */
public record FilePath(String text) {
    private static final int MAX_CHARACTERS = 1000;
    private static final int MAX_NAME_BYTES = 255;

    /** The root of a student's files. */
    public static final FilePath ROOT = new FilePath("");

    /**
     * Reads a path from a request.
     *
     * @param raw decoded text, with or without slashes at its ends
     * @return the path
     * @throws Refusal 400 for a path that no file can have
     */
    public static FilePath of(String raw) {
        List<String> names = new ArrayList<>();
        for (String name : raw.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(checked(name));
            }
        }
        String text = String.join("/", names);
        if (text.length() > MAX_CHARACTERS) {
            throw refused("…");
        }
        return new FilePath(text);
    }

    private static String checked(String name) {
        boolean wayOut = name.equals(".") || name.equals("..");
        boolean odd = name.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '\\');
        if (wayOut || odd || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw refused(name);
        }
        return name;
    }

    private static Refusal refused(String name) {
        return Refusal.badRequest("“" + name + "”不能用作文件名。", "“" + name + "” can't be part of a path.");
    }

    /** Whether this is the root. */
    public boolean isRoot() {
        return text.isEmpty();
    }

    /** The last name; empty for the root. */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** The folder it is in; the root's is the root. */
    public FilePath folder() {
        int slash = text.lastIndexOf('/');
        return slash < 0 ? ROOT : new FilePath(text.substring(0, slash));
    }

    /** A path below this one. */
    public FilePath child(String name) {
        return of(isRoot() ? name : text + "/" + name);
    }

    /** Whether the name says that it is a notebook. */
    public boolean looksLikeNotebook() {
        return text.endsWith(".ipynb");
    }

    /** The name before its last dot. */
    public String stem() {
        String name = name();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    /** The name from its last dot on; empty without one. */
    public String extension() {
        return name().substring(stem().length());
    }
}
