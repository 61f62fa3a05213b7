package org.ringlab.host.command;

import org.ringlab.host.Profile;
import org.ringlab.host.shell.Output;

/** What {@code ip} says of itself: iproute2 4.11 on CentOS 7, 6.1 elsewhere. */
final class IpUsage {
    private IpUsage() {}

    static String version(Profile profile) {
        return profile == Profile.CENTOS7
                ? "ip utility, iproute2-ss170501"
                : "ip utility, iproute2-6.1.0, libbpf 1.1.2";
    }

    /** Prints the usage; the status it leads to. */
    static int print(Profile profile, Output out) {
        out.print(profile == Profile.CENTOS7 ? """
                        Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
                               ip [ -force ] -batch filename
                        where  OBJECT := { link | address | addrlabel | route | rule | neigh | ntable |
                                           tunnel | tuntap | maddress | mroute | mrule | monitor | xfrm |
                                           netns | l2tp | fou | macsec | tcp_metrics | token | netconf | ila |
                                           vrf }
                               OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[esolve] |
                                            -h[uman-readable] | -iec |
                                            -f[amily] { inet | inet6 | ipx | dnet | mpls | bridge | link } |
                                            -4 | -6 | -I | -D | -B | -0 |
                                            -l[oops] { maximum-addr-flush-attempts } | -br[ief] |
                                            -o[neline] | -t[imestamp] | -ts[hort] | -b[atch] [filename] |
                                            -rc[vbuf] [size] | -n[etns] name | -a[ll] | -c[olor]}
                        """ : """
                        Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
                               ip [ -force ] -batch filename
                        where  OBJECT := { address | addrlabel | amt | fou | help | ila | ioam | l2tp |
                                           link | macsec | maddress | monitor | mptcp | mroute | mrule |
                                           neighbor | neighbour | netconf | netns | nexthop | ntable |
                                           ntbl | route | rule | sr | tap | tcpmetrics |
                                           token | tunnel | tuntap | vrf | xfrm }
                               OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[esolve] |
                                            -h[uman-readable] | -iec | -j[son] | -p[retty] |
                                            -f[amily] { inet | inet6 | mpls | bridge | link } |
                                            -4 | -6 | -M | -B | -0 |
                                            -l[oops] { maximum-addr-flush-attempts } | -br[ief] |
                                            -o[neline] | -t[imestamp] | -ts[hort] | -b[atch] [filename] |
                                            -rc[vbuf] [size] | -n[etns] name | -N[umeric] | -a[ll] |
                                            -c[olor]}
                        """);
        return 255;
    }
}
