#!/usr/bin/env python3
"""Plays labs on the real kernel and prints their outcomes, one JSON object a line.

    kernel_labs.py FOLDER < LABS        one lab a line, as JSON; FOLDER holds run_kernel.py

Every lab runs in a process of its own that ends after SECONDS, and with it the namespaces it made. A lab that fails or
takes too long gives {"case": NAME, "failed": WHY}. `kernel_labs.py --probe FOLDER` says why labs can't be played here.
"""
import ctypes
import json
import os
import shutil
import signal
import sys
import tempfile

SECONDS = 15
PROGRAMS = ["ip", "iptables-legacy", "iptables-legacy-save", "conntrack", "ipset", "unshare"]


def missing(folder):
    if not os.path.exists(os.path.join(folder, "run_kernel.py")):
        return "no run_kernel.py in " + folder
    if os.geteuid() != 0:
        return "network namespaces of several hosts need root"
    for name in PROGRAMS:
        if not shutil.which(name, path="/usr/sbin:/sbin:/usr/bin:/bin"):
            return name + " is not installed"
    if os.fork() == 0:
        os._exit(0 if ctypes.CDLL(None, use_errno=True).unshare(0x40000000) == 0 else 1)
    if os.wait()[1]:
        return "unshare(CLONE_NEWNET) is refused"
    return ""


def play(lab, out):
    """In a child: the outcome, written to a file descriptor."""
    import labcase
    import run_kernel
    text = json.dumps(run_kernel.run_case(labcase.normalise(lab)), separators=(",", ":"), ensure_ascii=False)
    with os.fdopen(out, "w", encoding="utf-8") as f:
        f.write(text)


def played(lab):
    """A lab's outcome, from a child with an alarm clock."""
    end, out = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(end)
        os.setpgid(0, 0)
        signal.alarm(SECONDS)
        try:
            play(lab, out)
        except Exception as e:  # a lab the runner can't play is no failure of the others
            os.write(out, json.dumps({"case": lab["name"], "failed": repr(e)}).encode())
        os._exit(0)
    os.close(out)
    with os.fdopen(end, encoding="utf-8") as f:
        text = f.read()
    status = os.waitpid(child, 0)[1]
    try:
        os.killpg(child, signal.SIGKILL)  # what the lab left behind
    except ProcessLookupError:
        pass
    return text or json.dumps({"case": lab["name"], "failed": "ended with %d after at most %d s" % (status, SECONDS)})


def main():
    folder = sys.argv[-1]
    why = missing(folder)
    if why or sys.argv[1] == "--probe":
        print(why)
        return 1 if why else 0
    sys.path.insert(0, folder)
    import run_kernel  # noqa: F401 - once, for all children
    with tempfile.TemporaryDirectory(prefix="kernel-labs-") as tempfile.tempdir:
        for line in sys.stdin:
            print(played(json.loads(line)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
