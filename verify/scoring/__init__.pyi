"""The names of `verify.scoring`: `verify.lazy` reads them here, and so do type checkers."""

from verify.scoring.extremes import NO_SCORE, Extremes, no_extremes
from verify.scoring.first_layer import received, received_by_fast_transform
from verify.scoring.rows import RowMatrix, rows_of_code
from verify.scoring.scan import Scanner
from verify.scoring.sparse_states import ColumnMatrix, columns_of, read_each
from verify.scoring.strata import strata_of
from verify.scoring.transform import transform_rows
from verify.scoring.true_outputs import Ones, TrueOutputs

__all__ = [
    "NO_SCORE",
    "ColumnMatrix",
    "Extremes",
    "Ones",
    "RowMatrix",
    "Scanner",
    "TrueOutputs",
    "columns_of",
    "no_extremes",
    "read_each",
    "received",
    "received_by_fast_transform",
    "rows_of_code",
    "strata_of",
    "transform_rows",
]
