package org.ringlab.netfilter.stack;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.ringlab.netfilter.conntrack.Timeout;

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

    private static final String SECURE_REDIRECTS = "secure_redirects";
    private static final String SHARED_MEDIA = "shared_media";

    /** An interface's settings, and what they are at first. */
    private static final Map<String, Integer> OF_INTERFACES =
            Map.of("rp_filter", 0, SEND_REDIRECTS, 1, ACCEPT_REDIRECTS, 1, SECURE_REDIRECTS, 1, SHARED_MEDIA, 1);

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

    /** What every namespace begins with, sorted, so that a copy is made quickly. */
    private static final SortedMap<String, Integer> DEFAULTS = defaults();

    private final Map<String, Integer> values = new TreeMap<>(DEFAULTS);

    /** Settings of interfaces that somebody made, or an address did. */
    private final Set<String> settled = new HashSet<>();

    /** What is asked with every packet, until a setting changes. */
    private final Map<String, PerInterface> read = new HashMap<>();

    private record PerInterface(boolean forwards, int rpFilter, Redirecting redirects) {}

    /**
     * What an interface does about redirects, its own settings and those of all taken together.
     *
     * @param sends whether neighbours are told of shorter ways
     * @param accepts whether routers that tell of them are believed
     * @param secure whether of them only those who are default gateways, where networks don't share a medium
     * @param sharedMedia whether several networks may be on one wire
     */
    record Redirecting(boolean sends, boolean accepts, boolean secure, boolean sharedMedia) {}

    private final Map<String, IntSupplier> measured = new TreeMap<>();
    private int changes;

    Sysctls() {}

    private static SortedMap<String, Integer> defaults() {
        SortedMap<String, Integer> values = new TreeMap<>();
        values.put(IP_FORWARD, 0);
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
        ofInterface("all", values);
        ofInterface("default", values);
        return Collections.unmodifiableSortedMap(values);
    }

    /** Settings that came with a module or are different on this kernel. */
    public void begin(Map<String, Integer> settings) {
        values.putAll(settings);
        settings.keySet().stream().filter(k -> k.startsWith(CONF + "default.")).forEach(settled::add);
        read.clear();
        changes++;
    }

    /** How often a setting was changed: what was read earlier is true as long as this is the same. */
    int changes() {
        return changes;
    }

    /** A namespace begins with the settings of the host that stand for all interfaces and for new ones. */
    void inherit(Sysctls host) {
        read.clear();
        changes++;
        host.values.forEach((k, v) -> {
            if (k.startsWith(CONF + "all.") || k.startsWith(CONF + "default.") || k.equals(IP_FORWARD)) {
                values.put(k, v);
            }
        });
        values.replaceAll((k, v) -> k.startsWith(CONF + "lo.")
                ? values.getOrDefault(CONF + "default." + k.substring((CONF + "lo.").length()), v)
                : v);
    }

    boolean bridgesCallIptables() {
        return values.getOrDefault(BRIDGE_IPTABLES, 0) != 0;
    }

    void interfaceCame(String iface) {
        read.clear();
        ofInterface(iface, values);
        for (String setting : OF_INTERFACES.keySet()) {
            if (settled.contains(CONF + "default." + setting)) {
                settled.add(CONF + iface + "." + setting);
            }
        }
    }

    private static void ofInterface(String iface, Map<String, Integer> values) {
        values.put(CONF + iface + ".forwarding", values.get(IP_FORWARD));
        OF_INTERFACES.forEach((setting, first) ->
                values.put(CONF + iface + "." + setting, values.getOrDefault(CONF + "default." + setting, first)));
    }

    void interfaceWent(String iface) {
        read.clear();
        values.keySet().removeIf(k -> k.startsWith(CONF + iface + "."));
        settled.removeIf(k -> k.startsWith(CONF + iface + "."));
    }

    /** An interface got an address: from now on its settings are its own ({@code ipv4_devconf_setall}). */
    void interfaceAddressed(String iface) {
        OF_INTERFACES.keySet().forEach(setting -> settled.add(CONF + iface + "." + setting));
    }

    void interfaceRenamed(String iface, String name) {
        Map<String, Integer> own = new TreeMap<>();
        values.forEach((k, v) -> {
            if (k.startsWith(CONF + iface + ".")) {
                own.put(CONF + name + k.substring((CONF + iface).length()), v);
            }
        });
        List<String> fixed = own.keySet().stream()
                .filter(k -> settled.contains(CONF + iface + k.substring((CONF + name).length())))
                .toList();
        interfaceWent(iface);
        values.putAll(own);
        settled.addAll(fixed);
    }

    /** A number that can be read and not set. */
    void measure(String name, IntSupplier value) {
        measured.put(name, value);
    }

    /** All names and values, by name. */
    public Map<String, Integer> all() {
        Map<String, Integer> all = new TreeMap<>(values);
        measured.forEach((name, value) -> all.put(name, value.getAsInt()));
        return Collections.unmodifiableMap(all);
    }

    /** The value of a setting; empty where there is none of that name. */
    public Optional<Integer> get(String name) {
        IntSupplier value = measured.get(name);
        return value == null ? Optional.ofNullable(values.get(name)) : Optional.of(value.getAsInt());
    }

    /** The value of a setting that exists. */
    int value(String name) {
        Integer value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no such setting: " + name);
        }
        return value;
    }

    /**
     * Changes a setting, with the side effects the kernel has: {@code ip_forward} and {@code conf.all.forwarding} are
     * one, and set every interface's; a router believes no redirects ({@code inet_forward_change}).
     *
     * @return false where there is no such setting, or it can only be read
     */
    public boolean set(String name, int value) {
        if (!values.containsKey(name)) {
            return false;
        }
        read.clear();
        changes++;
        if (name.equals(IP_FORWARD) || name.equals(CONF + "all.forwarding")) {
            int on = value == 0 ? 0 : value;
            if (values.getOrDefault(IP_FORWARD, 0) != value) {
                values.put(CONF + "all." + ACCEPT_REDIRECTS, on == 0 ? 1 : 0);
            }
            values.put(IP_FORWARD, on);
            values.replaceAll((k, v) -> k.startsWith(CONF) && k.endsWith(".forwarding") ? Integer.valueOf(on) : v);
        }
        values.put(name, value);
        settled.add(name);
        follow(name, value);
        return true;
    }

    /** Interfaces whose setting is nobody's wish yet follow the one for new interfaces ({@code devinet_copy_dflt_conf}). */
    private void follow(String name, int value) {
        String setting = name.substring(name.lastIndexOf('.') + 1);
        if (!name.equals(CONF + "default." + setting) || !OF_INTERFACES.containsKey(setting)) {
            return;
        }
        values.replaceAll((k, v) -> k.startsWith(CONF)
                        && k.endsWith("." + setting)
                        && !k.equals(CONF + "all." + setting)
                        && !settled.contains(k)
                ? Integer.valueOf(value)
                : v);
    }

    /** Whether packets that come in by this interface are forwarded. */
    public boolean forwards(NetInterface in) {
        return of(in).forwards;
    }

    /** {@code rp_filter} of an interface: the greater of its own and that of all. */
    int rpFilter(NetInterface in) {
        return of(in).rpFilter;
    }

    /** What an interface does about redirects. */
    Redirecting redirects(NetInterface iface) {
        return of(iface).redirects;
    }

    private PerInterface of(NetInterface in) {
        PerInterface known = read.get(in.name());
        if (known == null) {
            boolean forwards = values.getOrDefault(CONF + in.name() + ".forwarding", 0) != 0;
            boolean both = of("all", ACCEPT_REDIRECTS) != 0 && of(in.name(), ACCEPT_REDIRECTS) != 0;
            Redirecting redirects = new Redirecting(
                    either(in, SEND_REDIRECTS),
                    // A router has to be told twice.
                    forwards ? both : either(in, ACCEPT_REDIRECTS),
                    either(in, SECURE_REDIRECTS),
                    either(in, SHARED_MEDIA));
            int rpFilter = Math.max(of("all", "rp_filter"), of(in.name(), "rp_filter"));
            known = new PerInterface(forwards, rpFilter, redirects);
            read.put(in.name(), known);
        }
        return known;
    }

    private boolean either(NetInterface iface, String setting) {
        return of("all", setting) != 0 || of(iface.name(), setting) != 0;
    }

    private int of(String iface, String setting) {
        return values.getOrDefault(CONF + iface + "." + setting, 0);
    }
}
