"""Adds up the closing lines of the test runs in a Maven log, and lists why tests were skipped."""

import re
import sys

totals = {"run": 0, "failures": 0, "errors": 0, "skipped": 0}
reasons = {}
for line in open(sys.argv[1], encoding="utf-8", errors="replace"):
    line = re.sub(r"\x1b\[[0-9;]*m", "", line)
    m = re.match(r"^\[(?:INFO|WARNING|ERROR)\] Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)\s*$", line)
    if m:
        for key, number in zip(totals, m.groups()):
            totals[key] += int(number)
    m = re.match(r".*SKIPPED: (.*)$", line)
    if m:
        reasons[m.group(1).strip()] = reasons.get(m.group(1).strip(), 0) + 1
for reason, count in sorted(reasons.items()):
    print(f"SKIPPED ({count}): {reason}")
failed = totals["failures"] + totals["errors"]
passed = totals["run"] - failed - totals["skipped"]
print(f"{passed} passed, {failed} failed, {totals['skipped']} skipped")
