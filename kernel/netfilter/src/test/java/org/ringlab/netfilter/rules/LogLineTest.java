package org.ringlab.netfilter.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines LOG writes: the first six as a real kernel wrote them (MAC, IP id and window left out). */
class LogLineTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            ssh:    | no  | tcp src=192.168.66.132 dst=172.18.133.212 ttl=63 df=yes sport=40001 dport=22 flags=SYN options=20 | IN=eth0 OUT=eth1 SRC=192.168.66.132 DST=172.18.133.212 LEN=60 TOS=0x00 PREC=0x00 TTL=63 DF PROTO=TCP SPT=40001 DPT=22 RES=0x00 SYN URGP=0
            icmp:   | no  | icmp src=192.168.66.132 dst=172.18.133.212 ttl=63 df=yes size=56 id=1002 | IN=eth0 OUT=eth1 SRC=192.168.66.132 DST=172.18.133.212 LEN=84 TOS=0x00 PREC=0x00 TTL=63 DF PROTO=ICMP TYPE=8 CODE=0 ID=1002
            icmp:   | no  | icmp in=eth1 out=eth0 src=172.18.133.212 dst=192.168.66.132 ttl=63 size=56 type=0 id=1002 | IN=eth1 OUT=eth0 SRC=172.18.133.212 DST=192.168.66.132 LEN=84 TOS=0x00 PREC=0x00 TTL=63 PROTO=ICMP TYPE=0 CODE=0 ID=1002
            to-me:  | no  | udp out= src=192.168.66.132 dst=192.168.66.135 df=yes sport=40003 dport=999 size=32 | IN=eth0 OUT= SRC=192.168.66.132 DST=192.168.66.135 LEN=60 TOS=0x00 PREC=0x00 TTL=64 DF PROTO=UDP SPT=40003 DPT=999 LEN=40
            from-me: | no | icmp in= out=eth0 src=192.168.66.135 dst=192.168.66.132 tos=0xc0 type=3 code=3 size=60 about=udp about.src=192.168.66.132 about.dst=192.168.66.135 about.df=yes about.sport=40003 about.dport=999 about.size=32 | IN= OUT=eth0 SRC=192.168.66.135 DST=192.168.66.132 LEN=88 TOS=0x00 PREC=0xC0 TTL=64 PROTO=ICMP TYPE=3 CODE=3 [SRC=192.168.66.132 DST=192.168.66.135 LEN=60 TOS=0x00 PREC=0x00 TTL=64 DF PROTO=UDP SPT=40003 DPT=999 LEN=40 ]
            nat:    | yes | tcp src=192.168.66.132 dst=172.18.133.212 ttl=63 df=yes sport=40004 flags=SYN options=20 | IN=eth0 OUT=eth1 SRC=192.168.66.132 DST=172.18.133.212 LEN=60 TOS=0x00 PREC=0x00 TTL=63 DF PROTO=TCP SPT=40004 DPT=80 RES=0x00 SYN URGP=0 OPT (...)
            m:      | no  | udp mark=0x2a | IN=eth0 OUT=eth1 SRC=10.0.0.1 DST=10.0.0.2 LEN=28 TOS=0x00 PREC=0x00 TTL=64 PROTO=UDP SPT=40000 DPT=80 LEN=8 MARK=0x2a
            f:      | no  | tcp flags=SYN,ACK,PSH options=0 | IN=eth0 OUT=eth1 SRC=10.0.0.1 DST=10.0.0.2 LEN=40 TOS=0x00 PREC=0x00 TTL=64 PROTO=TCP SPT=40000 DPT=80 RES=0x00 ACK PSH SYN URGP=0
            """)
    void writes(String prefix, String tcpOptions, String packet, String expected) {
        Target.Log log = new Target.Log(4, prefix + " ", false, tcpOptions.equals("yes"), false, false, false);
        assertEquals(prefix + " " + expected, LogLine.of(log, WrittenPacket.of(packet)));
    }
}
