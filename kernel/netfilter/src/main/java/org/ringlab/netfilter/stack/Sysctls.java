package org.ringlab.netfilter.stack;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.conntrack.Timeout;
import org.ringlab.netfilter.stack.DevConf.Setting;

/**
 * The kernel settings of a network namespace, by their dotted names ({@code net.ipv4.ip_forward}), all whole numbers
 * (Documentation/networking/ip-sysctl.rst).
 */
public final class Sysctls {
    /** The switch between host and router. */
    public static final String IP_FORWARD = "net.ipv4.ip_forward";

    /** Whether bridges show IPv4 frames to iptables; there once {@code br_netfilter} is loaded. */
    public static final String BRIDGE_IPTABLES = "net.bridge.bridge-nf-call-iptables";

    /** What all names of an interface's settings begin with. */
    static final String CONF = "net.ipv4.conf.";

    /** Whether an interface tells neighbours of shorter ways. */
    static final String SEND_REDIRECTS = "send_redirects";

    /** Whether it believes routers that tell of them. */
    static final String ACCEPT_REDIRECTS = "accept_redirects";

    /** What all names of connection tracking's settings begin with. */
    static final String CONNTRACK = "net.netfilter.nf_conntrack_";

    /** Whether connections may be picked up in their middle. */
    static final String CONNTRACK_TCP_LOOSE = CONNTRACK + "tcp_loose";

    /** Whether segments out of the window are valid. */
    static final String CONNTRACK_TCP_LIBERAL = CONNTRACK + "tcp_be_liberal";

    /** Whether resets with old numbers close a connection. */
    static final String CONNTRACK_TCP_IGNORE_RST = CONNTRACK + "tcp_ignore_invalid_rst";

    /** How often a segment may come again. */
    static final String CONNTRACK_TCP_RETRANS = CONNTRACK + "tcp_max_retrans";

    /** How many connections are tracked at most; 0 for any number. */
    static final String CONNTRACK_MAX = "net.netfilter.nf_conntrack_max";

    /** How many are tracked now. */
    static final String CONNTRACK_COUNT = "net.netfilter.nf_conntrack_count";

    /** Whether connections get helpers by their port; kernels of today have no such setting. */
    static final String CONNTRACK_HELPER = "net.netfilter.nf_conntrack_helper";

    /** What every namespace begins with. */
    private static final Map<String, Integer> DEFAULTS = defaults();

    /** Settings that are not what {@link #DEFAULTS} says, or that came with a module. */
    private final Map<String, Integer> values = new HashMap<>();

    private final DevConf all = new DevConf();
    private final DevConf dflt = new DevConf();
    private final Map<String, DevConf> interfaces = new HashMap<>();
    private final Map<String, IntSupplier> measured = new TreeMap<>();
    private int changes;

    /**
     * What an interface does about redirects, its own settings and those of all taken together.
     *
     * @param sends whether neighbours are told of shorter ways
     * @param accepts whether routers that tell of them are believed
     * @param secure whether of them only those who are default gateways, where networks don't share a medium
     * @param sharedMedia whether several networks may be on one wire
     */
    record Redirecting(boolean sends, boolean accepts, boolean secure, boolean sharedMedia) {}

    /** A setting of an interface, of all or of those to come. */
    private record Place(DevConf conf, Setting setting) {}

    Sysctls() {}

    private static Map<String, Integer> defaults() {
        Map<String, Integer> values = new HashMap<>();
        values.put("net.ipv4.ip_default_ttl", 64);
        values.put("net.ipv4.icmp_echo_ignore_all", 0);
        values.put("net.ipv4.icmp_echo_ignore_broadcasts", 1);
        values.put("net.ipv4.tcp_syn_retries", 6);
        values.put("net.ipv4.tcp_synack_retries", 5);
        values.put("net.ipv4.tcp_retries2", 15);
        values.put(CONNTRACK_MAX, 262144);
        values.put(CONNTRACK_TCP_LOOSE, 1);
        values.put(CONNTRACK_TCP_LIBERAL, 0);
        values.put(CONNTRACK_TCP_IGNORE_RST, 0);
        values.put(CONNTRACK_TCP_RETRANS, 3);
        for (Timeout timeout : Timeout.values()) {
            values.put(CONNTRACK + timeout.setting(), timeout.seconds());
        }
        return Map.copyOf(values);
    }

    /** Settings that came with a module or are different on this kernel. */
    public void begin(Map<String, Integer> settings) {
        settings.forEach((name, value) -> {
            Place place = place(name);
            if (place == null) {
                values.put(name, value);
            } else {
                place.conf.set(place.setting, value);
            }
        });
        changes++;
    }

    /** How often a setting was changed: what was read earlier is true as long as this is the same. */
    int changes() {
        return changes;
    }

    /** A namespace begins with the settings of the host that stand for all interfaces and for new ones. */
    void inherit(Sysctls host) {
        all.inherit(host.all);
        dflt.inherit(host.dflt);
        interfaces.values().forEach(conf -> conf.inherit(dflt));
        changes++;
    }

    /** Where the setting of an interface is; null for the other settings, and where there is no such interface. */
    private @Nullable Place place(String name) {
        if (name.equals(IP_FORWARD)) {
            return new Place(all, Setting.FORWARDING);
        }
        int dot = name.lastIndexOf('.');
        if (dot <= CONF.length() || !name.startsWith(CONF)) {
            return null;
        }
        String iface = name.substring(CONF.length(), dot);
        DevConf conf = switch (iface) {
            case "all" -> all;
            case "default" -> dflt;
            default -> interfaces.get(iface);
        };
        return conf == null
                ? null
                : Setting.of(name.substring(dot + 1))
                        .map(setting -> new Place(conf, setting))
                        .orElse(null);
    }

