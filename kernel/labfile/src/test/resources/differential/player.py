#!/usr/bin/env python3
"""Plays labs on the Linux kernel below and prints what came of them, one JSON object a line.

    player.py < LABS          one lab a line, as JSON in the lab file's form
    player.py --probe         says why labs can't be played here, or nothing

Hosts are network namespaces without a name, held by one process a lab: they end with it, at the latest after SECONDS.
Known are hosts, cards, setup lines, services of kind tcp, http and udp, and probes of kind ping, tcp, http, udp, run and
wait. Told are each probe's verdict and who saw it, the rules with their counters, and the commands that failed.
"""
import ctypes
import errno
import json
import os
import re
import selectors
import shlex
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

SECONDS = 20
PROGRAMS = ("ip", "sysctl", "iptables-legacy", "iptables-legacy-save", "iptables-legacy-restore", "conntrack", "ipset")
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
NEWNET = 0x40000000
QUICKACK = 12
LIBC = ctypes.CDLL(None, use_errno=True)

# What a lab takes for granted where a fresh namespace has it otherwise (the profile `recorded` of docs/lab-format.md).
SETTINGS = {
    "net/ipv6/conf/all/disable_ipv6": 1, "net/ipv6/conf/default/disable_ipv6": 1, "net/ipv4/ip_forward": 0,
    "net/ipv4/conf/all/rp_filter": 0, "net/ipv4/conf/default/rp_filter": 0,
    "net/ipv4/conf/all/send_redirects": 0, "net/ipv4/conf/default/send_redirects": 0,
    "net/ipv4/icmp_ratemask": 0, "net/ipv4/icmp_msgs_per_sec": 100000, "net/ipv4/icmp_msgs_burst": 100000,
    "net/ipv4/tcp_syn_retries": 1, "net/ipv4/tcp_synack_retries": 0, "net/ipv4/tcp_invalid_ratelimit": 0,
    "net/ipv4/tcp_early_retrans": 0, "net/ipv4/tcp_no_metrics_save": 1, "net/ipv4/ip_unprivileged_port_start": 0,
    "net/bridge/bridge-nf-call-iptables": 0, "net/bridge/bridge-nf-call-arptables": 0,
    "net/bridge/bridge-nf-call-ip6tables": 0,
}
# Of each card: a neighbour that is silent is given up within 50 ms.
NEIGHBOUR = {"retrans_time_ms": 15, "base_reachable_time_ms": 600000, "delay_first_probe_time": 60}
UNREACHABLE = ("net", "host", "protocol", "port", "frag-needed", "source-route-failed", "net-unknown", "host-unknown",
               "source-isolated", "net-prohibited", "host-prohibited", "net-tos", "host-tos", "admin-prohibited")


class Space:
    """A network namespace: `with space:` the process is in it."""

    HOME = None

    def __init__(self):
        if Space.HOME is None:
            Space.HOME = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        if LIBC.unshare(NEWNET):
            raise OSError(ctypes.get_errno(), "unshare")
        self.fd = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        for key, value in SETTINGS.items():
            put(key, value)
        LIBC.setns(Space.HOME, NEWNET)

    def __enter__(self):
        LIBC.setns(self.fd, NEWNET)

    def __exit__(self, *_):
        LIBC.setns(Space.HOME, NEWNET)

    def socket(self, *kind):
        with self:
            s = socket.socket(*kind)
        s.setblocking(False)
        return s


def put(key, value):
    try:
        with open("/proc/sys/" + key, "w") as f:
            f.write(str(value))
    except OSError:
        pass  # this kernel knows no such setting


