package org.ringlab.jupyter.wire;

import java.util.List;

/**
 * A Jupyter message before decoding or after encoding; its parts are UTF-8 JSON, left as they are so that they can be
 * signed and echoed byte for byte.
 *
 * @param identities routing frames of ZMQ, or the topic on iopub; empty on pipes
 * @param header who sent what
 * @param parentHeader header of the request that this answers, or {@code {}}
 * @param metadata a JSON object
 * @param content a JSON object
 * @param buffers binary attachments
 */
public record WireMessage(
        List<byte[]> identities,
        byte[] header,
        byte[] parentHeader,
        byte[] metadata,
        byte[] content,
        List<byte[]> buffers) {}
