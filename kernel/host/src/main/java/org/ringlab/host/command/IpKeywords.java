package org.ringlab.host.command;

import java.util.List;

/**
 * The keywords of one of {@code ip}'s commands, in the order in which iproute2 compares them: some have to be whole
 * ({@code strcmp}), of others the beginning is enough ({@code matches}), and the first that fits is meant.
 */
final class IpKeywords {
    /** Where all have to be whole. */
    static final IpKeywords WHOLE = new IpKeywords("dev");

    /** Behind {@code ip link set} and in front of {@code type} (ip/iplink.c). */
    static final IpKeywords LINK = new IpKeywords("up down name index~ link~ address~ broadcast~ brd txqueuelen~ qlen"
            + " txqlen~ mtu netns multicast allmulticast promisc trailers arp carrier vf master~ vrf nomaster~ dynamic~"
            + " type~ alias~ group mode state numtxqueues~ numrxqueues~ addrgenmode~ dev");

    /** Behind {@code ip address add} (ip/ipaddress.c). */
    static final IpKeywords ADDRESS =
            new IpKeywords("peer remote broadcast~ brd anycast scope dev label metric~ priority~"
                    + " preference~ valid_lft preferred_lft local");

    /** Behind {@code ip route add} (ip/iproute.c); types of routes come last. */
    static final IpKeywords ROUTE =
            new IpKeywords("src as via from tos dsfield~ expires metric~ priority preference scope"
                    + " mtu advmss rtt window~ realms~ onlink nexthop nhid protocol~ table~ vrf~ dev oif pref to local nat broadcast~ anycast~ multicast~ prohibit~"
                    + " unreachable~ blackhole~ unicast~ throw~");

    /** Behind {@code ip route show} and {@code flush}. */
    static final IpKeywords ROUTES = new IpKeywords(
            "table~ vrf~ cached~ cloned~ tos dsfield~ protocol~ scope~ type~ dev oif iif mark~ metric~ via src realms~ from~"
                    + " to~ root~ match~ exact~");

    /** Behind {@code ip route get}. */
    static final IpKeywords ROUTE_GET =
            new IpKeywords("tos dsfield~ from~ iif~ mark~ oif~ dev notify~ connected~ vrf~ uid~ fibmatch~ to");

    /** Behind {@code ip rule add} (ip/iprule.c). */
    static final IpKeywords RULE = new IpKeywords(
            "not from to preference~ order~ priority~ tos dsfield~ fwmark realms~"
                    + " tun_id~ protocol~ table~ lookup suppress_prefixlength~ dev iif oif type prohibit~ unreachable~ blackhole~");

    /** Behind {@code ip neigh add} (ip/ipneigh.c). */
    static final IpKeywords NEIGHBOUR = new IpKeywords("lladdr~ nud proxy~ router extern_learn~ dev protocol~ to");

    private final List<String> forms;

    private IpKeywords(String forms) {
        this.forms = List.of(forms.split(" "));
    }

    /** The keyword that a word stands for; the word itself where it is none. */
    String of(String word) {
        for (String form : forms) {
            boolean cuttable = form.endsWith("~");
            String keyword = cuttable ? form.substring(0, form.length() - 1) : form;
            if (keyword.equals(word) || cuttable && !word.isEmpty() && keyword.startsWith(word)) {
                return keyword;
            }
        }
        return word;
    }
}
