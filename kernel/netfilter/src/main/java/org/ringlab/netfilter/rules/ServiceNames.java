package org.ringlab.netfilter.rules;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Names of well-known ports as {@code /etc/services} of a Debian 12 gives them: number, protocols, name, aliases. */
public final class ServiceNames {
    private static final String LIST = """
            7 tcp+udp echo, 9 tcp+udp discard sink null, 13 tcp+udp daytime, 19 tcp+udp chargen ttytst source,
            20 tcp ftp-data, 21 tcp ftp, 22 tcp ssh, 23 tcp telnet, 25 tcp smtp mail, 37 tcp+udp time timserver,
            43 tcp whois nicname, 53 tcp+udp domain, 67 udp bootps, 68 udp bootpc, 69 udp tftp, 70 tcp gopher,
            79 tcp finger, 80 tcp http www, 88 tcp+udp kerberos kerberos5 krb5 kerberos-sec, 110 tcp pop3 pop-3,
            111 tcp+udp sunrpc portmapper, 113 tcp auth authentication tap ident, 119 tcp nntp readnews untp,
            123 udp ntp, 135 tcp epmap loc-srv, 137 udp netbios-ns, 138 udp netbios-dgm, 139 tcp netbios-ssn,
            143 tcp imap2 imap, 161 tcp+udp snmp, 162 tcp+udp snmp-trap snmptrap, 177 udp xdmcp, 179 tcp bgp,
            389 tcp+udp ldap, 443 tcp+udp https, 445 tcp microsoft-ds, 464 tcp+udp kpasswd,
            465 tcp submissions ssmtp smtps urd, 500 udp isakmp, 554 tcp+udp rtsp, 631 tcp ipp, 512 tcp exec,
            513 tcp login, 513 udp who whod, 514 tcp shell cmd syslog, 514 udp syslog, 515 tcp printer spooler,
            517 udp talk, 520 udp route router routed, 540 tcp uucp uucpd, 543 tcp klogin,
            546 udp dhcpv6-client, 547 udp dhcpv6-server, 563 tcp nntps snntp, 587 tcp submission,
            636 tcp+udp ldaps, 853 tcp+udp domain-s, 873 tcp rsync, 989 tcp ftps-data, 990 tcp ftps,
            992 tcp telnets, 993 tcp imaps, 995 tcp pop3s, 1080 tcp socks, 1194 tcp+udp openvpn,
            1099 tcp rmiregistry, 1433 tcp ms-sql-s, 1434 udp ms-sql-m, 1701 udp l2f l2tp, 1812 tcp+udp radius,
            1813 tcp+udp radius-acct radacct, 2049 tcp+udp nfs, 2101 tcp+udp rtcm-sc104, 3260 tcp iscsi-target,
            3306 tcp mysql, 3389 tcp ms-wbt-server, 3493 tcp+udp nut, 3632 tcp distcc, 3689 tcp daap,
            3690 tcp svn subversion, 4190 tcp sieve, 4369 tcp epmd, 4500 udp ipsec-nat-t, 4569 udp iax,
            5060 tcp+udp sip, 5061 tcp+udp sip-tls, 5222 tcp xmpp-client jabber-client,
            5269 tcp xmpp-server jabber-server, 5353 udp mdns, 5432 tcp postgresql postgres, 5671 tcp amqps,
            5672 tcp amqp, 6000 tcp x11 x11-0, 6346 tcp+udp gnutella-svc, 6379 tcp redis,
            8080 tcp http-alt webcache, 8140 tcp puppet, 10050 tcp zabbix-agent, 10051 tcp zabbix-trapper,
            11112 tcp dicom, 11371 tcp hkp, 2121 tcp iprop, 4949 tcp munin lrrd, 5666 tcp nrpe,
            6514 tcp syslog-tls, 6667 tcp ircd, 8081 tcp tproxy, 9418 tcp git, 10000 tcp webmin,
            """;

    private record Service(int port, List<String> protocols, List<String> names) {
        private static Service read(String entry) {
            List<String> words = List.of(entry.split(" "));
            return new Service(
                    Integer.parseInt(words.getFirst()),
                    List.of(words.get(1).split("\\+")),
                    words.subList(2, words.size()));
        }
    }

    private static final List<Service> SERVICES =
            Stream.of(LIST.strip().split(",\\s*")).map(Service::read).toList();

    private ServiceNames() {}

    /**
     * The name of a port, or its number where it has none.
     *
     * @param protocol {@code tcp} or {@code udp}
     */
    public static String name(int port, String protocol) {
        return SERVICES.stream()
                .filter(s -> s.port == port && s.protocols.contains(protocol))
                .map(s -> s.names.getFirst())
                .findFirst()
                .orElse(Integer.toString(port));
    }

    /**
     * The port a service listens on.
     *
     * @param protocol {@code tcp}, {@code udp}, or empty for either, TCP first
     */
    public static OptionalInt port(String service, String protocol) {
        List<String> protocols = protocol.isEmpty() ? List.of("tcp", "udp") : List.of(protocol);
        return protocols.stream()
                .flatMapToInt(p -> SERVICES.stream()
                        .filter(s -> s.protocols.contains(p) && s.names.contains(service))
                        .mapToInt(Service::port))
                .findFirst();
    }
}
