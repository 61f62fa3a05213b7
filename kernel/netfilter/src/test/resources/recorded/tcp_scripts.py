#!/usr/bin/env python3
"""Records what the kernel's connection tracking says of TCP segments that go through a gateway.

    tcp_scripts.py record < SCRIPTS > RECORDED     scripts with what the kernel says of every segment
    tcp_scripts.py random SEED COUNT               scripts by chance, to be recorded

A script is a connection of its own, one line a segment, and ends with an empty line:

    > SYN 1000 0 64240 20 0         from the client (>) or server (<): flags, sequence and acknowledgement number,
                                    window as written, bytes of options, bytes of data
    set loose 0                     net.netfilter.nf_conntrack_tcp_NAME, for this script

Recorded lines go on with `= STATE ENTRY FLAGS SECONDS`: what -m conntrack --ctstate says, the connection's state, U for
UNREPLIED, A for ASSURED, and the time it has left; `gone` where there is no entry. Needs root, network namespaces, iptables.
"""
import ctypes, os, random, socket, struct, subprocess, sys

FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"]
STATES = ["INVALID", "NEW", "ESTABLISHED", "RELATED"]
USUAL = {"loose": 1, "be_liberal": 0, "ignore_invalid_rst": 0, "max_retrans": 3, "timeout_established": 432000,
         "timeout_unacknowledged": 300, "timeout_max_retrans": 300}
KNOWN = [10, 30, 60, 120, 300, 432000]
ENDS = {">": "10.1.0.2", "<": "10.2.0.2"}


def sh(line):
    subprocess.run(line, shell=True, check=True)


def enter(name):
    with open("/run/netns/" + name) as ns:
        if ctypes.CDLL(None, use_errno=True).setns(ns.fileno(), 0) != 0:
            raise OSError(ctypes.get_errno(), "setns")


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def options(length, syn):
    """As Linux sends them: on a SYN of 20 bytes with window scale 7, else timestamps only."""
    stamps = b"\x08\x0a" + b"\0\0\0\1" + b"\0\0\0\0"
    if length == 20 and syn:
        return b"\x02\x04\x05\xb4\x04\x02" + stamps + b"\x01\x03\x03\x07"
    return {0: b"", 12: b"\x01\x01" + stamps, 20: b"\x01" * 20}[length]


def packet(way, port, flags, seq, ack, window, optlen, datalen):
    there, back = ENDS[way], ENDS["<" if way == ">" else ">"]
    sport, dport = (port, 80) if way == ">" else (80, port)
    bits = sum(1 << FLAGS.index(f) for f in flags.split(",") if f != "NONE")
    head = struct.pack("!HHIIBBHHH", sport, dport, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, (20 + optlen) // 4 << 4, bits, window, 0, 0)
    segment = head + options(optlen, bits & 2) + b"x" * datalen
    pseudo = socket.inet_aton(there) + socket.inet_aton(back) + struct.pack("!BBH", 0, 6, len(segment))
    segment = segment[:16] + struct.pack("!H", checksum(pseudo + segment)) + segment[18:]
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(segment), 1, 0x4000, 64, 6, 0, socket.inet_aton(there), socket.inet_aton(back))
    return ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:] + segment


class Gateway:
    """Two stations that never answer, and a router between them that writes the state into the time to live."""

    def __init__(self):
        self.sockets = {}
        self.names = ["ringlabgw", "ringlab>", "ringlab<"]
        for name in self.names:
            sh(f"ip netns add '{name}'")
        for number, way in ((1, ">"), (2, "<")):
            sh(f"ip -n ringlabgw link add g{number} address 02:00:00:00:0{number}:01 type veth peer name e0 address 02:00:00:00:0{number}:02 netns 'ringlab{way}'")
            sh(f"ip -n ringlabgw address add 10.{number}.0.1/24 dev g{number} && ip -n ringlabgw link set g{number} up")
            sh(f"ip -n ringlabgw neigh add 10.{number}.0.2 lladdr 02:00:00:00:0{number}:02 dev g{number}")
            sh(f"ip -n 'ringlab{way}' link set e0 up; ip netns exec 'ringlab{way}' ethtool -K e0 gro off tso off 2>/dev/null || true")
            enter("ringlab" + way)
            self.sockets[way] = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
            self.sockets[way].bind(("e0", 0x0800))
            self.sockets[way].settimeout(1)
        enter("ringlabgw")
        with open("/proc/sys/net/ipv4/ip_forward", "w") as f:
            f.write("1")
        for i, state in enumerate(STATES):
            sh(f"iptables -t mangle -A FORWARD -m conntrack --ctstate {state} -j TTL --ttl-set {100 + i}")

    def close(self):
        for name in self.names:
            sh(f"ip netns del '{name}'")

    def set(self, name, value):
        with open("/proc/sys/net/netfilter/nf_conntrack_tcp_" + name, "w") as f:
            f.write(str(value))

    def send(self, way, port, ip):
        number = "1" if way == ">" else "2"
        self.sockets[way].send(bytes.fromhex(f"020000000{number}01020000000{number}020800") + ip)
        want = ip[20:32]
        while True:
            got = self.sockets["<" if way == ">" else ">"].recv(65535)
            if got[34:46] == want:
                return STATES[got[22] - 100]

    def entry(self, port):
        with open("/proc/self/net/nf_conntrack") as f:
            for line in f:
                words = line.split()
                if f"sport={port}" in words and words[2] == "tcp":
                    flags = ("U" if "[UNREPLIED]" in words else "") + ("A" if "[ASSURED]" in words else "")
                    left = min(k for k in KNOWN if k >= int(words[4]))
                    return f"{words[5]} {flags or '-'} {left}"
        return "gone"


