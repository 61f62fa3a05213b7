package org.ringlab.display;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/** Holds markup to an XML parser and to strict pages. */
final class WellFormed {
    private WellFormed() {}

    /** Fails with the parser's words where {@code markup} is no XML element, or where it has styles of its own, which the pages' policy refuses. */
    static void check(String markup) {
        assertFalse(markup.contains(" style=\""), markup);
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            builder.parse(new InputSource(new StringReader(markup)));
        } catch (Exception e) {
            throw new AssertionError(e.getMessage() + "\n" + markup, e);
        }
    }
}
