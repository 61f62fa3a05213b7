package org.ringlab.jupyter.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The request that outgoing messages belong to.
 *
 * @param identities where its answer goes
 * @param header its header, byte for byte
 * @param silent whether nothing but its status may be published
 */
public record Parent(List<byte[]> identities, byte[] header, boolean silent) {
    /** For messages that no request caused. */
    public static Parent none() {
        return new Parent(List.of(), "{}".getBytes(StandardCharsets.UTF_8), false);
    }
}