def scripts(lines):
    script = []
    for line in list(lines) + [""]:
        line = line.split("=")[0].strip()
        if line:
            script.append(line)
        elif script:
            yield script
            script = []


def record(lines):
    gateway = Gateway()
    try:
        port = 10000
        for script in scripts(lines):
            port += 1
            for name, value in USUAL.items():
                gateway.set(name, value)
            for line in script:
                words = line.split()
                if words[0] == "#":
                    print(line)
                elif words[0] == "set":
                    gateway.set(words[1], words[2])
                    print(line)
                else:
                    numbers = [int(w) for w in words[2:]]
                    state = gateway.send(words[0], port, packet(words[0], port, words[1], *numbers))
                    print(line, "=", state, gateway.entry(port))
            print()
    finally:
        gateway.close()


def chance(seed, count):
    """Two peers that mostly do what is right."""
    draw = random.Random(seed)
    for _ in range(count):
        if draw.random() < 0.15:
            print("set", *draw.choice([("loose", 0), ("be_liberal", 1), ("ignore_invalid_rst", 1), ("max_retrans", draw.choice([0, 1]))]))
        sent = {">": 1000, "<": 5000}
        seen = {">": 0, "<": 0}
        window = {">": 64240, "<": 64240}
        opening = ["> SYN", "< SYN,ACK", "> ACK"] if draw.random() < 0.7 else []
        if draw.random() < 0.2:
            opening = opening[:draw.randrange(4)]
        closing = ["> FIN,ACK", "< ACK", "< FIN,ACK", "> ACK"] if draw.random() < 0.3 else []
        scaled = draw.choice([20, 20, 20, 0])
        planned = opening + closing
        for step in range(draw.randint(3, 10)):
            if planned and draw.random() < 0.9:
                way, flags = planned.pop(0).split()
            else:
                way = draw.choice("><")
                flags = draw.choice(["SYN", "SYN,ACK", "ACK", "ACK", "ACK", "PSH,ACK", "FIN,ACK", "FIN,ACK", "RST", "RST,ACK", "RST", "SYN", "FIN", "NONE", "ACK,URG", "SYN,URG", "SYN,ECE,CWR", "FIN,ACK,URG", "SYN,RST"])
            other = "<" if way == ">" else ">"
            seq, ack = sent[way], seen[way]
            odd = draw.random()
            if odd < 0.12:
                seq += draw.choice([-1, 1, -100, 100, 1000, 64239, 64240, 64241, 64255, 64256, 64257, 65160, -66000, -66001, 70000, 130000, 500000])
            elif odd < 0.2:
                ack += draw.choice([-1, 1, -100, 100, -66000, -66001, -66002, -65999, 500000])
            elif odd < 0.25:
                seq = 0
            elif odd < 0.3:
                ack = 0
            elif odd < 0.34:
                seq = draw.randrange(1 << 32)
            data = draw.choice([0, 0, 0, 1, 100, 1400]) if "SYN" not in flags and "RST" not in flags else 0
            if "ACK" not in flags and draw.random() < 0.9:
                ack = 0
            window = draw.choice([64240, 502, 502, 502, 501, 0, 1, 65535])
            optlen = draw.choice([scaled, scaled, scaled, 0]) if "SYN" in flags else draw.choice([12, 0]) if "RST" not in flags else 0
            print(way, flags, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, window, optlen, data)
            if odd >= 0.34 or draw.random() < 0.3:
                sent[way] = seq + data + ("SYN" in flags) + ("FIN" in flags)
                if draw.random() < 0.9:
                    seen[other] = sent[way]
        print()


if __name__ == "__main__":
    if sys.argv[1] == "record":
        record(sys.stdin.read().split("\n"))
    else:
        chance(int(sys.argv[2]), int(sys.argv[3]))
