package org.ringlab.netfilter.rules;

/**
 * {@code -m comment}: a remark; every packet passes.
 *
 * @param comment up to 255 bytes
 */
public record CommentMatch(String comment) implements Match {
    @Override
    public boolean matches(PacketContext packet) {
        return true;
    }

    @Override
    public String text() {
        return "-m comment --comment " + Texts.quoted(comment);
    }

    @Override
    public String listing(boolean numeric) {
        return "/* " + comment + " */";
    }
}
