"""The checker of proofs and counts about float networks: all inputs again, by code of its own."""
