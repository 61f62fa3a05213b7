package org.ringlab.fuzz;

import java.util.List;

/** What good input looks like: where bad input begins. One line each, but for whole files. */
final class Good {
    private Good() {}

    static final List<String> IPTABLES = """
            -A FORWARD -m state --state ESTABLISHED,RELATED -j ACCEPT
            -I FORWARD 1 -s 192.168.0.0/16 ! -d 10.0.0.0/8 -i eth0 -o eth+ -p tcp -m multiport --dports 80,21,53:60 -j ACCEPT
            -t nat -A POSTROUTING -s 192.168.0.0/16 -o eth1 -j SNAT --to-source 172.18.133.210-172.18.133.220:1024-2000 --random
            -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80
            -t nat -A OUTPUT -p tcp -j REDIRECT --to-ports 3128
            -t mangle -A PREROUTING -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu
            -t raw -A PREROUTING -p tcp --dport 21 -j CT --helper ftp --zone 3
            -A INPUT -p icmp --icmp-type echo-request -m limit --limit 3/minute --limit-burst 5 -j ACCEPT
            -A INPUT -m hashlimit --hashlimit-upto 5/sec --hashlimit-mode srcip,dstport --hashlimit-name h -j ACCEPT
            -A INPUT -m recent --name ssh --update --seconds 60 --hitcount 4 --rttl -j DROP
            -A INPUT -m conntrack --ctstate NEW,DNAT --ctorigdst 10.0.0.0/24 --ctdir ORIGINAL -j LOG --log-prefix "x: " --log-level 4
            -A INPUT -m time --timestart 08:00 --timestop 18:00:01 --weekdays Mon,Tue --datestart 2026-01-01 -j ACCEPT
            -A INPUT -m string --algo bm --hex-string "|00 ff|abc" --from 3 --to 90 -j REJECT --reject-with icmp-host-prohibited
            -A INPUT -m u32 --u32 "0>>22&0x3C@4&0xFFFF=0x10:0x20,7 && 2=3" -j DROP
            -A INPUT -m iprange --src-range 10.0.0.1-10.0.0.9 -m mark --mark 0x1/0xff -j MARK --set-xmark 0x2/0xf
            -A INPUT -m connbytes --connbytes 10:20 --connbytes-dir both --connbytes-mode packets -m connlimit --connlimit-above 3 -j DROP
            -A INPUT -m statistic --mode nth --every 3 --packet 1 -m quota --quota 1000 -m owner --uid-owner 0 -j RETURN
            -A INPUT -m addrtype --dst-type LOCAL,BROADCAST --limit-iface-in -m mac --mac-source 02:00:00:00:00:01 -j NFLOG
            -A INPUT -p tcp --tcp-flags SYN,FIN,RST SYN --tcp-option 2 -m tcpmss --mss 500:1400 -m ttl --ttl-gt 5 -j CONNMARK --save-mark
            -A INPUT -m set --match-set banned src,dst -j SET --add-set seen src
            -A INPUT -m comment --comment "it's" -m length --length 0:100 -m dscp --dscp-class AF21 -m pkttype --pkt-type multicast
            -D FORWARD 1
            -D FORWARD -j ACCEPT
            -R FORWARD 1 -j DROP
            -L -n -v --line-numbers -x
            -S FORWARD
            -Z FORWARD 1
            -N web
            -E web www
            -X web
            -P INPUT DROP
            -P FORWARD ACCEPT -c 3 4
            -F -t nat
            -C FORWARD -j ACCEPT
            --append FORWARD --protocol udp --dpo 53 --jump ACCEPT
            -h
            -p tcp -h
            -j LOG -h
            """.lines().toList();

    static final List<String> ASSEMBLY = List.of(
            ".code16\n.org 0x7c00\nstart: cli\nlgdt [gdt]\nmov eax, cr0\nor eax, 1\nmov cr0, eax\njmp 0x8:next\n.code32\nnext: hlt\ngdt: .quad 0\n",
            "mov ecx, 10\n1: add eax, [ebx+ecx*4-8]\nloop 1b\nrep movsb\nlock xadd [ebx], eax\n",
            ".att_syntax\nmovl $5, %eax\nmovb %al, 4(%ebx,%ecx,2)\njmp *table(,%eax,4)\ntable: .long 1, 2\n",
            "size = end - begin\nbegin: db 'text', 10, 0\nend: times 16-size db 0\n.align 8\n.asciz \"x\\n\"\n",
            "mov rax, qword ptr [rip+data]\nsyscall\nout dx, al\nin eax, 0x60\ndata: dq 0x1122334455667788\n");

