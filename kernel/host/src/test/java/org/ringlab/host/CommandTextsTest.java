package org.ringlab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is typed, and what the real programs print and return (looked up on a Linux box where in doubt). */
class CommandTextsTest {
    static Stream<Arguments> rows() {
        return Stream.of(
                row("echo hello", "hello\n", "", 0),
                row("echo 'a  b' \"c $USER\" $'x\\ty' \\$HOME", "a  b c root x\ty $HOME\n", "", 0),
                row("x='1 2'; echo $x \"$x\" ${#x} ${y:-none}", "1 2 1 2 3 none\n", "", 0),
                row("echo $((2 + 3 * 4 % 5))", "4\n", "", 0),
                row(
                        "x=0x7f; echo $((x >> 4 & 3 | 1 << 6)) $((010 + 0xFF)) $((~0)) $((1 << 63)) $((3 > 2 && !0))",
                        "67 263 -1 -9223372036854775808 1\n",
                        "",
                        0),
                row("false; echo $?; true && echo yes || echo no", "1\nyes\n", "", 0),
                row("echo $(echo inner; echo two)", "inner two\n", "", 0),
                row("for i in {1..3} x; do echo -n $i,; done", "1,2,3,x,", "", 0),
                row(
                        "i=0; while [ $i -lt 3 ]; do i=$((i+1)); if [ $i = 2 ]; then continue; fi; echo $i; done",
                        "1\n3\n",
                        "",
                        0),
                row("printf", "", "printf: usage: printf [-v var] format [arguments]\n", 2),
                row("foo bar", "", "bash: foo: command not found\n", 127),
                row("/etc/hosts", "", "bash: /etc/hosts: Permission denied\n", 126),
                row("/etc", "", "bash: /etc: Is a directory\n", 126),
                row("./x", "", "bash: ./x: No such file or directory\n", 127),
                row("echo )", "", "bash: syntax error near unexpected token `)'\n", 2),
                row("echo >", "", "bash: syntax error near unexpected token `newline'\n", 2),
                row("| cat", "", "bash: syntax error near unexpected token `|'\n", 2),
                row("fi", "", "bash: syntax error near unexpected token `fi'\n", 2),
                row("echo \"open", "", "bash: unexpected EOF while looking for matching `\"'\n", 2),
                row("coproc cat", "", "bash: not simulated: coproc (a shell construct)\n", 2),
                row("local a=(1 2)", "", "bash: local: can only be used in a function\n", 1),
                row("echo )\necho next", "next\n", "bash: syntax error near unexpected token `)'\n", 0),
                row("cat <(echo x)", "x\n", "", 0),
                row("tcpdump -G 5 -i eth0", "", "tcpdump: not simulated: -G\n", 1),
                row("tcpdump -s 64 -i eth0", "", "tcpdump: not simulated: -s 64\n", 1),
                row("traceroute -F 10.0.0.1", "", "traceroute: not simulated: -F\n", 1),
                row("dig +trace www.lab", "", "dig: not simulated: +trace\n", 1),
                row("cat <<EOF | grep -v b\na $USER\nb\nEOF", "a root\n", "", 0),
                row("cat <<'EOF'\n$USER\nEOF", "$USER\n", "", 0),
                row("cat <<EOF | {\na\nEOF\ncat; echo b; }", "a\nb\n", "", 0),
                row("for i in 1 2; do echo $i; done > /tmp/f; cat /tmp/f", "1\n2\n", "", 0),
                row("if true; then echo yes; fi >/tmp/f; cat /tmp/f", "yes\n", "", 0),
                row("echo one > /tmp/f; echo two >> /tmp/f; wc -l < /tmp/f; tail -n 1 /tmp/f", "2\ntwo\n", "", 0),
                row("ls /nope 2>&1 | wc -l", "1\n", "", 0),
                row("cat /nope", "", "cat: /nope: No such file or directory\n", 1),
                row("echo x > /nope/f", "", "bash: /nope/f: No such file or directory\n", 1),
                row("echo x > /etc", "", "bash: /etc: Is a directory\n", 1),
                row("cd /etc; pwd; cd; pwd", "/etc\n/root\n", "", 0),
                row("cd /nope", "", "bash: cd: /nope: No such file or directory\n", 1),
                row("echo 'Listen 80' > /tmp/h; sed -i 's/80/8080/' /tmp/h; cat /tmp/h", "Listen 8080\n", "", 0),
                row("echo abc > /proc/sys/net/ipv4/ip_forward", "", "bash: echo: write error: Invalid argument\n", 1),
                row("echo 1 > /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/ip_forward", "1\n", "", 0),
                row(
                        "echo 1 > /proc/sys/net/ipv4/nope",
                        "",
                        "bash: /proc/sys/net/ipv4/nope: No such file or directory\n",
                        1),
                row(
                        "iptables -A INPUT -m recent --name web --set; echo +10.0.0.7 > /proc/net/xt_recent/web;"
                                + " cut=$(cat /proc/net/xt_recent/web); echo $cut | grep -c src=10.0.0.7",
                        "1\n",
                        "",
                        0),
                row(
                        "iptables -A INPUT -m recent --name web --set; iptables -F; cat /proc/net/xt_recent/web",
                        "",
                        "cat: /proc/net/xt_recent/web: No such file or directory\n",
                        1),
                row("sysctl -w net.ipv4.ip_forward=1", "net.ipv4.ip_forward = 1\n", "", 0),
                row(
                        "sysctl net.ipv4.foo",
                        "",
                        "sysctl: cannot stat /proc/sys/net/ipv4/foo: No such file or directory\n",
                        1),
                row(
                        "sysctl -w net.ipv4.ip_forward=abc",
                        "",
                        "sysctl: setting key \"net.ipv4.ip_forward\": Invalid argument\n",
                        1),
                row("route add -net 10.0.0.0/8 gw 10.1.1.1", "", "SIOCADDRT: Network is unreachable\n", 7),
                row("route add default gw 192.168.66.135", "", "SIOCADDRT: File exists\n", 7),
                row("route del -net 10.0.0.0/8", "", "SIOCDELRT: No such process\n", 7),
                row("route add -net 10.7.7.0/24 dev eth9", "", "SIOCADDRT: No such device\n", 7),
                row("route add -net 10.7.7.0/24 gw bogus", "", "bogus: Unknown host\n", 6),
                row(
                        "route -n",
                        "Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n0.0.0.0         192.168.66.135  0.0.0.0         UG    0      0        0 eth0\n192.168.66.0    0.0.0.0         255.255.255.0   U     0      0        0 eth0\n",
                        "",
                        0),
                row(
                        "ip route add 10.0.0.0/8 via 192.168.66.135; ip r",
                        "default via 192.168.66.135 dev eth0 \n10.0.0.0/8 via 192.168.66.135 dev eth0 \n192.168.66.0/24 dev eth0 proto kernel scope link src 192.168.66.132 \n",
                        "",
                        0),
                row("ip route add default via 192.168.66.135", "", "RTNETLINK answers: File exists\n", 2),
                row(
                        "ip route add 11.0.0.0/8 via 9.9.9.9; ip route del default; ip route add 11.0.0.0/8 via 9.9.9.9",
                        "",
                        "Error: Nexthop has invalid gateway.\nError: Nexthop has invalid gateway.\n",
                        2),
                row("ip route add 11.0.0.0/8 via", "", "Command line is not complete. Try option \"help\"\n", 255),
                row(
                        "ip route add bogus via 1.1.1.1",
                        "",
                        "Error: any valid prefix is expected rather than \"bogus\".\n",
                        1),
                row(
                        "ip route get 10.1.1.1",
                        "10.1.1.1 via 192.168.66.135 dev eth0 src 192.168.66.132 uid 0 \n    cache \n",
                        "",
                        0),
                row("ip foo", "", "Object \"foo\" is unknown, try \"ip help\".\n", 1),
                row("ip addr add 192.168.66.132/24 dev eth0", "", "Error: ipv4: Address already assigned.\n", 2),
                row("ip addr del 192.168.66.132/24 dev eth0; ip route", "", "", 0),
                row(
                        "ip addr add 10.1.1.1/8 dev eth0; ip addr del 192.168.66.132/24 dev eth0; ip route",
                        "default via 192.168.66.135 dev eth0 \n10.0.0.0/8 dev eth0 proto kernel scope link src 10.1.1.1 \n",
                        "",
                        0),
                row("ip addr del 1.2.3.4/24 dev eth0", "", "Error: ipv4: Address not found.\n", 2),
                row("ip addr add 1.2.3.4/24", "", "Not enough information: \"dev\" argument is required.\n", 1),
                row("ip link add a type bridge", "", "\"type\" is invalid lladdr.\n", 1),
                row("ip link set eth0 address 2", "", "Invalid address length 1 - must be 6 bytes\n", 1),
                row("ip link set eth9 up", "", "Cannot find device \"eth9\"\n", 1),
                row("ip link set eth0 mtu 20", "", "Error: mtu less than device minimum.\n", 2),
                row(
                        "ip -br addr",
                        "lo               UNKNOWN        127.0.0.1/8 \neth0             UP             192.168.66.132/24 \n",
                        "",
                        0),
                row("ifconfig eth9", "", "eth9: error fetching interface information: Device not found\n", 1),
                row(
                        "modprobe nope",
                        "",
                        "modprobe: FATAL: Module nope not found in directory /lib/modules/6.18.44\n",
                        1),
                row("modprobe nf_conntrack_ftp", "", "", 0),
                row("env -i A=1 env", "A=1\n", "", 0),
                row("ping nowhere", "", "ping: nowhere: Name or service not known\n", 2),
                row("curl http://nowhere/", "", "curl: (6) Could not resolve host: nowhere\n", 6),
                row("curl -s http://172.18.133.212/", "welcome\n", "", 0),
                row(
                        "curl http://172.18.133.212:81/",
                        "",
                        "curl: (7) Failed to connect to 172.18.133.212 port 81 after 0 ms: Couldn't connect to server\n",
                        7),
                row("curl -s -o /dev/null -w '%{http_code}\\n' http://172.18.133.212/", "200\n", "", 0),
                row(
                        "nc -zv 172.18.133.212 81",
                        "",
                        "nc: connect to 172.18.133.212 port 81 (tcp) failed: Connection refused\n",
                        1),
                row(
                        "ping -c 1 172.18.133.212",
                        "PING 172.18.133.212 (172.18.133.212) 56(84) bytes of data.\n64 bytes from 172.18.133.212: icmp_seq=1 ttl=63 time=0.090 ms\n\n--- 172.18.133.212 ping statistics ---\n1 packets transmitted, 1 received, 0% packet loss, time 0ms\nrtt min/avg/max/mdev = 0.090/0.090/0.090/0.000 ms\n",
                        "",
                        0),
                row(
                        "iptables -A OUTPUT -p icmp -j DROP; ping -c 1 172.18.133.212 | tail -n 2",
                        "1 packets transmitted, 0 received, 100% packet loss, time 0ms\n\n",
                        "",
                        0),
                row(
                        "ping -c 1 -M do -s 1473 172.18.133.212",
                        "PING 172.18.133.212 (172.18.133.212) 1473(1501) bytes of data.\n\n--- 172.18.133.212 ping statistics ---\n1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms\n\n",
                        "ping: local error: message too long, mtu=1500\n",
                        1),
                row("ping -c 1 -M do -s 1472 172.18.133.212 | grep -c 1480", "1\n", "", 0),
                row("ping -c 1 -M dont -s 1473 172.18.133.212 | grep -c 1481", "1\n", "", 0),
                row("ping -c 1 -M may 172.18.133.212", "", "ping: invalid -M argument: may\n", 2),
                row(
                        "ip netns add n; ip link add x type veth peer name y; ip link set x up; ip -br link show x | grep -c LOWER;"
                                + " ip link set y netns n; ip -br link show x | grep -c LOWER",
                        "1\n0\n",
                        "",
                        1),
                row(
                        "ip link add vx0 type vxlan id 42 local 192.168.66.135 remote 172.18.0.12 dev eth0 dstport 4789;"
                                + " ip -d link show vx0 | tail -n 1",
                        "    vxlan id 42 remote 172.18.0.12 local 192.168.66.135 dev eth0 srcport 0 0 dstport 4789 ttl auto"
                                + " ageing 300 udpcsum noudp6zerocsumtx noudp6zerocsumrx addrgenmode eui64 numtxqueues 1"
                                + " numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536"
                                + " tso_max_segs 65535 gro_max_size 65536 \n",
                        "",
                        0),
                row("ifconfig lo 127.0.0.1/8 up; ip addr show lo | grep -c brd.127", "0\n", "", 1),
                row("route del default; ping -c 1 172.18.133.212", "", "ping: connect: Network is unreachable\n", 2),
                row("iptables -D INPUT 1", "", "iptables: Index of deletion too big.\n", 1),
                row(
                        "iptables -A INPUT -p tcp --dport 80 -j ACCEPT; iptables-save | grep dport",
                        "-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\n",
                        "",
                        0));
    }

    private static Arguments row(String script, String stdout, String stderr, int status) {
        return Arguments.of(script, stdout, stderr, status);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void printsAndReturns(String script, String stdout, String stderr, int status) {
        CommandResult result = Labs.threeHosts(true).run("client", script);
        assertEquals(stderr, result.stderr());
        assertEquals(stdout, result.stdout());
        assertEquals(status, result.status());
    }
}
