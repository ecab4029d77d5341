"""JSON Schemas (2020-12) of the documents: problem, network (its metadata), certificate, and the answers of `--json`.

>>> schema("problem")["title"]
'Problem'
"""

import json
from importlib.resources import files

NAMES = (
    "problem", "network", "certificate", "answer", "float-network", "tally", "real-problem", "error-certificate",
)  # fmt: skip


def schema(name: str) -> dict[str, object]:
    """The schema called `name`, one of `NAMES`. Errors: ValueError for another name.

    Guarantee: whatever superproof writes satisfies its schema; what satisfies it may still be refused, for reasons
    that no schema can say (docs/formats.md).
    """
    if name not in NAMES:
        raise ValueError(f"a schema must be one of {', '.join(NAMES)}, not {name!r}")
    found: dict[str, object] = json.loads((files(__name__) / f"{name}.schema.json").read_text(encoding="utf-8"))
    return found
