package org.ringlab.netfilter.iptables;

import java.util.List;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.TtlMatch;

/** {@code -m ttl} (extensions/libipt_ttl.c). */
final class TtlExtension extends OneMatchExtension {
    TtlExtension() {
        super(
                "ttl",
                "TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt",
                List.of(
                        ExtensionOption.of("ttl-lt").plain().without("ttl-eq", "ttl-gt"),
                        ExtensionOption.of("ttl-gt").plain().without("ttl-lt", "ttl-eq"),
                        ExtensionOption.of("ttl-eq").without("ttl-lt", "ttl-gt"),
                        ExtensionOption.of("ttl").alias("ttl-eq").without("ttl-lt", "ttl-gt")));
    }

    @Override
    Match read(String option, String argument, boolean inverted) throws IptablesError {
        TtlMatch.Comparison comparison = switch (option) {
            case "ttl-lt" -> TtlMatch.Comparison.LESS;
            case "ttl-gt" -> TtlMatch.Comparison.GREATER;
            default -> inverted ? TtlMatch.Comparison.DIFFERENT : TtlMatch.Comparison.EQUAL;
        };
        return new TtlMatch(comparison, Numbers.bounded("ttl", option, argument, 0, 255));
    }
}
