package org.ringlab.netfilter.iptables;

import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.TcpMssMatch;

/** {@code -m tcpmss} (extensions/libxt_tcpmss.c). */
final class TcpMssExtension extends OneMatchExtension {
    TcpMssExtension() {
        super("tcpmss", ExtensionOption.of("mss"));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        long[] bytes = Numbers.range("tcpmss", option, argument, 65535);
        if (bytes[0] > bytes[1]) {
            throw IptablesError.parameter("tcpmss: invalid range given");
        }
        return new TcpMssMatch((int) bytes[0], (int) bytes[1], inverted);
    }
}
