package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.rules.ConnlimitMatch;
import org.ringlab.netfilter.rules.Match;

/** {@code -m connlimit} (extensions/libxt_connlimit.c). */
final class ConnlimitExtension implements Extension<Match> {
    private static final int WHOLE = 32;

    private OptionalLong limit = OptionalLong.empty();
    private boolean above;
    private int maskLength = WHOLE;
    private boolean bySource = true;

    @Override
    public String name() {
        return "connlimit";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("connlimit-upto").without("connlimit-above"),
                ExtensionOption.of("connlimit-above").without("connlimit-upto"),
                ExtensionOption.of("connlimit-mask").plain(),
                ExtensionOption.flag("connlimit-saddr").without("connlimit-daddr"),
                ExtensionOption.flag("connlimit-daddr").without("connlimit-saddr"));
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "connlimit-upto", "connlimit-above" -> {
                limit = OptionalLong.of(Integer.toUnsignedLong(Numbers.unsigned(name(), option, argument)));
                above = option.endsWith("above") != inverted;
            }
            case "connlimit-mask" -> maskLength = maskLength(argument);
            case "connlimit-saddr" -> bySource = true;
            default -> bySource = false;
        }
    }

    /** A length, or a mask; one that is too long or has holes means all of an address. */
    private static int maskLength(String text) throws IptablesError {
        OptionalLong length = Numbers.parse(text, 0xFFFF_FFFFL);
        Optional<Ipv4Address> mask = Ipv4Address.parse(text);
        if (length.isEmpty() && mask.isEmpty()) {
            throw IptablesError.parameter("connlimit: bad value for option \"--connlimit-mask\","
                    + " neither a valid network mask nor valid CIDR (0-32).\n");
        }
        int bits = mask.map(m -> Integer.bitCount(m.bits())).orElse(WHOLE);
        boolean isPrefix = mask.filter(m -> m.bits() == Ipv4Prefix.mask(bits)).isPresent();
        return length.isPresent() ? (int) Math.min(WHOLE, length.getAsLong()) : isPrefix ? bits : WHOLE;
    }

    @Override
    public void check() throws IptablesError {
        if (limit.isEmpty()) {
            throw IptablesError.parameter("You must specify \"--connlimit-above\" or \"--connlimit-upto\".");
        }
    }

    @Override
    public Match finish() {
        return new ConnlimitMatch(limit.orElse(0), above, maskLength, bySource);
    }
}
