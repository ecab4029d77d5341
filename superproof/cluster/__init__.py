"""Parts of proofs and checks on Dask workers. Nothing outside this room imports Dask, and nobody trusts what it finds.

The client cuts a question into parts (`verify.provers`), and `dask_crew` hands them out; `on_worker` answers them, with
the documents that `shelf` keeps by digest.
"""
