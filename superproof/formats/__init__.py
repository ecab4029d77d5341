"""Graph files: one format a file, one table of them (`registry`), and one door (`reading`)."""
