"""A program: take limits upon oneself, then become another program.

    python -I -S cage.py '{"parent": pid, "as": bytes, "cpu": seconds, "fsize": bytes, "nofile": count}' program argument ...

Limits are set here and not in a fork of the worker, where other threads could hold locks. The kernel kills us
when the worker dies (prctl PR_SET_PDEATHSIG), so that a killed worker leaves no encoder behind."""

import ctypes
import json
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
LIMITS = {
    "as": resource.RLIMIT_AS,
    "cpu": resource.RLIMIT_CPU,
    "fsize": resource.RLIMIT_FSIZE,
    "nofile": resource.RLIMIT_NOFILE,
}


def main() -> None:
    limits, program = json.loads(sys.argv[1]), sys.argv[2:]
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != limits["parent"]:
        os._exit(137)
    os.nice(19)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, number in LIMITS.items():
        if name in limits:
            _limit(number, int(limits[name]))
    os.execv(program[0], program)


def _limit(number: int, value: int) -> None:
    hard = resource.getrlimit(number)[1]
    soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
    spare = 5 if number == resource.RLIMIT_CPU else 0  # SIGXCPU first, which tells the limit from a stranger's SIGKILL
    resource.setrlimit(number, (soft, soft + spare if hard == resource.RLIM_INFINITY else min(soft + spare, hard)))


if __name__ == "__main__":
    main()
