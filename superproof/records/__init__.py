"""The best proved networks by family of problems: a table that anybody can read, check again, and beat."""
