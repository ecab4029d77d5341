"""The ways to a proof. One more is a prover, a checker and a line here."""

METHODS = {"enumerate": "enumeration", "branch": "branch", "contracts": "contracts", "smt": "smt"}
"""Name -> the module of `verify.provers` with its `PROVER`, and that of `verify.checker` with its `CHECKER`, which know
nothing of one another; in the order of preference among equal costs."""
