"""One call of `check` in a process of its own, with its time and memory: python -m benchmarks.attack.limited FOLDER.

Prints one JSON object: what was said, the CPU seconds, and the MiB that the call took beyond what was there before it.
"""

import inspect
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import verify
from benchmarks.attack import doors

TIMEOUT = 1.0


def main() -> int:
    folder = Path(sys.argv[1])
    more: dict[str, Any] = {}
    if len(sys.argv) > 2 and "memory" in inspect.signature(verify.check).parameters:
        more["memory"] = int(sys.argv[2])
    try:
        problem, network = doors.load(folder)
        certificate = verify.load_certificate(folder / "certificate.json")
    except doors.REFUSALS as error:
        print(json.dumps({"word": "refused", "reason": str(error), "seconds": 0, "mebibytes": 0, "limited": False}))
        return 0
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    answer = verify.check(problem, network, certificate, timeout=TIMEOUT, **more)
    seconds, after = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    record = {"word": type(answer).__name__.lower(), "reason": str(getattr(answer, "reason", ""))[:200]}
    print(json.dumps({**record, "seconds": seconds, "mebibytes": (after - before) // 2**10, "limited": bool(more)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
