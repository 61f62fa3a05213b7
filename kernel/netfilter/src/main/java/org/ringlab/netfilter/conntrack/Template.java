package org.ringlab.netfilter.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * What a rule of the raw table wants for a connection that a packet begins (the template of {@code -j CT}).
 *
 * @param helper who is to read its data; null leaves that to its port
 * @param originalZone the zone of its original direction, 0 to 65535
 * @param replyZone the zone of its answers
 */
public record Template(@Nullable Helper helper, int originalZone, int replyZone) {
    /** Nothing special. */
    public static final Template NONE = new Template(null, 0, 0);
}