    static final List<String> ASSEMBLY_WORDS = List.of(
            "eax",
            "al",
            "r15",
            "cr3",
            "[",
            "]",
            "(",
            ")",
            ",",
            "$",
            "%",
            "1f",
            "1b",
            "dword ptr",
            "offset",
            "far",
            "rep",
            "lock",
            ".org",
            ".space",
            ".align",
            "times",
            "equ",
            "=",
            "*3",
            "<<",
            "'",
            "\"",
            "/*",
            "，",
            "0x",
            "-1",
            "data16",
            "fs:",
            "\n");

    static final List<String> IPTABLES_WORDS = List.of(
            "-A",
            "-I",
            "-D",
            "-t",
            "nat",
            "mangle",
            "raw",
            "filter",
            "security",
            "FORWARD",
            "INPUT",
            "OUTPUT",
            "web",
            "-s",
            "-d",
            "-i",
            "-o",
            "-p",
            "tcp",
            "udp",
            "icmp",
            "all",
            "sctp",
            "-f",
            "-m",
            "-j",
            "-g",
            "!",
            "ACCEPT",
            "DROP",
            "RETURN",
            "REJECT",
            "SNAT",
            "DNAT",
            "MASQUERADE",
            "NETMAP",
            "LOG",
            "--to",
            "10.0.0.0/8",
            "10.0.0.1,10.0.0.2",
            "1:2",
            "80,81",
            "NEW,RELATED",
            "--limit",
            "3/hour",
            "-c",
            "1",
            "-n",
            "-v",
            "-w",
            "--line-numbers",
            "--dport",
            "--sport",
            "--state");

    static final List<String> RESTORE = List.of(
            """
            # saved
            *nat
            :PREROUTING ACCEPT [0:0]
            :POSTROUTING ACCEPT [3:180]
            [1:60] -A POSTROUTING -s 192.168.0.0/16 -j MASQUERADE
            COMMIT
            *filter
            :INPUT DROP [10:840]
            :FORWARD ACCEPT [0:0]
            :web - [0:0]
            -A INPUT -m state --state ESTABLISHED -j ACCEPT
            -A INPUT -p tcp -m tcp --dport 80 -j web
            -A web -m limit --limit 5/sec -m comment --comment "two words" -j ACCEPT
            -A web -j LOG --log-prefix "dropped: "
            COMMIT
            """,
            "*filter\n:a - [0:0]\n:b - [0:0]\n-A a -j b\n-A b -g a\n-A FORWARD -j a\nCOMMIT\n",
            "*mangle\n-A PREROUTING -p tcp -j MARK --set-mark 1\n-A FORWARD -j TTL --ttl-dec 1\nCOMMIT\n*raw\n-A OUTPUT -j NOTRACK\nCOMMIT\n");

    static final List<String> RESTORE_WORDS = List.of(
            "*filter",
            "*nat",
            "*",
            "COMMIT",
            "\nCOMMIT\n",
            ":x - [0:0]",
            "[1:2]",
            "[",
            "-A",
            "-N",
            "-X",
            "-F",
            "-P",
            "-t",
            "-L",
            "#",
            "\n");

    static final List<String> IPSET = """
            create banned hash:ip
            create nets hash:net maxelem 10 timeout 300 counters comment
            create ports bitmap:port range 1000-2000
            create ips bitmap:ip range 10.0.0.0/24 netmask 28
            create pairs hash:ip,port hashsize 64 -exist
            create all list:set size 4
            add banned 10.0.0.1-10.0.0.9 -exist
            add nets 10.0.0.0/24 nomatch timeout 5 comment "x"
            add pairs 10.0.0.1,tcp:80-90
            add ports 1234
            add all banned before nets
            del banned 10.0.0.1
            test banned 10.0.0.1
            list banned -terse
            list -name
            save
            restore
            swap banned nets
            rename banned other
            flush
            destroy
            version
            -o xml list
            """.lines().toList();

