"""One picture a file, each a function from results to a `Picture`."""
