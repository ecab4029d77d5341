"""The names of `verify.statement`: `verify.lazy` reads them here, and so do type checkers."""

from verify.statement.activity import keeps_activity, most_active
from verify.statement.evaluation import require_pair
from verify.statement.forward import read_scores
from verify.statement.gates import GateGroup, kind_of
from verify.statement.inputs import (
    ActiveSets,
    beyond_counting,
    count_sparse,
    more_sparse_than,
    sparse_blocks,
)
from verify.statement.level_sets import LevelSets
from verify.statement.on_inputs import active_levels, indicators, is_admissible, truth
from verify.statement.problem import require_sparsity

__all__ = [
    "ActiveSets",
    "GateGroup",
    "LevelSets",
    "active_levels",
    "beyond_counting",
    "count_sparse",
    "indicators",
    "is_admissible",
    "keeps_activity",
    "kind_of",
    "more_sparse_than",
    "most_active",
    "read_scores",
    "require_pair",
    "require_sparsity",
    "sparse_blocks",
    "truth",
]
