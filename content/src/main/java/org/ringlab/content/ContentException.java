package org.ringlab.content;

import java.util.List;
import org.ringlab.common.Diagnostic;

/** A course can't be opened; the message holds every problem found, a line each. */
public final class ContentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One problem with a place to look at. */
    public ContentException(String message) {
        super(message);
    }

    /** Several problems of one file. */
    public static ContentException of(String file, List<Diagnostic> problems) {
        return new ContentException(String.join(
                "\n", problems.stream().map(d -> file + ":" + d.text()).toList()));
    }
}
