package org.ringlab.netfilter.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * What a rule of the raw table wants for a connection that a packet begins (the template of {@code -j CT}).
 *
 * @param helper who is to read its data; null leaves that to its port
 * @param originalZone the zone of its original direction, 0 to 65535, or {@link #BY_MARK}
 * @param replyZone the zone of its answers
 */
public record Template(@Nullable Helper helper, int originalZone, int replyZone) {
    /** Nothing special. */
    public static final Template NONE = new Template(null, 0, 0);

    /** The zone is the lower half of the packet's mark. */
    public static final int BY_MARK = -1;

    /** The same with the zones that a packet's mark stands for ({@code nf_ct_zone_tmpl}). */
    public Template marked(int mark) {
        if (originalZone != BY_MARK && replyZone != BY_MARK) {
            return this;
        }
        return new Template(
                helper,
                originalZone == BY_MARK ? mark & 0xFFFF : originalZone,
                replyZone == BY_MARK ? mark & 0xFFFF : replyZone);
    }
}
