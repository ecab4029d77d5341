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
    # -tt: workers end with this script; the loop: one that dies is started again, and its memory is a core's share.
    # Without a nanny, which would give every large array back to the system, and without Dask's own profile.
    quiet="env DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED=False OMP_NUM_THREADS=1"
    worker="$quiet $python -m distributed.cli.dask_worker tcp://$address:8786 --nthreads 1 --no-nanny"
    ssh -tt "$machine" "for core in \$(seq \$(nproc)); do while ! $worker; do sleep 5; done & done; wait" &
done
wait