    static final List<String> FILTERS = """
            tcp port 80 and host 10.0.0.1
            src net 192.168.0.0/16 or dst net 10.0.0.0 mask 255.0.0.0
            icmp[icmptype] == icmp-echo
            tcp[tcpflags] & (tcp-syn|tcp-fin) != 0
            ip[2:2] > 576 and not arp
            ether host 02:00:00:00:00:01 and ether proto 0x806
            (udp or tcp) and portrange 1-1023
            less 100 || greater 50 && !icmp
            ip proto \\\\tcp and ip[8] < 5
            host www and port http
            len >= 40 and ip[0] & 0xf * 4 - 20 + 1 / 2 % 3 << 1 >> 1 ^ 5 | 2 = 20
            """.lines().toList();

    static final List<String> FILTER_WORDS = List.of(
            "and",
            "or",
            "not",
            "(",
            ")",
            "tcp",
            "udp",
            "icmp",
            "arp",
            "ip",
            "ether",
            "host",
            "net",
            "port",
            "src",
            "dst",
            "proto",
            "[",
            "]",
            "&",
            "|",
            "==",
            "!=",
            ">",
            "80",
            "10.0.0.1",
            "mask",
            "tcp[13]",
            "ip[0:4]",
            "ip[999999999]",
            "ip[-1]",
            "1/0",
            "1%0",
            "1<<64",
            "vlan",
            "multicast",
            "broadcast",
            "gateway");

    static final List<String> LABS_YAML =
            List.of("""
            name: forwarding
            title: {zh: 转发, en: Forwarding}
            profile: recorded
            segments: [inside, outside]
            hosts:
              client:
                interfaces:
                  eth0: {segment: inside, address: 192.168.66.132/24}
                setup:
                  - route add default gw 192.168.66.135
              gw:
                forwarding: true
                interfaces:
                  eth0: {segment: inside, address: [192.168.66.135/24, 10.0.0.1/8], mac: "02:00:00:00:00:09", mtu: 1400, up: true}
                  eth1: {segment: outside, address: 172.18.133.210/16}
            services:
              - {host: gw, kind: http, body: hello}
              - {host: gw, kind: dns, zone: {www.lab: 10.0.0.1}}
            probes:
              - {from: client, kind: http, to: 172.18.133.210}
              - {from: client, kind: ping, to: 172.18.133.210, count: 2, size: 100}
              - {from: client, kind: tcp-raw, to: 172.18.133.210, port: 80, flags: "SYN,ACK"}
              - {kind: run, host: gw, command: iptables -A INPUT -j DROP, output: true}
              - {kind: wait, ms: 10}
            """, "name: x\nhosts: {a: {}}\nprobes: []\n", "&a [*a]\n", "a: &x {b: 1}\nc: {<<: *x}\n");

    static final List<String> LABS_JSON = List.of(
            "{\"name\": \"x\", \"segments\": [\"s\"], \"hosts\": {\"a\": {\"interfaces\": {\"eth0\": {\"segment\": \"s\", \"address\": \"10.0.0.1/24\"}}, \"setup\": [\"ip a\"]}}, \"services\": [{\"host\": \"a\", \"kind\": \"udp\", \"port\": 53}], \"probes\": [{\"from\": \"a\", \"kind\": \"udp\", \"to\": \"10.0.0.1\", \"port\": 53}]}",
            "{\"case\": {\"name\": \"y\", \"hosts\": {\"b\": {}}, \"probes\": []}, \"outcome\": null}");

    static final List<String> LAB_WORDS = List.of(
            "name",
            "hosts",
            "segments",
            "interfaces",
            "setup",
            "services",
            "probes",
            "kind",
            "ping",
            "tcp",
            "udp",
            "http",
            "dns",
            "ftp-active",
            "icmp",
            "run",
            "wait",
            "null",
            "true",
            "[",
            "]",
            "{",
            "}",
            "- ",
            "? ",
            "!!binary",
            "|",
            ">",
            "&a",
            "*a",
            "%TAG",
            "---",
            "...",
            "\t",
            "1.5",
            "1e400",
            "0x10",
            "~");

    static final List<String> CHECKS = List.of("""
            checks:
              - {id: web, probe: {from: client, kind: http, to: 10.0.0.1}, expect: ok, weight: 2, message: {zh: 网页, en: the page}}
              - {id: rules, host: gw, rules: {table: filter, chain: FORWARD, contains: ["-j ACCEPT"]}}
              - {id: answer, number: {value: 3, unit: ms, tolerance: 0.1}}
            """);

