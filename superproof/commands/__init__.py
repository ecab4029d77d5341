"""One module a command, each with `run(arguments, terminal) -> Outcome`; imported only when its command runs."""
