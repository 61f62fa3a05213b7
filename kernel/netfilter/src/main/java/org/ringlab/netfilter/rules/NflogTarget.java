package org.ringlab.netfilter.rules;

import java.util.OptionalLong;

/**
 * {@code -j NFLOG}: the packet is shown to programs that listen to a group; none does here, so that nothing comes of
 * it, as on a real host without such a program.
 *
 * @param prefix what it is announced with
 * @param group 0 to 65535
 * @param size {@code --nflog-size}, empty for none
 * @param threshold packets that are shown together, 0 where not given
 */
public record NflogTarget(String prefix, int group, OptionalLong size, int threshold) implements QuietTarget {
    @Override
    public String name() {
        return "NFLOG";
    }

    private String options(String dashes) {
        return (prefix.isEmpty() ? "" : " " + dashes + "nflog-prefix " + Texts.quoted(prefix))
                + (group == 0 ? "" : " " + dashes + "nflog-group " + group)
                + (size.isEmpty() ? "" : " " + dashes + "nflog-size " + size.getAsLong())
                + (threshold == 0 ? "" : " " + dashes + "nflog-threshold " + threshold);
    }

    @Override
    public String text() {
        return "-j NFLOG" + options("--");
    }

    @Override
    public String listing(boolean numeric) {
        return options("").strip();
    }
}
