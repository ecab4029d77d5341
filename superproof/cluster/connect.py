"""From the words of --cluster, or a Dask client, to a crew; and an end of all processes that were started for it."""

import argparse
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from superproof.errors import UsageError
from superproof.terminal import Terminal
from verify.errors import ProgramError

if TYPE_CHECKING:
    from distributed import Client

    from superproof.cluster.dask_crew import DaskCrew

CONNECTING = "30s"
LOCAL = {
    "distributed.scheduler.allowed-failures": 5,
    "distributed.scheduler.worker-ttl": "60s",
    "distributed.worker.daemon": True,
    # What Dask looks at many times a second, which nobody asks for here and which takes a share of every core.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.system-monitor.gil.enabled": False,
    # Dask's own MALLOC_TRIM_THRESHOLD_ gives every large array of numpy back to the system, to be asked for again.
    "distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1, "MKL_NUM_THREADS": 1, "OPENBLAS_NUM_THREADS": 1},
}


@contextmanager
def on_cluster(cluster: "str | Client", tell: Callable[[str], None] = lambda sentence: None) -> "Iterator[DaskCrew]":
    """Workers for `prove` and `check` (`client=`): those of a Dask client, of a scheduler's address, or `local:N`.

    `local:N` starts N processes of one thread each, with a scheduler on the loopback address, and ends them. Workers
    are never trusted with a proof: whatever they find is checked. `tell` is told the dashboard's address and, at the
    end, how many parts each worker did. Errors: UsageError for other words, or without the package distributed;
    ProgramError where no scheduler answers.

        with sp.on_cluster("local:2") as client:
            sp.prove(problem, network, client=client)
    """
    try:
        from distributed import Client

        from superproof.cluster.dask_crew import DaskCrew
    except ModuleNotFoundError as error:
        raise UsageError(f"a cluster needs the package {error.name}: pip install 'superproof[cluster]'") from error

    if isinstance(cluster, Client):
        yield DaskCrew(cluster, tell)
        return
    with _client(cluster) as client:
        link = client.dashboard_link
        tell(f"cluster: {client.scheduler.address}" + (f", dashboard {link}" if link else ""))
        crew = DaskCrew(client, tell)
        yield crew
        crew.tell_done()


def cluster_of(arguments: argparse.Namespace, terminal: Terminal) -> "AbstractContextManager[DaskCrew | None]":
    """The workers of --cluster; None without it."""
    return nullcontext() if arguments.cluster is None else on_cluster(arguments.cluster, terminal.note)


@contextmanager
def _client(words: str) -> "Iterator[Client]":
    import dask
    from distributed import Client, LocalCluster

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    processes = local_processes(words)
    if processes is None:
        try:
            client = Client(words, timeout=CONNECTING, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ProgramError(f"--cluster {words}: no scheduler answers there ({error})") from error
        with client:
            yield client
        return
    with (
        dask.config.set(LOCAL),
        LocalCluster(
            n_workers=processes, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as started,
        Client(started, set_as_default=False) as client,
    ):  # fmt: skip
        yield client


def local_processes(words: str) -> int | None:
    """N of local:N; None for an address. Errors: UsageError for anything else.

    >>> local_processes("local:2"), local_processes("tcp://10.0.0.1:8786")
    (2, None)
    """
    kind, _, rest = words.partition(":")
    if kind == "local" and rest.isdecimal() and len(rest) < 5 and int(rest) > 0:
        return int(rest)
    if kind != "local" and rest:
        return None
    raise UsageError(f"--cluster must be a scheduler's address, such as tcp://10.0.0.1:8786, or local:N, not {words!r}")