class Play:
    """One lab."""

    def __init__(self, lab, folder):
        self.lab = lab
        self.spaces, self.errors, self.seen, self.icmp, self.ends = {}, [], [], [], []
        self.poll = selectors.DefaultSelector()
        self.env = {"PATH": folder + ":" + PATH, "LC_ALL": "C", "XTABLES_LOCKFILE": folder + "/lock"}
        self.known = {int(number) for number in re.findall(r"[0-9]+", json.dumps(lab))}

    def outcome(self):
        self.build()
        self.serve()
        probes = []
        for number, step in enumerate(self.lab["probes"], 1):
            told = self.step(number, step)
            if told is not None:
                probes.append(dict(told, id=number))
        self.until(lambda: False, 0.02)
        return {"case": self.lab["name"], "probes": probes, "setup_errors": self.errors,
                "hosts": {name: {"tables": self.tables(name, space)} for name, space in self.spaces.items()}}

    # ---- hosts and switches ----

    def build(self):
        fabric, cards = Space(), 0
        switches = {}
        for h, (name, host) in enumerate(self.lab["hosts"].items(), 1):
            self.spaces[name] = space = Space()
            for i, (card, spec) in enumerate(host.get("interfaces", {}).items(), 1):
                segment = spec["segment"]
                if segment not in switches:
                    switches[segment] = "sw%d" % len(switches)
                    self.ip(fabric, "link add %s type bridge mcast_snooping 0 forward_delay 0 stp_state 0" % switches[segment])
                    self.ip(fabric, "link set %s up" % switches[segment])
                cards += 1
                mac = spec.get("mac", "02:00:00:%02x:00:%02x" % (h, i))
                mtu = " mtu %s" % spec["mtu"] if "mtu" in spec else ""
                self.ip(fabric, "link add c%d%s type veth peer name %s address %s%s netns /proc/%d/fd/%d"
                        % (cards, mtu, card, mac, mtu, os.getpid(), space.fd))
                self.ip(fabric, "link set c%d master %s up" % (cards, switches[segment]))
        for name, host in self.lab["hosts"].items():
            space = self.spaces[name]
            self.ip(space, "link set lo up")
            for card, spec in host.get("interfaces", {}).items():
                addresses = spec.get("address", [])
                for address in [addresses] if isinstance(addresses, str) else addresses:
                    self.ip(space, "addr add %s brd + dev %s" % (address, card))
                if spec.get("up", True):
                    self.ip(space, "link set %s up" % card)
            if host.get("forwarding"):
                with space:
                    put("net/ipv4/ip_forward", 1)
        for name, host in self.lab["hosts"].items():
            for line in host.get("setup", []):
                self.command(name, line, "setup")
        self.settle()

    def ip(self, space, words):
        with space:
            subprocess.run(["ip"] + words.split(), check=True, capture_output=True)

    def settle(self):
        """Cards are up in the end; asking for their state waits for what the kernel does about it later."""
        for space in self.spaces.values():
            with space:
                for _, card in socket.if_nameindex():
                    for key, value in NEIGHBOUR.items():
                        put("net/ipv4/neigh/%s/%s" % (card, key), value)
        self.until(lambda: False, 0.02)

    def command(self, host, line, where):
        argv = ["sh", "-c", line] if ">" in line else shlex.split(line)
        with self.spaces[host]:
            try:
                done = subprocess.run(argv, env=self.env, text=True, capture_output=True, stdin=subprocess.DEVNULL)
                status, said = done.returncode, done.stderr.strip()
            except FileNotFoundError:
                status, said = 127, argv[0] + ": command not found"
        if status:
            self.errors.append({"where": where, "host": host, "command": line, "rc": status,
                                "stderr": said.splitlines()[0] if said else ""})
        return status

    # ---- waiting ----

    def until(self, holds, seconds):
        """Serves all sockets until it holds; whether it did in time. What arrived in time counts, however late it is read."""
        end = time.monotonic() + seconds
        while not holds():
            ready = self.poll.select(max(0.0, end - time.monotonic()))
            for key, _ in ready:
                try:
                    key.data(key.fileobj)
                except BlockingIOError:
                    pass
            if not ready and time.monotonic() >= end:
                return holds()
        return True

    def watch(self, s, what):
        self.poll.register(s, selectors.EVENT_READ, what)

    def close(self, s, reset=False):
        if s.fileno() < 0:
            return
        try:
            self.poll.unregister(s)
        except KeyError:
            pass
        if reset:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.close()

    # ---- services ----

    def serve(self):
        for name, space in self.spaces.items():
            s = space.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
            self.watch(s, lambda s, name=name: self.on_icmp(name, s))
        for service in self.lab.get("services", []):
            udp = service["kind"] == "udp"
            port = service.get("port", 80)
            s = self.spaces[service["host"]].socket(socket.AF_INET, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if udp:
                s.setsockopt(socket.IPPROTO_IP, 8, 1)  # IP_PKTINFO: which address was asked
            s.bind((service.get("address", "0.0.0.0"), port))
            if not udp:
                s.listen(16)
            self.watch(s, lambda s, v=service, p=port, f=self.on_datagram if udp else self.on_connection: f(v, p, s))

    def saw(self, service, port, source, address, dport):
        self.seen.append({"service": "%s:%d" % (service["kind"], port), "host": service["host"],
                          "src": self.end(*source), "dst": self.end(address, dport)})

    def end(self, address, port):
        """A port that nothing in the lab names is any port."""
        return "%s:%d" % (address, port) if port in self.known or 40000 < port <= 40000 + len(self.lab["probes"]) \
            else "%s:*%d" % (address, port)

    def on_icmp(self, host, s):
        packet, _ = s.recvfrom(65536)
        body = packet[(packet[0] & 15) * 4:]
        self.icmp.append((host, socket.inet_ntoa(packet[12:16]), socket.inet_ntoa(packet[16:20]), body))

    def on_datagram(self, service, port, s):
        data, ancillary, _, source = s.recvmsg(65536, 256)
        address = next(value[8:12] for level, kind, value in ancillary if (level, kind) == (socket.IPPROTO_IP, 8))
        self.saw(service, port, source, socket.inet_ntoa(address), port)
        try:
            s.sendmsg([data], [(socket.IPPROTO_IP, 8, struct.pack("I4s4s", 0, address, bytes(4)))], 0, source)
        except OSError:
            pass  # a rule or a missing route: the asker waits in vain

    def on_connection(self, service, port, s):
        end, source = s.accept()
        end.setblocking(False)
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        end.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)
        self.saw(service, port, source, *end.getsockname())
        self.ends.append(end)
        self.watch(end, lambda e: self.on_stream(service, e))

    def on_stream(self, service, end):
        try:
            data = end.recv(65536)
            end.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)
        except ConnectionError:
            data = b""
        if not data:
            self.close(end)
        elif service["kind"] == "http":
            body = str(service.get("body", "ok\n")).encode()
            end.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        else:
            end.send(data)

    # ---- probes ----

    def step(self, number, step):
        kind = step["kind"]
        if kind == "wait":
            self.until(lambda: False, step["ms"] / 1000)
            return None
        if kind == "run":
            lines = step["command"] if isinstance(step["command"], list) else [step["command"]]
            status = [self.command(step["host"], line, "probe %d" % number) for line in lines]
            self.settle()
            return {"kind": "run", "rc": status}
        self.seen, self.icmp = [], []
        told = {"ping": self.ping, "udp": self.udp, "tcp": self.tcp, "http": self.tcp}[kind](number, step)
        self.until(lambda: False, 0.005)
        for end in self.ends:
            self.forget(end)
        self.ends = []
        echo = []
        if kind == "ping":
            for host, source, to, body in self.icmp:
                one = {"service": "icmp", "host": host, "src": source, "dst": to}
                if body[:1] == b"\x08" and body[4:6] == struct.pack("!H", 1000 + number) and one not in echo:
                    echo.append(one)
        return dict(told, kind=kind, seen_by=self.seen + echo)

    def forget(self, end):
        """What a server still holds goes without another packet (TCP_REPAIR)."""
        if end.fileno() >= 0:
            try:
                end.setsockopt(socket.IPPROTO_TCP, 19, 1)
            except OSError:
                pass
            self.close(end)

    def error(self, step, protocol, ports):
        """The first ICMP error that came back about a probe."""
        for host, source, _, body in self.icmp:
            if host == step["from"] and body[0] in (3, 11) and len(body) >= 36:
                quoted = body[8:]
                inner = quoted[(quoted[0] & 15) * 4:]
                if quoted[9] == protocol and socket.inet_ntoa(quoted[16:20]) == step["to"] and inner[:4] == ports:
                    name = "time-exceeded" if body[0] == 11 else "icmp-unreachable:" + UNREACHABLE[body[1]]
                    return {"verdict": name, "icmp_from": source}
        return None

    def answered(self, step, holds, protocol, ports, refused):
        """Waits for an answer or an error; None for the answer."""
        wait = 0.01 if refused else step.get("timeout_ms", 100) / 1000
        self.until(lambda: holds() or self.error(step, protocol, ports), 0.03 if refused == "not-permitted" else wait)
        if holds():
            return None
        return self.error(step, protocol, ports) or {"verdict": refused or "timeout"}

    def ping(self, number, step):
        s = self.spaces[step["from"]].socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, step.get("ttl", 64))
        if "bind" in step:
            s.bind((step["bind"], 0))
        verdicts, sources, errors = [], [], []
        count = step.get("count", 1)
        for sequence in range(1, count + 1):
            head = struct.pack("!HH", 1000 + number, sequence)
            mark = b"lab-%06d-%03d" % (number, sequence)
            packet = b"\x08\x00\x00\x00" + head + mark.ljust(max(step.get("size", 56), 15), b".")
            packet = packet[:2] + struct.pack("!H", checksum(packet)) + packet[4:]
            refused = local(lambda p=packet: s.sendto(p, (step["to"], 0)))

            def replies(head=head):
                return [i for i in self.icmp if i[0] == step["from"] and i[3][:1] == b"\0" and i[3][4:8] == head]
            # Of a quoted echo the first four bytes are type, code and checksum.
            failed = self.answered(step, replies, 1, packet[:4], refused)
            verdicts.append(failed["verdict"] if failed else "ok")
            sources += [] if failed else [replies()[0][1]]
            errors += [failed["icmp_from"]] if failed and "icmp_from" in failed else []
            if sequence < count:
                self.until(lambda: False, step.get("interval_ms", 1) / 1000)
        s.close()
        told = {"verdict": verdicts[0] if len(set(verdicts)) == 1 else "mixed"}
        told.update({"replies": verdicts} if count > 1 else {})
        told.update({"reply_from": sources[0]} if sources else {})
        told.update({"icmp_from": errors[0]} if errors else {})
        return told

    def udp(self, number, step):
        s = self.spaces[step["from"]].socket(socket.AF_INET, socket.SOCK_DGRAM)
        sport, got = step.get("sport", 40000 + number), []
        s.bind((step.get("bind", "0.0.0.0"), sport))
        self.watch(s, lambda s: got.append(s.recvfrom(65536)))
        payload = (b"lab-%06d-" % number).ljust(step.get("size", 32), b".")
        refused = local(lambda: s.sendto(payload, (step["to"], step["port"])))
        failed = self.answered(step, lambda: got, 17, struct.pack("!HH", sport, step["port"]), refused)
        self.close(s)
        return failed or {"verdict": "ok", "reply_from": self.end(*got[0][1])}

    def tcp(self, number, step):
        s = self.spaces[step["from"]].socket(socket.AF_INET, socket.SOCK_STREAM)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sport, port, ended = step.get("sport", 40000 + number), step.get("port", 80), []
        s.bind((step.get("bind", "0.0.0.0"), sport))
        status = s.connect_ex((step["to"], port))
        if status == errno.EINPROGRESS:
            def connected(_):
                ended.append(s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
                self.poll.unregister(s)
            self.poll.register(s, selectors.EVENT_WRITE, connected)
        else:
            ended.append(status)
        self.until(lambda: ended, step.get("timeout_ms", 100) / 1000)
        if ended != [0]:
            ports = struct.pack("!HH", sport, port)
            if ended:
                self.until(lambda: self.error(step, 6, ports), 0.01)
            told = self.error(step, 6, ports)
            self.close(s)
            return told or {"verdict": "timeout" if not ended else "refused" if ended[0] == errno.ECONNREFUSED
                            else word(ended[0])}
        s.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)
        if not self.until(lambda: self.seen, 0.06):
            self.close(s, reset=True)
            return {"verdict": "half-open"}
        told = {"verdict": "ok"}
        if step["kind"] == "http":
            answer = self.get(s, step.get("timeout_ms", 100) / 1000)
            if "status" not in answer:
                error = self.error(step, 6, struct.pack("!HH", sport, port))
                self.close(s, reset=True)
                return dict(error or answer, stage="data")
            told.update(answer)
        if step.get("close") == "rst":
            self.close(s, reset=True)
        else:
            over = []
            self.watch(s, lambda s: self.finish(s, over))
            s.shutdown(socket.SHUT_WR)
            self.close(s, reset=not self.until(lambda: over, 0.06))
        return told

    def finish(self, s, over):
        try:
            over += [] if s.recv(65536) else [True]
            s.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)
        except ConnectionError:
            over.append(True)

    def get(self, s, seconds):
        got, ended = bytearray(), []

        def more(s):
            try:
                data = s.recv(65536)
            except ConnectionError:
                data = b""
                ended.append("reset")
            if data:
                got.extend(data)
                s.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)
            else:
                ended.append("timeout")
                self.poll.unregister(s)

        def whole():
            head, _, body = bytes(got).partition(b"\r\n\r\n")
            return b"Length: " in head and len(body) >= int(head.split(b"Length: ")[1].split(b"\r\n")[0])
        self.watch(s, more)
        s.send(b"GET / HTTP/1.1\r\nHost: lab\r\n\r\n")
        self.until(lambda: ended or whole(), seconds)
        try:
            self.poll.unregister(s)
        except KeyError:
            pass
        if not whole():
            return {"verdict": (ended + ["timeout"])[0]}
        return {"status": int(got.split()[1]), "body": bytes(got).partition(b"\r\n\r\n")[2].decode()}

    # ---- rules ----

    def tables(self, name, space):
        lines = self.lab["hosts"][name].get("setup", []) + [
            line for step in self.lab["probes"] if step["kind"] == "run" and step["host"] == name
            for line in ([step["command"]] if isinstance(step["command"], str) else step["command"])]
        wanted = set()
        for words in (shlex.split(line) for line in lines if line.startswith("iptables")):
            wanted.add(words[words.index("-t") + 1] if "-t" in words else "filter")
        with space, open("/proc/thread-self/net/ip_tables_names") as f:
            made = f.read().split()  # a command that was refused for its words made none
        tables = {}
        for table in sorted(wanted.intersection(made)):
            with space:
                saved = subprocess.run(["iptables-legacy-save", "-c", "-t", table], env=self.env, text=True,
                                       capture_output=True).stdout
            tables[table] = chains = {}
            for line in saved.splitlines():
                words = line.split()
                if line.startswith(":"):
                    packets, size = words[2][1:-1].split(":")
                    chain = {"policy": words[1], "rules": [], "packets": int(packets), "bytes": int(size)}
                    chains[words[0][1:]] = chain if words[1] != "-" else {"policy": None, "rules": []}
                elif line.startswith("["):
                    packets, size = words[0][1:-1].split(":")
                    chains[words[2]]["rules"].append([line.split(" ", 3)[3] if len(words) > 3 else "", int(packets), int(size)])
        return tables


