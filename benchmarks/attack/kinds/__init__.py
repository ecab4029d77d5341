"""The kinds of attack, one a file."""
