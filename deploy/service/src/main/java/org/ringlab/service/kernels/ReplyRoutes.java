package org.ringlab.service.kernels;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers which client asked what, so that a reply, and a request for input, goes to that client alone. */
final class ReplyRoutes {
    /** More open questions than this are of no living cell. */
    private static final int MAX_OPEN = 2000;

    private final Map<String, KernelClient> askers = new LinkedHashMap<>();

    synchronized void expect(String messageId, KernelClient client) {
        askers.put(messageId, client);
        if (askers.size() > MAX_OPEN) {
            askers.remove(askers.keySet().iterator().next());
        }
    }

    /**
     * Finds who asked.
     *
     * @param message a message with a parent header
     * @return the client; empty when it is gone or another's question is answered
     */
    synchronized Optional<KernelClient> askerOf(KernelMessage message) {
        String parent = Messages.read(message.parentHeader()).path("msg_id").asText();
        boolean last = Messages.read(message.header()).path("msg_type").asText().endsWith("_reply");
        return Optional.ofNullable(last ? askers.remove(parent) : askers.get(parent));
    }

    synchronized void forget(KernelClient client) {
        askers.values().removeIf(asker -> asker == client);
    }

    synchronized void clear() {
        askers.clear();
    }
}
