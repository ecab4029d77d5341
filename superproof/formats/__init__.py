"""Graph files: one format a file, one registry (`superproof.formats.registry`), and nothing guessed in silence."""
