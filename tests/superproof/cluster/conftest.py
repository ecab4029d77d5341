"""Workers for tests: threads of this process, which do all but die."""

from contextlib import contextmanager, nullcontext

import pytest


@pytest.fixture(scope="module")
def dask():
    """Two workers that are threads of this process: all but their death is as with processes."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0", protocol="inproc://"
        ) as started,
        distributed.Client(started, set_as_default=False) as client,
    ):
        yield client


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.setenv("SUPERPROOF_CLUSTER_CACHE", str(tmp_path / "shelf"))
    return tmp_path / "shelf"


@pytest.fixture
def on_dask(dask, shelf, monkeypatch):
    """Commands whose `--cluster` is the workers of this process."""
    from superproof.cluster.connect import on_cluster

    def use(*commands):
        @contextmanager
        def here(arguments, terminal):
            with nullcontext() if arguments.cluster is None else on_cluster(dask) as client:
                yield client

        for command in commands:
            monkeypatch.setattr(f"superproof.commands.{command}.cluster_of", here)

    return use
