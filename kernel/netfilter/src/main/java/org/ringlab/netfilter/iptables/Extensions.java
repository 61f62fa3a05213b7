package org.ringlab.netfilter.iptables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.Target;

/** All extensions there are: a new one is added here and nowhere else. */
final class Extensions {
    private static final List<Supplier<Extension<Match>>> MATCHES = List.of(
            TcpExtension::new,
            UdpExtension::new,
            IcmpExtension::new,
            StateExtension::new,
            ConntrackExtension::new,
            MultiportExtension::new,
            LimitExtension::new,
            AddrTypeExtension::new,
            IprangeExtension::new,
            CommentExtension::new,
            MarkExtension::new,
            ConnmarkExtension::new,
            MacExtension::new,
            TtlExtension::new,
            LengthExtension::new,
            TosExtension::new,
            DscpExtension::new,
            PktTypeExtension::new,
            TcpMssExtension::new,
            StatisticExtension::new,
            StringExtension::new,
            OwnerExtension::new,
            ConnbytesExtension::new,
            ConnlimitExtension::new,
            PhysdevExtension::new,
            QuotaExtension::new,
            TimeExtension::new,
            RecentExtension::new,
            HashLimitExtension::new,
            HelperExtension::new,
            U32Extension::new,
            EcnExtension::new,
            CpuExtension::new,
            RpfilterExtension::new,
            SetExtension::new,
            PolicyExtension::new,
            GroupExtension::new,
            RealmExtension::new);

    private static final List<Supplier<Extension<Target>>> TARGETS = List.of(
            RejectExtension::new,
            LogExtension::new,
            MarkTargetExtension::new,
            ConnmarkTargetExtension::new,
            TosTargetExtension::new,
            DscpTargetExtension::new,
            TtlTargetExtension::new,
            TcpMssTargetExtension::new,
            ClassifyTargetExtension::new,
            NatExtension::snat,
            NatExtension::dnat,
            NatExtension::masquerade,
            NatExtension::redirect,
            NetmapExtension::new,
            CtExtension::new,
            NotrackExtension::new,
            EcnTargetExtension::new,
            ChecksumTargetExtension::new,
            NflogTargetExtension::new,
            SetTargetExtension::new,
            TraceTargetExtension::new);

    /** Real extensions whose meaning is not simulated: docs/not-simulated.md says why. */
    private static final Set<String> OTHER_MATCHES = Set.of(
            "ah",
            "bpf",
            "cgroup",
            "cluster",
            "connlabel",
            "dccp",
            "esp",
            "ipvs",
            "nfacct",
            "osf",
            "rateest",
            "sctp",
            "socket");

    private static final Set<String> SIMPLE_WORDS = Set.of("ACCEPT", "DROP", "RETURN");

    private static final Set<String> OTHER_TARGETS = Set.of(
            "AUDIT",
            "CLUSTERIP",
            "CONNSECMARK",
            "HMARK",
            "IDLETIMER",
            "LED",
            "NFQUEUE",
            "QUEUE",
            "RATEEST",
            "SECMARK",
            "SYNPROXY",
            "TCPOPTSTRIP",
            "TEE",
            "TPROXY",
            "ULOG");

    private static final Map<String, Supplier<Extension<Match>>> MATCH_BY_NAME = byName(MATCHES);
    private static final Map<String, Supplier<Extension<Target>>> TARGET_BY_NAME = byName(TARGETS);

    private Extensions() {}

    private static <T> Map<String, Supplier<Extension<T>>> byName(List<Supplier<Extension<T>>> all) {
        Map<String, Supplier<Extension<T>>> named = new LinkedHashMap<>();
        for (Supplier<Extension<T>> extension : all) {
            named.put(extension.get().name(), extension);
        }
        return Map.copyOf(named);
    }

    /** The match called {@code name}, where there is one. */
    static Optional<Extension<Match>> match(String name) {
        return Optional.ofNullable(MATCH_BY_NAME.get(name)).map(Supplier::get);
    }

    /** The match called {@code name}. */
    static Extension<Match> matchOrComplain(String name) throws IptablesError {
        if (OTHER_MATCHES.contains(name)) {
            throw IptablesError.notSimulated("match \"" + name + "\"");
        }
        return match(name)
                .orElseThrow(() ->
                        IptablesError.parameter("Couldn't load match `" + name + "':No such file or directory\n"));
    }

    /** The target called {@code name}, where there is one beside the chains and the four simple words. */
    static Optional<Extension<Target>> target(String name) throws IptablesError {
        if (OTHER_TARGETS.contains(name)) {
            throw IptablesError.notSimulated("target \"" + name + "\"");
        }
        return Optional.ofNullable(TARGET_BY_NAME.get(name)).map(Supplier::get);
    }

    /** Whether a chain may not be called so: the name of a target. */
    static boolean isTargetName(String name) {
        return isSimpleWord(name) || OTHER_TARGETS.contains(name) || TARGET_BY_NAME.containsKey(name);
    }

    /** Whether it is one of the targets that are no modules. */
    static boolean isSimpleWord(String name) {
        return SIMPLE_WORDS.contains(name);
    }
}
