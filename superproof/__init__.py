"""The command line and the report: problems in, proved networks, counterexamples and comparisons out.

Importing this package costs nothing: every command imports what it needs when it runs.
"""

__version__ = "0.1.0"
