package org.ringlab.netfilter.iptables;

/** A short answer to {@code -h}; the real one fills pages. */
final class Help {
    private Help() {}

    static String text(Profile profile) {
        return "iptables " + profile.banner() + "\n\nUsage: iptables -[ACD] chain rule-specification [options]\n"
                + "       iptables -I chain [rulenum] rule-specification [options]\n"
                + "       iptables -R chain rulenum rule-specification [options]\n"
                + "       iptables -D chain rulenum [options]\n"
                + "       iptables -[LS] [chain [rulenum]] [options]\n"
                + "       iptables -[FZ] [chain] [options]\n"
                + "       iptables -[NX] chain\n"
                + "       iptables -E old-chain-name new-chain-name\n"
                + "       iptables -P chain target [options]\n";
    }
}
