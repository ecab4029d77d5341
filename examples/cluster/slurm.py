"""Workers as jobs of Slurm, by dask-jobqueue (pip install dask-jobqueue); run it where jobs may be submitted.

python slurm.py problem.json network.safetensors certificate.json 16
"""

import sys

from dask_jobqueue import SLURMCluster
from distributed import Client

import superproof as sp

SPARING = [
    # Dask's own threshold gives every large array back to the system, to be asked for again.
    """export DASK_DISTRIBUTED__NANNY__PRE_SPAWN_ENVIRON='{"MALLOC_TRIM_THRESHOLD_": 134217728}'""",
    "export DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED=False",
]


def main(problem_file: str, network_file: str, certificate_file: str, jobs: int) -> None:
    """Prove on so many jobs of 8 one-thread workers, and write the certificate."""
    problem, network = sp.load(problem_file), sp.load(network_file)
    with (
        SLURMCluster(
            cores=8,
            processes=8,
            memory="32GB",
            walltime="04:00:00",
            job_script_prologue=SPARING,
        ) as cluster,
        Client(cluster) as dask,
        sp.on_cluster(dask, print) as client,
    ):
        cluster.scale(jobs=jobs)
        dask.wait_for_workers(1)
        match sp.prove(problem, network, client=client, checkpoint=f"{certificate_file}.kept", tell=print):
            case sp.Proved(certificate):
                sp.save(certificate, certificate_file)
                print("proved:", certificate.margin)
            case verdict:
                print(verdict)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
