package org.ringlab.netfilter.rules;

import java.util.Set;

/**
 * One condition of a rule: a built-in test ({@code -s}, {@code -i}, {@code -p} …) or a match module
 * ({@code -m tcp --dport 80}).
 *
 * <p>Each kind is a record that holds its meaning and its two printed forms; the words a person types for it are read
 * by the front end's file of the same name.
 */
public sealed interface Match
        permits AddressMatch,
                InterfaceMatch,
                ProtocolMatch,
                FragmentMatch,
                TcpMatch,
                UdpMatch,
                IcmpMatch,
                StateMatch,
                ConntrackMatch,
                MultiportMatch,
                CommentMatch,
                MarkMatch,
                ConnmarkMatch,
                LimitMatch,
                MacMatch,
                TtlMatch,
                LengthMatch,
                TosMatch,
                DscpMatch,
                PktTypeMatch,
                AddrTypeMatch,
                IprangeMatch,
                TcpMssMatch,
                StatisticMatch,
                StringMatch,
                OwnerMatch,
                ConnbytesMatch,
                ConnlimitMatch,
                PhysdevMatch,
                QuotaMatch,
                TimeMatch,
                RecentMatch,
                HashLimitMatch,
                HelperMatch,
                U32Match,
                EcnMatch,
                CpuMatch,
                RpfilterMatch,
                SetMatch,
                PolicyMatch,
                GroupMatch,
                RealmMatch {
    /** Whether the packet meets the condition, an inversion with {@code !} included. */
    boolean matches(PacketContext packet);

    /** Its part of a rule as {@code iptables-save} prints it, without blanks around: {@code -m tcp --dport 80}. */
    String text();

    /**
     * Its part of the last column of {@code iptables -L}; empty where it has a column of its own.
     *
     * @param numeric {@code -n}: ports as numbers instead of service names
     */
    String listing(boolean numeric);

    /**
     * Whether the kernel accepts it in a rule (the match module's {@code checkentry}).
     *
     * @param ruleProtocol the number after the rule's {@code -p}; 0 where there is none or it is inverted
     * @param hooks from where packets can come to the rule
     */
    default boolean accepted(int ruleProtocol, Set<Hook> hooks) {
        return true;
    }

    /** Whether the kernel accepts it in a rule of this table. */
    default boolean acceptedIn(TableName table) {
        return true;
    }

    /** Whether its numbers fit the kernel's arithmetic; the kernel answers {@code ERANGE} where not. */
    default boolean inRange() {
        return true;
    }

    /** Whether what it names exists; the kernel answers {@code ENOENT} where not. */
    default boolean isKnown() {
        return true;
    }

    /** Whether the kernel begins to count each connection's packets and bytes when a rule with it is added. */
    default boolean needsAccounting() {
        return false;
    }

    /** Whether the kernel begins to track connections when a rule with this match is added. */
    default boolean needsConntrack() {
        return false;
    }

    /**
     * This match with whatever it remembers between packets forgotten. The kernel builds each match anew whenever
     * anything in its table changes; most remember nothing and are returned as they are.
     */
    default Match fresh() {
        return this;
    }
}
