package org.ringlab.host.tree;

import org.jspecify.annotations.Nullable;
import org.ringlab.common.Span;

/** Where the nodes of a tree stood in the text it was read from. */
@FunctionalInterface
public interface Places {
    /** For trees that came from no text. */
    Places UNKNOWN = path -> null;

    /**
     * The place of a node.
     *
     * @param path keys and indices joined by dots, {@code hosts.client.setup.0}; empty for the root
     */
    @Nullable
    Span at(String path);

    /** The place of the key a node stands under; the node's own where that isn't known. */
    default @Nullable Span keyOf(String path) {
        return at(path);
    }
}
