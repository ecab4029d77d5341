"""Sweeps: a grid of problems and constructions, built, proved and kept in a store, one row a point."""