    static final List<String> HTTPD = List.of(
            "ServerRoot \"/etc/httpd\"\n# Listen 12.34.56.78:80\nListen 80\nListen 10.0.0.1:8080\n<IfModule x>\n</IfModule>\nIncludeOptional conf.d/*.conf\n");

    static final List<String> SHELL = """
            for i in 1 2 3; do echo $i | sed 's/1/x/' >> f; done; cat f | wc -l
            while read a b; do echo "$b $a"; done < /etc/hosts
            if [ -f /etc/hosts ] && grep -q lab /etc/hosts; then echo yes; else echo no >&2; fi
            x=5; echo ${x:-1} ${#x} $((x*2+1)) $(echo a; echo b) `pwd`
            cat <<EOF > f; cat f; rm f
            echo {a,b}{1..3} *.conf ~ "$HOME" '$x' \\\\n
            iptables -A FORWARD -j ACCEPT && iptables -L -n || echo failed; echo $?
            echo 1 > /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/ip_forward
            ls -l /etc /proc/sys/net/ipv4 2>&1 | head -3 | tail -n 1 | sort -r
            mkdir -p a/b; cd a/b; touch c; cp c d; mv d e; cd -; rm -r a
            until false; do break; done; export A=b; unset A; test 1 -lt 2; ! true
            sed -i 's/^Listen 80$/Listen 8080/' /etc/httpd/conf/httpd.conf; systemctl restart httpd
            grep -c -i 'l[i-s]sten\\\\(x\\\\)*' /etc/httpd/conf/httpd.conf; grep -n -v ^# /etc/hosts | tee g
            ping -c 1 far & wait; jobs; kill %1; fg
            date; hostname; uname -a; whoami; history; help; man ping; which ip; true; false; exit 3
            tcpdump -i eth0 -n -c 1 -w /tmp/x.pcap & ping -c 1 10.0.0.2; tcpdump -r /tmp/x.pcap
            """.lines().toList();

    static final List<String> SHELL_WORDS = List.of(
            "for",
            "do",
            "done",
            "if",
            "then",
            "else",
            "elif",
            "fi",
            "while",
            "until",
            "{",
            "}",
            "(",
            ")",
            "|",
            "&&",
            "||",
            ";",
            "&",
            ">",
            ">>",
            "<",
            "2>&1",
            "<<EOF",
            "$x",
            "${x}",
            "${x%y}",
            "$((1/0))",
            "$((1<<70))",
            "$(",
            "`",
            "\"",
            "'",
            "echo",
            "cat",
            "[",
            "]",
            "!",
            "*",
            "?",
            "[a-",
            "~",
            "\\",
            "#",
            "/proc",
            "/etc/hosts",
            "EOF",
            "sleep 1",
            "case",
            "function",
            "$(((",
            "{1..99999999}",
            "x=1",
            "cd",
            "read");

    static final List<String> IP = """
            ip addr add 10.0.0.5/24 broadcast + dev eth0 label eth0:1
            ip -br -4 addr show dev eth0 up
            ip link add v0 type veth peer name v1
            ip link add br0 type bridge; ip link set eth0 master br0; ip link set br0 up
            ip link add vx0 type vxlan id 42 remote 10.0.0.2 dstport 4789 dev eth0
            ip link add g1 type gre local 10.0.0.1 remote 10.0.0.2 ttl 64
            ip tunnel add t1 mode ipip remote 10.0.0.2 local 10.0.0.1; ip tunnel show
            ip link set v0 netns n1 name eth9 address 02:00:00:00:00:77 mtu 1400 up
            ip link del v0; ip -s -d link show
            ip route add 10.9.0.0/16 via 10.0.0.2 dev eth0 metric 5 src 10.0.0.1 table 100
            ip route replace blackhole 10.8.0.0/16; ip route get 10.0.0.2 from 10.0.0.1 iif eth0
            ip route show table all; ip route flush table main; ip route del default
            ip rule add from 10.0.0.0/8 to 1.2.3.4 fwmark 0x1/0xff iif eth0 lookup 100 pref 50; ip rule
            ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 nud permanent dev eth0; ip neigh show; ip neigh flush all
            ip netns add n1; ip netns exec n1 ip link set lo up; ip netns list; ip netns del n1
            ip -n n1 addr; ip -all netns exec ip a; ip help; ip -V
            """.lines().toList();

