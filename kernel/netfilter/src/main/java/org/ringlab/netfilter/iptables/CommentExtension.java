package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.CommentMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m comment} (extensions/libxt_comment.c). */
final class CommentExtension extends OneMatchExtension {
    private static final int LONGEST = 255;

    CommentExtension() {
        super("comment", ExtensionOption.of("comment").plain());
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        return new CommentMatch(argument.substring(0, Math.min(LONGEST, argument.length())));
    }
}
