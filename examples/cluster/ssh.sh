#!/bin/sh
# Workers on machines that ssh reaches: a scheduler here, a worker process a core on every machine.
#
#     sh ssh.sh 10.0.0.1 anna bert carla    # the address of this machine, then the others
#     superproof prove problem.json network.safetensors --cluster tcp://10.0.0.1:8786
#
# Every machine needs the same superproof[cluster]; PYTHON names the interpreter that has it. Ctrl-C ends all.
set -eu
python=${PYTHON:-python3}
address=$1
shift
trap 'kill 0' EXIT INT TERM
"$python" -m distributed.cli.dask_scheduler --host "$address" --port 8786 &
for machine in "$@"; do
    # -tt: the worker ends with this script; the loop: a worker that dies is started again.
    worker="$python -m distributed.cli.dask_worker tcp://$address:8786 --nthreads 1 --nworkers \$(nproc)"
    ssh -tt "$machine" "while ! $worker; do sleep 5; done" &
done
wait