    static final List<String> IP_WORDS = List.of(
            "addr",
            "link",
            "route",
            "rule",
            "neigh",
            "netns",
            "tunnel",
            "add",
            "del",
            "show",
            "set",
            "get",
            "flush",
            "replace",
            "dev",
            "via",
            "eth0",
            "lo",
            "br0",
            "up",
            "down",
            "default",
            "type",
            "veth",
            "bridge",
            "vxlan",
            "peer",
            "name",
            "master",
            "nomaster",
            "mtu",
            "68",
            "65536",
            "table",
            "254",
            "metric",
            "src",
            "scope",
            "host",
            "10.0.0.0/8",
            "10.0.0.1",
            "lladdr",
            "exec",
            "-s",
            "-d",
            "-br",
            "-4",
            "-6",
            "help");

    static final List<String> NET_TOOLS = """
            ifconfig eth0 10.0.0.1 netmask 255.255.255.0 broadcast 10.0.0.255 mtu 1400 up
            ifconfig eth0:1 10.0.0.7/24; ifconfig -a; ifconfig eth0 down; ifconfig eth0 hw ether 02:00:00:00:00:01
            route add -net 10.1.0.0 netmask 255.255.0.0 gw 10.0.0.2 metric 3 dev eth0
            route add -host 10.2.2.2 reject; route del default; route -n -e
            arp -n; arp -s 10.0.0.9 02:00:00:00:00:09; arp -d 10.0.0.9 -i eth0
            brctl addbr b; brctl addif b eth0; brctl show; brctl showmacs b; brctl stp b on; brctl setageing b 10; brctl delif b eth0; brctl delbr b
            bridge fdb add 02:00:00:00:00:09 dev vx0 dst 10.0.0.2; bridge fdb show; bridge link
            netstat -rn; netstat -tulpn; netstat -i; ss -tuna; ss -lp 'sport = :80'
            conntrack -L -p tcp -o extended; conntrack -D -s 10.0.0.1; conntrack -F; conntrack -E -c 1; conntrack -C
            sysctl -w net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=2; sysctl -a; sysctl -n net.ipv4.ip_forward; sysctl -p
            modprobe nf_conntrack_ftp ports=21,2121; lsmod; modprobe -r nf_nat_ftp
            nsenter --net=/var/run/netns/n1 ip a; unshare -n ip a
            ipset create s hash:ip; ipset add s 10.0.0.1; ipset list
            iptables-save -t filter -c | iptables-restore -n -T nat
            """.lines().toList();

    static final List<String> PROGRAMS = """
            ping -c 2 -i 0.2 -s 100 -W 1 -t 5 -I eth0 -M do 10.0.0.2
            traceroute -n -q 1 -m 3 -I 10.0.0.2; traceroute -U -p 53 far
            curl -s -o /dev/null -w '%{http_code}' --connect-timeout 1 http://10.0.0.2:80/; curl -I far; curl ftp://10.0.0.2/ -P -
            wget -q -O - http://10.0.0.2/ -T 1 -t 1; wget --spider far
            nc -z -v -w 1 10.0.0.2 80; echo hi | nc -u -w 1 10.0.0.2 53; nc -l 1234 &
            dig @10.0.0.2 www.lab +short A; nslookup www.lab 10.0.0.2; host www.lab 10.0.0.2
            telnet 10.0.0.2 80 <<E; ftp -n 10.0.0.2 <<E
            tcpdump -i any -n -e -v -X -c 3 -t 'tcp port 80' & curl -s 10.0.0.2; kill %1
            systemctl start httpd; systemctl status vsftpd named; systemctl is-active httpd; service iptables save; service iptables restart; systemctl enable httpd --now
            journalctl -u network -b -n 5 -p warning --since '1 hour ago' -o cat -r; journalctl -k -f; journalctl --boot=-1 --until 2026-01-01
            systemctl start NetworkManager; nmcli -t -f NAME,DEVICE con show; nmcli con add type bridge con-name br0 ifname br0 ip4 10.0.0.9/24 gw4 10.0.0.2
            nmcli con add type bridge-slave ifname eth0 master br0; nmcli con modify br0 ipv4.method manual ipv4.dns 10.0.0.2; nmcli con up br0; nmcli dev show eth0; nmcli con delete br0
            lspci -nn -k -v -D -s 00:1f.2 -d 8086:; lspci -n; vim +3 /etc/hosts
            """.lines().toList();
}
