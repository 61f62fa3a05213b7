#!/usr/bin/env python3
"""Plays bridge labs on the kernel of this machine and writes down when each port of a bridge changed its state.

    record_stp.py spanning-tree.json > spanning-tree.jsonl     (root; iproute2, bridge-utils, ping)

The file holds a list of labs: `bridges` (namespaces), `setup` and `then` (lines `at NS COMMAND`, seconds since the last
setup line). One line a lab comes out: `changes` as [seconds, "ns/port", state], `shown` (what was asked for by
`show NS COMMAND` lines: its output), `pings` (0 or 1 answers).
"""
import json, subprocess, sys, time, threading

STATES = ["disabled", "listening", "learning", "forwarding", "blocking"]


def run(ns, line):
    return subprocess.run(["ip", "netns", "exec", ns, "bash", "-c", line], capture_output=True, text=True)


def play(lab):
    prefix = "st%d-" % (hash(lab["name"]) % 9999)
    names = {n: prefix + n for n in lab["namespaces"]}
    expand = lambda s: s.replace("@@", prefix)
    for n in names.values():
        subprocess.run(["ip", "netns", "add", n], check=True)
        run(n, "sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1")
    try:
        for line in lab["setup"]:
            ns, command = line.split(" ", 1)
            r = run(names[ns], expand(command))
            if r.returncode:
                sys.exit(lab["name"] + ": " + line + ": " + r.stderr)
        begin = time.monotonic()
        changes, shown, pings, last = [], [], [], {}
        todo = [(float(l.split(" ", 2)[0]), *l.split(" ", 2)[1:]) for l in lab["then"]]
        threads = []
        while True:
            now = time.monotonic() - begin
            while todo and todo[0][0] <= now:
                at, ns, command = todo.pop(0)
                def step(at=at, ns=ns, command=command):
                    r = run(names[ns], expand(command))
                    if command.startswith("ping"):
                        pings.append([at, ns, command, int(r.returncode == 0)])
                    elif "show" in command:
                        shown.append([at, ns, command, r.stdout])
                t = threading.Thread(target=step); t.start(); threads.append(t)
            for n, full in names.items():
                for port in json.loads(run(full, "bridge -j link").stdout or "[]"):
                    key = n + "/" + port["ifname"]
                    if last.get(key) != port["state"]:
                        last[key] = port["state"]
                        changes.append([round(time.monotonic() - begin, 1), key, port["state"]])
            if now > lab["seconds"]:
                break
            time.sleep(0.05)
        for t in threads: t.join()
        kernel = subprocess.run(["uname", "-r"], capture_output=True, text=True).stdout.split("-")[0]
        return {"lab": lab["name"], "kernel": kernel, "changes": changes, "shown": sorted(shown), "pings": sorted(pings)}
    finally:
        for n in names.values():
            subprocess.run(["ip", "netns", "del", n])


labs = json.load(open(sys.argv[1]))
results = {}
jobs = []
for lab in labs:
    t = threading.Thread(target=lambda lab=lab: results.__setitem__(lab["name"], play(lab)))
    t.start(); jobs.append(t); time.sleep(0.3)
for t in jobs: t.join()
for lab in labs:
    print(json.dumps(results[lab["name"]]))