def checksum(data):
    total = sum(struct.unpack("!%dH" % ((len(data) + 1) // 2), data + bytes(len(data) % 2)))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def local(send):
    """What the own host says to a packet, or nothing."""
    try:
        send()
    except OSError as e:
        return word(e.errno)
    return None


def word(number):
    return {errno.ENETUNREACH: "no-route", errno.EPERM: "not-permitted"}.get(
        number, "local-error:" + errno.errorcode.get(number, str(number)))


def missing():
    if os.geteuid() != 0:
        return "network namespaces of several hosts need root"
    for program in PROGRAMS:
        if not shutil.which(program, path=PATH):
            return program + " is not installed"
    try:
        space = Space()
        with space:
            for words in (["ip", "link", "add", "probe0", "type", "veth"], ["ip", "link", "add", "probe1", "type", "bridge"],
                          ["iptables-legacy", "-t", "nat", "-A", "PREROUTING", "-m", "conntrack", "--ctstate", "NEW"]):
                done = subprocess.run(words, text=True, capture_output=True)
                if done.returncode:
                    return " ".join(words) + ": " + done.stderr.strip()
    except OSError as e:
        return "unshare(CLONE_NEWNET): " + str(e)
    return ""


def played(lab, folder):
    """A lab in a child with an alarm clock; all that it left behind ends with it."""
    end, out = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(end)
        os.setpgid(0, 0)
        signal.alarm(SECONDS)
        try:
            told = Play(lab, folder).outcome()
        except Exception as e:  # one lab that can't be played is no matter of the others
            told = {"case": lab["name"], "failed": repr(e)}
        with os.fdopen(out, "w") as f:
            f.write(json.dumps(told))
        os._exit(0)
    os.close(out)
    with os.fdopen(end) as f:
        text = f.read()
    os.waitpid(child, 0)
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
    return text or json.dumps({"case": lab["name"], "failed": "it took more than %d s" % SECONDS})


def main():
    why = missing()
    if why or sys.argv[1:] == ["--probe"]:
        print(why)
        return
    with tempfile.TemporaryDirectory(prefix="player-") as folder:
        for name in ("iptables", "iptables-save", "iptables-restore"):
            os.symlink(shutil.which(name.replace("iptables", "iptables-legacy"), path=PATH), os.path.join(folder, name))
        for line in sys.stdin:
            print(played(json.loads(line), folder), flush=True)


if __name__ == "__main__":
    main()
