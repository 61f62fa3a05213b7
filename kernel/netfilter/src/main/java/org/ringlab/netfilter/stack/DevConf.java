package org.ringlab.netfilter.stack;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of an interface, of all ({@code all}) or of those to come ({@code default}), and which of them are its own by
 * now, so that they follow those of {@code default} no longer (struct ipv4_devconf).
 */
final class DevConf {
    private static final int[] FIRST =
            Arrays.stream(Setting.values()).mapToInt(s -> s.first).toArray();

    private final int[] data;
    private final BitSet own;

    /** What can be set. */
    enum Setting {
        /** Whether packets that come in by it are forwarded. */
        FORWARDING(0),
        /** How sources are checked. */
        RP_FILTER(0),
        /** Whether neighbours are told of shorter ways. */
        SEND_REDIRECTS(1),
        /** Whether routers that tell of them are believed. */
        ACCEPT_REDIRECTS(1),
        /** Whether of them only those who are default gateways. */
        SECURE_REDIRECTS(1),
        /** Whether several networks may be on one wire. */
        SHARED_MEDIA(1);

        private static final Map<String, Setting> BY_TEXT =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Setting::text, s -> s));

        private final String text = name().toLowerCase(Locale.ROOT);
        private final int first;

        Setting(int first) {
            this.first = first;
        }

        /** The last part of its names. */
        String text() {
            return text;
        }

        static Optional<Setting> of(String text) {
            return Optional.ofNullable(BY_TEXT.get(text));
        }
    }

    private DevConf(int[] data, BitSet own) {
        this.data = data;
        this.own = own;
    }

    /** As the kernel has them compiled in; none is anybody's own. */
    DevConf() {
        this(FIRST.clone(), new BitSet());
    }

    /** The same in another place, as new interfaces get {@code default}'s. */
    DevConf copy() {
        return new DevConf(data.clone(), (BitSet) own.clone());
    }

    int get(Setting setting) {
        return data[setting.ordinal()];
    }

    boolean is(Setting setting) {
        return get(setting) != 0;
    }

    /** Changes a setting; whose it is stays. */
    void put(Setting setting, int value) {
        data[setting.ordinal()] = value;
    }

    /** Somebody wants it so ({@code ipv4_devconf_set}). */
    void set(Setting setting, int value) {
        put(setting, value);
        own.set(setting.ordinal());
    }

    /** All are its own from now on ({@code ipv4_devconf_setall}). */
    void setAll() {
        own.set(0, data.length);
    }

    boolean isOwn(Setting setting) {
        return own.get(setting.ordinal());
    }

    /** Takes the values of another namespace's. */
    void inherit(DevConf host) {
        System.arraycopy(host.data, 0, data, 0, data.length);
    }
}
