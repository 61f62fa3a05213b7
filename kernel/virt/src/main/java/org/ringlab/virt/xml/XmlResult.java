package org.ringlab.virt.xml;

import java.util.List;

/** What came of reading a text as XML. */
public sealed interface XmlResult {
    /**
     * It is well formed.
     *
     * @param root its only outermost element
     */
    record Parsed(Element root) implements XmlResult {}

    /**
     * It isn't.
     *
     * @param errors what the parser says, at least one thing
     */
    record Broken(List<XmlError> errors) implements XmlResult {}
}
