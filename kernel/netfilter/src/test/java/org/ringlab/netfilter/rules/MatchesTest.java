package org.ringlab.netfilter.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which packets each match lets pass. */
class MatchesTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # Addresses: the bits of the mask, which need not be a prefix.
            -s 10.0.0.0/8                   | tcp src=10.255.0.1                  | yes
            -s 10.0.0.0/8                   | tcp src=11.0.0.1                    | no
            ! -s 10.0.0.0/8                 | tcp src=11.0.0.1                    | yes
            ! -s 10.0.0.0/8                 | tcp src=10.0.0.1                    | no
            -d 10.0.0.2                     | tcp                                 | yes
            -d 10.0.0.2                     | tcp dst=10.0.0.3                    | no
            -s 10.0.12.0/255.0.255.0        | tcp src=10.77.12.99                 | yes
            -s 10.0.12.0/255.0.255.0        | tcp src=10.77.13.99                 | no
            -s 0.0.0.0/0                    | tcp src=1.2.3.4                     | yes
            ! -s 0.0.0.0/0                  | tcp src=1.2.3.4                     | no
            # Interfaces: whole names, or beginnings with +.
            -i eth0                         | tcp in=eth0                         | yes
            -i eth0                         | tcp in=eth01                        | no
            -i eth+                         | tcp in=eth01                        | yes
            -i eth+                         | tcp in=et                           | no
            ! -i eth+                       | tcp in=eth1                         | no
            ! -i eth+                       | tcp in=tun0                         | yes
            ! -i eth0                       | tcp in=eth1                         | yes
            -i +                            | tcp in=lo                           | yes
            -o eth1                         | tcp out=eth1                        | yes
            ! -o eth1                       | tcp out=eth1                        | no
            # Protocols.
            -p tcp                          | tcp                                 | yes
            -p tcp                          | udp                                 | no
            ! -p tcp                        | udp                                 | yes
            -p gre                          | 47 size=8                           | yes
            -p all                          | 47 size=8                           | yes
            # Fragments: ports are in the first one only.
            -f                              | udp fragment=later                  | yes
            -f                              | udp                                 | no
            ! -f                            | udp fragment=later                  | no
            ! -f                            | udp                                 | yes
            -p udp --dport 80               | udp fragment=later                  | no
            -p udp ! --dport 9              | udp fragment=later                  | no
            -p tcp -m tcp                   | tcp fragment=later                  | no
            -p icmp --icmp-type 8           | icmp fragment=later                 | no
            -p udp -m multiport ! --dports 9 | udp fragment=later                 | no
            # TCP ports.
            -p tcp --dport 80               | tcp dport=80                        | yes
            -p tcp --dport 80               | tcp dport=81 sport=80               | no
            -p tcp ! --dport 80             | tcp dport=81                        | yes
            -p tcp --dport 80:90            | tcp dport=90                        | yes
            -p tcp --dport 80:90            | tcp dport=91                        | no
            -p tcp --dport :90              | tcp dport=0                         | yes
            -p tcp --sport 1024:            | tcp sport=1023                      | no
            -p tcp --sport 1024: --dport 80 | tcp                                 | yes
            -p udp --sport 53               | udp sport=53                        | yes
            -p udp ! --sport 53             | udp sport=53                        | no
            # TCP flags.
            -p tcp --syn                    | tcp flags=SYN                       | yes
            -p tcp --syn                    | tcp flags=SYN,ACK                   | no
            -p tcp --syn                    | tcp flags=SYN,PSH                   | yes
            -p tcp ! --syn                  | tcp flags=ACK                       | yes
            -p tcp ! --syn                  | tcp flags=SYN                       | no
            -p tcp --tcp-flags ALL NONE     | tcp flags=NONE                      | yes
            -p tcp --tcp-flags ALL NONE     | tcp flags=FIN                       | no
            -p tcp --tcp-flags ALL NONE     | tcp flags=ECE                       | yes
            -p tcp --tcp-flags ALL FIN,PSH,URG | tcp flags=FIN,PSH,URG            | yes
            -p tcp --tcp-flags SYN,RST SYN,RST | tcp flags=SYN,RST,ACK            | yes
            -p tcp --tcp-flags SYN,RST SYN,RST | tcp flags=SYN                    | no
            -p tcp ! --tcp-flags SYN,RST SYN,RST | tcp flags=SYN                  | yes
            # TCP options: 2 is the maximum segment size, only on a SYN; 8 are timestamps.
            -p tcp --tcp-option 2           | tcp flags=SYN options=20            | yes
            -p tcp --tcp-option 2           | tcp                                 | no
            -p tcp --tcp-option 8           | tcp                                 | yes
            -p tcp --tcp-option 8           | tcp flags=RST options=0             | no
            -p tcp ! --tcp-option 8         | tcp flags=RST options=0             | yes
            # ICMP.
            -p icmp --icmp-type 8           | icmp                                | yes
            -p icmp --icmp-type echo-reply  | icmp                                | no
            -p icmp ! --icmp-type 8         | icmp type=0                         | yes
            -p icmp --icmp-type 3           | icmp type=3 code=7                  | yes
            -p icmp --icmp-type 3/1         | icmp type=3 code=1                  | yes
            -p icmp --icmp-type 3/1         | icmp type=3 code=3                  | no
            -p icmp ! --icmp-type 3/1       | icmp type=3 code=3                  | yes
            -p icmp --icmp-type any         | icmp type=13                        | yes
            # Several ports.
            -p tcp -m multiport --dports 22,80,443   | tcp dport=443              | yes
            -p tcp -m multiport --dports 22,80,443   | tcp dport=444              | no
            -p tcp -m multiport --dports 22,8000:8010 | tcp dport=8005            | yes
            -p tcp -m multiport ! --dports 22,80     | tcp dport=22               | no
            -p udp -m multiport --sports 53,123      | udp sport=123              | yes
            -p udp -m multiport --sports 53,123      | udp dport=123              | no
            -p udp -m multiport --ports 53,123       | udp dport=123              | yes
            -p sctp -m multiport --dports 0          | 132 size=12                | yes
            # Connections.
            -m state --state NEW            | tcp state=NEW                       | yes
            -m state --state NEW            | tcp state=ESTABLISHED               | no
            -m state --state RELATED,ESTABLISHED | tcp state=RELATED              | yes
            -m state ! --state INVALID      | tcp state=NEW                       | yes
            -m state --state UNTRACKED      | tcp state=UNTRACKED                 | yes
            -m conntrack --ctstate NEW,INVALID | tcp state=INVALID                | yes
            -m conntrack ! --ctstate NEW    | tcp state=NEW                       | no
            -m conntrack --ctstate SNAT     | tcp state=NEW tracked=snat          | yes
            -m conntrack --ctstate SNAT     | tcp state=NEW tracked=dnat          | no
            -m conntrack --ctstate DNAT     | tcp state=NEW tracked=dnat          | yes
            -m conntrack --ctstate DNAT     | tcp state=NEW tracked=plain         | no
            -m conntrack ! --ctstate DNAT   | tcp state=NEW tracked=plain         | yes
            -m conntrack --ctproto tcp      | tcp tracked=plain                   | yes
            -m conntrack --ctproto 17       | tcp tracked=plain                   | no
            -m conntrack --ctorigsrc 10.0.0.1 | tcp tracked=snat src=10.8.8.8     | yes
            -m conntrack ! --ctorigsrc 10.0.0.0/24 | tcp tracked=plain            | no
            -m conntrack --ctorigdst 10.0.0.2 | tcp tracked=plain                 | yes
            -m conntrack --ctreplsrc 10.9.9.9 | tcp tracked=dnat                  | yes
            -m conntrack --ctreplsrc 10.9.9.9 | tcp tracked=plain                 | no
            -m conntrack --ctrepldst 10.8.8.0/24 | tcp tracked=snat               | yes
            -m conntrack --ctorigsrcport 1000 | tcp tracked=plain                 | yes
            -m conntrack --ctorigdstport 1:79 | tcp tracked=plain                 | no
            -m conntrack ! --ctreplsrcport 80 | tcp tracked=plain                 | no
            -m conntrack --ctrepldstport 1000 | tcp tracked=plain                 | yes
            -m conntrack --ctstatus ASSURED | tcp tracked=plain status=assured    | yes
            -m conntrack --ctstatus ASSURED | tcp tracked=plain status=seen_reply | no
            -m conntrack --ctexpire 10:20   | tcp tracked=plain expires=15        | yes
            -m conntrack --ctexpire 10:20   | tcp tracked=plain expires=21        | no
            -m conntrack --ctdir REPLY      | tcp tracked=plain dir=reply         | yes
            -m conntrack --ctdir REPLY      | tcp tracked=plain                   | no
            # Without a connection only states can be asked: an inversion doesn't help.
            -m conntrack ! --ctorigsrc 1.1.1.1 | tcp                              | no
            # Marks, Ethernet, header fields.
            -m mark --mark 1                | tcp mark=1                          | yes
            -m mark --mark 1                | tcp mark=3                          | no
            -m mark --mark 1/1              | tcp mark=3                          | yes
            -m mark ! --mark 1              | tcp mark=0                          | yes
            -m mac --mac-source 02:00:00:01:00:01 | tcp mac=02:00:00:01:00:01     | yes
            -m mac --mac-source 02:00:00:01:00:01 | tcp mac=02:00:00:01:00:02     | no
            -m mac ! --mac-source 02:00:00:01:00:01 | tcp mac=02:00:00:01:00:02   | yes
            -m mac ! --mac-source 02:00:00:01:00:01 | tcp                         | no
            -m ttl --ttl-eq 64              | tcp                                 | yes
            -m ttl ! --ttl-eq 64            | tcp                                 | no
            -m ttl --ttl-lt 64              | tcp                                 | no
            -m ttl --ttl-lt 64              | tcp ttl=63                          | yes
            -m ttl --ttl-gt 64              | tcp ttl=65                          | yes
            -m length --length 84           | icmp size=56                        | yes
            -m length --length 85:          | icmp size=56                        | no
            -m length ! --length 0:83       | icmp size=56                        | yes
            -m tos --tos 0x10               | tcp tos=0x10                        | yes
            -m tos --tos 0x10/0x3f          | tcp tos=0xd0                        | yes
            -m tos --tos Minimize-Delay     | tcp tos=0x08                        | no
            -m tos ! --tos 0x10             | tcp tos=0x08                        | yes
            -m dscp --dscp 46               | tcp tos=0xb8                        | yes
            -m dscp --dscp-class EF         | tcp tos=0xbb                        | yes
            -m dscp ! --dscp 46             | tcp tos=0xb8                        | no
            -m pkttype --pkt-type broadcast | udp kind=BROADCAST                  | yes
            -m pkttype --pkt-type unicast   | udp kind=BROADCAST                  | no
            -m pkttype ! --pkt-type multicast | udp                               | yes
            -m addrtype --src-type LOCAL    | tcp                                 | yes
            -m addrtype --dst-type LOCAL    | tcp                                 | no
            -m addrtype ! --dst-type LOCAL  | tcp                                 | yes
            -m addrtype --dst-type BROADCAST,LOCAL | udp dst=255.255.255.255      | yes
            -m addrtype --src-type LOCAL --limit-iface-in | tcp                   | yes
            -m addrtype --src-type LOCAL --limit-iface-out | tcp                  | no
            -m addrtype --src-type LOCAL --dst-type UNICAST | tcp                 | yes
            -m iprange --src-range 10.0.0.1-10.0.0.9 | tcp                        | yes
            -m iprange --src-range 10.0.0.2-10.0.0.9 | tcp                        | no
            -m iprange ! --src-range 10.0.0.2-10.0.0.9 | tcp                      | yes
            -m iprange --dst-range 9.0.0.0-200.0.0.1 | tcp dst=200.0.0.1          | yes
            -m iprange --dst-range 9.0.0.0-200.0.0.1 | tcp dst=200.0.0.2          | no
            # Connections: their marks, and what they carried.
            -m connmark --mark 1            | tcp tracked=plain connmark=1        | yes
            -m connmark --mark 1/1          | tcp tracked=plain connmark=3        | yes
            -m connmark ! --mark 1          | tcp tracked=plain                   | yes
            -m connmark ! --mark 1          | tcp                                 | no
            -m connbytes --connbytes 5:9 --connbytes-mode packets --connbytes-dir both | tcp tracked=plain packets=4 reply.packets=3 | yes
            -m connbytes --connbytes 5:9 --connbytes-mode packets --connbytes-dir reply | tcp tracked=plain packets=4 reply.packets=3 | no
            -m connbytes ! --connbytes 5:9 --connbytes-mode packets --connbytes-dir original | tcp tracked=plain packets=4 | yes
            -m connbytes --connbytes 100 --connbytes-mode bytes --connbytes-dir original | tcp tracked=plain packets=4 bytes=100 | yes
            -m connbytes --connbytes 25:30 --connbytes-mode avgpkt --connbytes-dir original | tcp tracked=plain packets=4 bytes=100 | yes
            -m connbytes --connbytes 0 --connbytes-mode bytes --connbytes-dir both | tcp tracked=plain | no
            # The largest segment; only a SYN announces one.
            -p tcp -m tcpmss --mss 1000:1460 | tcp flags=SYN mss=1460             | yes
            -p tcp -m tcpmss --mss 1000     | tcp flags=SYN mss=1460              | no
            -p tcp -m tcpmss ! --mss 1000   | tcp                                 | yes
            # Strings: anywhere behind --from, and wholly before --to. UDP data begin at 28.
            -m string --algo bm --string lab | udp data=the-lab                   | yes
            -m string --algo kmp --string lab | udp data=the-bal                  | no
            -m string --algo bm ! --string lab | udp data=the-bal                 | yes
            -m string --algo bm --string LAB --icase | udp data=the-lab           | yes
            -m string --algo bm --string lab --from 32 | udp data=the-lab         | yes
            -m string --algo bm --string lab --from 33 | udp data=the-lab         | no
            -m string --algo bm --string lab --to 35 | udp data=the-lab           | yes
            -m string --algo bm --string lab --to 34 | udp data=the-lab           | no
            `-m string --algo bm --hex-string |6c6162|` | udp data=the-lab        | yes
            `-m string --algo bm --hex-string |0a000001|` | udp                   | yes
            # Ports of a bridge.
            -m physdev --physdev-in tap0    | tcp bridged=tap0>tap1               | yes
            -m physdev --physdev-in tap1    | tcp bridged=tap0>tap1               | no
            -m physdev --physdev-out tap+   | tcp bridged=tap0>tap1               | yes
            -m physdev --physdev-out tap+   | tcp bridged=tap0>                   | no
            -m physdev --physdev-is-bridged | tcp bridged=tap0>                   | no
            -m physdev --physdev-is-in      | tcp bridged=tap0>                   | yes
            -m physdev --physdev-is-in      | tcp                                 | no
            -m physdev ! --physdev-is-in    | tcp                                 | yes
            # Time: labs boot on Thursday, 2026-01-01.
            -m time --weekdays Thu          | tcp                                 | yes
            -m time --weekdays Mon,Fri      | tcp                                 | no
            -m time --monthdays 1           | tcp                                 | yes
            -m time --timestart 00:00:05    | tcp ms=4999                         | no
            -m time --timestart 00:00:05    | tcp ms=5000                         | yes
            -m time --timestart 22:00 --timestop 04:00 | tcp                      | yes
            -m time --timestart 22:00 --timestop 04:00 --weekdays Thu | tcp       | yes
            -m time --timestart 22:00 --timestop 04:00 --weekdays Thu --contiguous | tcp | no
            -m time --timestart 22:00 --timestop 04:00 --weekdays Wed --contiguous | tcp | yes
            -m time --datestart 2026-01-01T00:01 | tcp                            | no
            -m time --datestop 2025         | tcp                                 | no
            -m comment --comment hello      | tcp                                 | yes
            """)
    void packetPasses(String rule, String packet, String passes) {
        Rule added = WrittenRules.of("-A FORWARD " + rule)
                .filter()
                .chain("FORWARD")
                .orElseThrow()
                .rules()
                .getFirst();
        assertEquals(passes.equals("yes"), added.firstFailed(WrittenPacket.of(packet)) == null);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # By whose socket a packet is sent: every process is root's.
            --uid-owner 0                   | owner=ROOT                          | yes
            --uid-owner 5-10                | owner=ROOT                          | no
            ! --uid-owner 5-10              | owner=ROOT                          | yes
            --gid-owner 0 --uid-owner root  | owner=ROOT                          | yes
            --socket-exists                 | owner=ROOT                          | yes
            --socket-exists                 | owner=KERNEL                        | yes
            --uid-owner 0                   | owner=KERNEL                        | no
            ! --uid-owner 0                 | owner=KERNEL                        | yes
            --socket-exists                 | owner=NONE                          | no
            ! --socket-exists               | owner=NONE                          | yes
            --uid-owner 0                   | owner=NONE                          | no
            """)
    void ownerPasses(String words, String packet, String passes) {
        Rule added = WrittenRules.of("-A OUTPUT -m owner " + words)
                .filter()
                .chain("OUTPUT")
                .orElseThrow()
                .rules()
                .getFirst();
        WrittenPacket written = WrittenPacket.of("tcp hook=OUTPUT " + packet);
        assertEquals(passes.equals("yes"), added.firstFailed(written) == null);
    }
}
