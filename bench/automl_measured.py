"""Runs a command and prints what it took as JSON, over all the processes that it started, also those that outlive it.

  automl_measured.py SECONDS COMMAND ...

SECONDS is the time limit. `code` is the exit code (null past the limit), `wallSeconds` the time until the command
ended, `cpuSeconds` user and system time, as waited for or as seen (some daemons discard that of their children),
`peakBytes` the greatest sum of proportional set sizes (memory shared by
processes counts once), looked at twice a second, or the greatest resident size of one process if that is more.
"""
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
INTERVAL = 0.5


def descendants(root):
    """The processor seconds so far of each process below `root`."""
    parents, seconds = {}, {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    fields = file.read().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(name)] = int(fields[1])
            seconds[int(name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    found, before = {root}, 0
    while len(found) > before:
        before = len(found)
        found |= {pid for pid, parent in parents.items() if parent in found}
    return {pid: seconds[pid] for pid in found - {root}}


def proportional_bytes(pid):
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            for line in file:
                if line.startswith("Pss:"):
                    return 1024 * int(line.split()[1])
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def reap():
    """Waits for the processes that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0] > 0:
            pass
    except ChildProcessError:
        pass


limit, *command = sys.argv[1:]
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
started = time.monotonic()
child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
peak, seen = 0, {}
while child.poll() is None and time.monotonic() - started < float(limit):
    now = descendants(os.getpid())
    seen.update(now)
    peak = max(peak, sum(map(proportional_bytes, now)))
    time.sleep(INTERVAL)
wall = time.monotonic() - started
code = child.poll()
while left := descendants(os.getpid()):
    for pid in left:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    time.sleep(0.05)
    reap()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
json.dump(
    {
        "code": code,
        "wallSeconds": wall,
        "cpuSeconds": max(used.ru_utime + used.ru_stime, sum(seen.values())),
        "peakBytes": max(peak, 1024 * used.ru_maxrss),
    },
    sys.stdout,
)
