"""Prints how long the installed kernel takes to start and to answer, and how much memory it uses.

usage: python start.py [KERNEL] [RUNS]        (needs jupyter_client; Linux for the memory)
"""

import os
import statistics
import sys
import time
from pathlib import Path

from jupyter_client.manager import KernelManager


def millis(since):
    return (time.perf_counter() - since) * 1000


def cpu_ms(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def resident_mb(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0


def execute(client, code):
    since = time.perf_counter()
    message_id = client.execute(code)
    while client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != message_id:
        pass
    return millis(since)


def one_run(kernel):
    manager = KernelManager(kernel_name=kernel)
    since = time.perf_counter()
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.kernel_info()
        client.get_shell_msg(timeout=60)
        ready = millis(since)
        cpu = cpu_ms(manager.provisioner.process.pid)
        first = execute(client, "1 + 1")
        warm = statistics.median(execute(client, f"{n} * 2") for n in range(20))
        memory = resident_mb(manager.provisioner.process.pid)
        return ready, cpu, first, warm, memory
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main():
    kernel = sys.argv[1] if len(sys.argv) > 1 else "ringlab"
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    rows = [one_run(kernel) for _ in range(runs)]
    names = ["launch to reply, ms", "of it CPU ms", "first execute, ms", "warm execute, ms", "resident, MB"]
    for name, values in zip(names, zip(*rows)):
        ordered = sorted(values)
        print(f"{name:22} min {ordered[0]:6.0f}  median {statistics.median(ordered):6.0f}  max {ordered[-1]:6.0f}")


if __name__ == "__main__":
    main()
