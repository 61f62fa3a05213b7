package org.ringlab.netfilter.conntrack;

/** Where lines begin in the two directions of an FTP control connection (struct nf_ct_ftp_master). */
final class FtpDialog {
    private final Lines original = new Lines();
    private final Lines reply = new Lines();

    /** The last two sequence numbers that follow a line's end. */
    private static final class Lines {
        private final int[] starts = new int[2];
        private int known;
    }

    private Lines lines(boolean inReply) {
        return inReply ? reply : original;
    }

    /** Whether a line is known to begin at {@code sequence}. */
    boolean beginsAt(boolean inReply, int sequence) {
        Lines lines = lines(inReply);
        for (int i = 0; i < lines.known; i++) {
            if (lines.starts[i] == sequence) {
                return true;
            }
        }
        return false;
    }

    /** A line ended: the next one begins at {@code sequence}. */
    void lineEndsBefore(boolean inReply, int sequence) {
        Lines lines = lines(inReply);
        if (beginsAt(inReply, sequence)) {
            return;
        }
        if (lines.known < lines.starts.length) {
            lines.starts[lines.known++] = sequence;
        } else {
            lines.starts[lines.starts[0] - lines.starts[1] < 0 ? 0 : 1] = sequence;
        }
    }
}
