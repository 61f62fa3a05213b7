package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Session;

/** File name expansion. */
final class FileNames {
    private FileNames() {}

    /** Files whose names match a pattern, sorted; none where none does. */
    static List<String> matching(String pattern, Session session) {
        boolean absolute = pattern.startsWith("/");
        List<String> found = List.of(absolute ? "/" : "");
        for (String part : pattern.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            List<String> next = new ArrayList<>();
            for (String base : found) {
                String directory = FileSystem.resolve(session.directory(), base);
                try {
                    for (String name : session.files().list(directory)) {
                        boolean hidden = name.startsWith(".")
                                && !part.startsWith(".")
                                && !session.options().contains("dotglob");
                        if (!hidden && Glob.matches(part, name)) {
                            next.add(base.isEmpty() || base.equals("/") ? base + name : base + "/" + name);
                        }
                    }
                } catch (FileException e) {
                    // what is no directory holds no match
                    continue;
                }
            }
            found = next;
        }
        return found;
    }
}
