package org.ringlab.virt.schema;

import org.ringlab.virt.VirError;
import org.ringlab.virt.domain.DomainReader;

/** Holds documents to libvirt's schemas. */
public final class Schemas {
    private Schemas() {}

    /** Refuses a text that its schema doesn't allow. */
    public static void validate(String text, String root, String document) throws VirError {
        DomainReader.root(text, root, document);
    }
}
