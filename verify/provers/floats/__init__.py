"""Proofs, counterexamples and counts for float networks, by trying all inputs."""
