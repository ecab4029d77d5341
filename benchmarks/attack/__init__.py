"""A standing attack on provers, checker, documents and command line: see `benchmarks.attack.__main__`."""
