"""What a run of `certify` has found so far, on disk at any moment: whatever ends the run leaves it there."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import final

from superproof.documents import save
from superproof.folder import better_there
from superproof.outcome import KEPT
from superproof.problem_source import Source, labels_worth_writing
from superproof.words import count
from verify import Certificate, FloatNetwork, Network, save_certificate, save_problem

FOLDER = "unfinished"
"""Inside the folder of results."""
DOCUMENTS = ("problem.json", "network.safetensors", "certificate.json", "certificate.evidence.safetensors")


def write_documents(
    folder: Path, source: Source, network: Network | FloatNetwork | None, certificate: Certificate | None
) -> None:
    """The documents of a run, in the place of earlier ones: no certificate stands beside what it does not prove."""
    save_problem(source.problem, folder / DOCUMENTS[0], labels_worth_writing(source.labels, source.outputs))
    if network is not None:
        save(network, folder / DOCUMENTS[1])
    for name in DOCUMENTS[2:]:
        (folder / name).unlink(missing_ok=True)
    if certificate is not None:
        save_certificate(certificate, folder / DOCUMENTS[2])


@final
class Unfinished:
    """The smallest network that a prover found a proof for, in `folder`, with its problem and certificate.

    One without a certificate stands there only while none with one does. A network that an earlier run left is
    replaced by none that is larger.
    """

    def __init__(self, out: str, source: Source) -> None:
        self.folder = Path(out) / FOLDER
        self._source = source
        self._held: Network | None = None

    def keep(self, network: Network, certificate: Certificate | None) -> None:
        """Write them, unless what is there is better."""
        if network is self._held and certificate is None:
            return
        if better_there(self.folder, self._source.problem, None if certificate is None else network.neurons):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        write_documents(self.folder, self._source, network, certificate)
        self._held = network

    def left(self, neurons: int | None = None) -> list[str]:
        """What to say of a certified network of an earlier run that is there, if it has fewer than `neurons`."""
        found = better_there(self.folder, self._source.problem, neurons)
        if found is None:
            return []
        words = f"a network of {count(found, 'neuron')} and its proof, of a run that did not finish"
        return [f"{self.folder} keeps {words} (--network takes it)"]

    def clear(self, neurons: int | None) -> list[str]:
        """Remove the folder after a run with a proof for so many `neurons`; where it has a better network, say so."""
        left = self.left(neurons)
        if not left:
            shutil.rmtree(self.folder, ignore_errors=True)
        return left

    @contextmanager
    def told(self) -> Iterator[None]:
        """Whoever interrupts the block, or lets it run out of memory, is told where its network is."""
        try:
            yield
        except (KeyboardInterrupt, MemoryError) as stop:
            held = sorted(file.name for file in self.folder.iterdir()) if self._held is not None else []
            stop.args = (f"{KEPT} is in {self.folder}: {', '.join(held)}",) if held else tuple(self.left())
            raise
