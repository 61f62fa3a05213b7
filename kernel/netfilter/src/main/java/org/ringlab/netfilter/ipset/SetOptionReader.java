package org.ringlab.netfilter.ipset;

import java.util.List;
import java.util.OptionalLong;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** Reads the options behind {@code ipset create NAME TYPE}. */
final class SetOptionReader {
    private final SetType type;
    private long hashSize = SetOptions.USUAL.hashSize();
    private long maxElements = SetOptions.USUAL.maxElements();
    private long size = SetOptions.USUAL.size();
    private int netmask = SetOptions.USUAL.netmask();
    private long first;
    private long last = -1;
    private OptionalLong timeout = OptionalLong.empty();
    private boolean counters;
    private boolean comment;

    SetOptionReader(SetType type) {
        this.type = type;
    }

    SetOptions read(List<String> words) throws SetError {
        for (int i = 0; i < words.size(); i++) {
            String option = words.get(i);
            switch (option) {
                case "counters" -> counters = true;
                case "comment" -> comment = true;
                case "forceadd", "skbinfo" -> throw SetError.refused("not simulated: " + option);
                default -> {
                    if (i + 1 == words.size()) {
                        throw SetError.words("Missing mandatory argument of option `" + option + "'");
                    }
                    value(option, words.get(++i));
                }
            }
        }
        boolean bitmap = type == SetType.BITMAP_IP || type == SetType.BITMAP_PORT;
        if (bitmap && last < first) {
            throw SetError.words("Syntax error: mandatory option `range' is missing");
        }
        return new SetOptions(hashSize, maxElements, size, netmask, first, last, timeout, counters, comment);
    }

    private void value(String option, String value) throws SetError {
        switch (option) {
            case "family" -> {
                if (!value.equals("inet")) {
                    throw SetError.refused("not simulated: family " + value);
                }
            }
            case "hashsize" -> hashSize = number(value);
            case "maxelem" -> maxElements = number(value);
            case "size" -> size = number(value);
            case "timeout" -> timeout = OptionalLong.of(number(value));
            case "netmask" -> netmask = (int) Math.clamp(number(value), 1, 32);
            case "bucketsize", "initval" -> {}
            case "range" -> range(value);
            default -> throw SetError.words("Unknown argument: `" + option + "'");
        }
    }

    private void range(String value) throws SetError {
        int slash = value.indexOf('/');
        int dash = value.indexOf('-');
        if (type == SetType.BITMAP_IP && slash >= 0) {
            Ipv4Prefix prefix = Ipv4Prefix.parse(value).orElseThrow(() -> wrongRange(value));
            first = Integer.toUnsignedLong(prefix.network().address().bits());
            last = Integer.toUnsignedLong(prefix.broadcast().bits());
        } else if (dash < 0) {
            throw wrongRange(value);
        } else {
            first = end(value.substring(0, dash), value);
            last = end(value.substring(dash + 1), value);
        }
        if (last - first > 65_535) {
            throw SetError.refused("The range you specified exceeds the size limit of the set type");
        }
    }

    private long end(String text, String range) throws SetError {
        return type == SetType.BITMAP_IP
                ? Integer.toUnsignedLong(Ipv4Address.parse(text)
                        .orElseThrow(() -> wrongRange(range))
                        .bits())
                : ElementReader.port(text, 6);
    }

    private static SetError wrongRange(String value) {
        return SetError.refused("Syntax error: cannot parse " + value + ": resolving to IPv4 address failed");
    }

    static long number(String text) throws SetError {
        if (!text.matches("[0-9]{1,9}")) {
            throw SetError.refused("Syntax error: '" + text + "' is invalid as number");
        }
        return Long.parseLong(text);
    }
}