    boolean bridgesCallIptables() {
        return values.getOrDefault(BRIDGE_IPTABLES, 0) != 0;
    }

    /** New interfaces begin with what {@code default} says ({@code inetdev_init}). */
    void interfaceCame(String iface) {
        interfaces.put(iface, dflt.copy());
    }

    void interfaceWent(String iface) {
        interfaces.remove(iface);
    }

    /** An interface got an address: from now on its settings are its own. */
    void interfaceAddressed(String iface) {
        DevConf conf = interfaces.get(iface);
        if (conf != null) {
            conf.setAll();
        }
    }

    void interfaceRenamed(String iface, String name) {
        DevConf conf = interfaces.remove(iface);
        if (conf != null) {
            interfaces.put(name, conf);
        }
    }

    /** A number that can be read and not set. */
    void measure(String name, IntSupplier value) {
        measured.put(name, value);
    }

    /** All names and values, by name. */
    public Map<String, Integer> all() {
        Map<String, Integer> found = new TreeMap<>(DEFAULTS);
        found.putAll(values);
        found.put(IP_FORWARD, all.get(Setting.FORWARDING));
        Map<String, DevConf> confs = new HashMap<>(interfaces);
        confs.put("all", all);
        confs.put("default", dflt);
        confs.forEach((iface, conf) -> {
            for (Setting setting : Setting.values()) {
                found.put(CONF + iface + "." + setting.text(), conf.get(setting));
            }
        });
        measured.forEach((name, value) -> found.put(name, value.getAsInt()));
        return Collections.unmodifiableMap(found);
    }

    /** The value of a setting; empty where there is none of that name. */
    public Optional<Integer> get(String name) {
        IntSupplier value = measured.get(name);
        return value == null ? Optional.ofNullable(stored(name)) : Optional.of(value.getAsInt());
    }

    private @Nullable Integer stored(String name) {
        Integer value = values.get(name);
        if (value == null) {
            value = DEFAULTS.get(name);
        }
        if (value != null) {
            return value;
        }
        Place place = place(name);
        return place == null ? null : Integer.valueOf(place.conf.get(place.setting));
    }

    /** The value of a setting that exists. */
    int value(String name) {
        Integer value = stored(name);
        if (value == null) {
            throw new IllegalArgumentException("no such setting: " + name);
        }
        return value;
    }

    /**
     * Changes a setting, with the side effects the kernel has.
     *
     * @return false where there is no such setting, or it can only be read
     */
    public boolean set(String name, int value) {
        Place place = place(name);
        if (place == null && stored(name) == null) {
            return false;
        }
        changes++;
        if (place == null) {
            values.put(name, value);
        } else if (place.conf == all && place.setting == Setting.FORWARDING) {
            forward(value);
        } else {
            place.conf.set(place.setting, value);
            if (place.conf == dflt && place.setting != Setting.FORWARDING) {
                follow(place.setting, value);
            }
        }
        return true;
    }

    /**
     * {@code ip_forward} and {@code conf.all.forwarding} are one, and set every interface's; a router believes no redirects
     * ({@code inet_forward_change}).
     */
    private void forward(int value) {
        if (all.get(Setting.FORWARDING) != value) {
            all.put(Setting.ACCEPT_REDIRECTS, value == 0 ? 1 : 0);
        }
        all.put(Setting.FORWARDING, value);
        dflt.put(Setting.FORWARDING, value);
        interfaces.values().forEach(conf -> conf.put(Setting.FORWARDING, value));
    }

    /** Interfaces whose setting is nobody's wish yet follow the one for new interfaces ({@code devinet_copy_dflt_conf}). */
    private void follow(Setting setting, int value) {
        for (DevConf conf : interfaces.values()) {
            if (!conf.isOwn(setting)) {
                conf.put(setting, value);
            }
        }
    }

    /** Whether packets that come in by this interface are forwarded. */
    public boolean forwards(NetInterface in) {
        return of(in, Setting.FORWARDING) != 0;
    }

    /** {@code rp_filter} of an interface: the greater of its own and that of all. */
    int rpFilter(NetInterface in) {
        return Math.max(all.get(Setting.RP_FILTER), of(in, Setting.RP_FILTER));
    }

    /** What an interface does about redirects. */
    Redirecting redirects(NetInterface iface) {
        boolean both = all.is(Setting.ACCEPT_REDIRECTS) && of(iface, Setting.ACCEPT_REDIRECTS) != 0;
        return new Redirecting(
                either(iface, Setting.SEND_REDIRECTS),
                // A router has to be told twice.
                forwards(iface) ? both : either(iface, Setting.ACCEPT_REDIRECTS),
                either(iface, Setting.SECURE_REDIRECTS),
                either(iface, Setting.SHARED_MEDIA));
    }

    private boolean either(NetInterface iface, Setting setting) {
        return all.is(setting) || of(iface, setting) != 0;
    }

    private int of(NetInterface iface, Setting setting) {
        DevConf conf = interfaces.get(iface.name());
        return conf == null ? 0 : conf.get(setting);
    }
}
