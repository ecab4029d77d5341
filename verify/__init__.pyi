"""The names of `verify`: `verify.lazy` reads them here, and so do type checkers."""

from verify.certifying import count_admissible
from verify.checker import Invalid, Valid, check
from verify.checker.floats.counts import check_tally
from verify.checker.worst_errors import check_errors
from verify.checking import check_in_parts
from verify.codes import (
    BareCode,
    Code,
    ConstantWeightCode,
    HadamardCode,
    IdentityCode,
    RandomSignCode,
    ReedSolomonCode,
    SparseCode,
    code_from_recipe,
)
from verify.documents import (
    Labels,
    load_any_network,
    load_certificate,
    load_error_certificate,
    load_float_network,
    load_labelled_problem,
    load_network,
    load_problem,
    load_real_problem,
    save_certificate,
    save_error_certificate,
    save_float_network,
    save_network,
    save_problem,
    save_real_problem,
)
from verify.errors import DocumentError, RefusedProofError, SpuriousCounterexampleError, SuperproofError
from verify.floats.network import FloatNetwork
from verify.incidence_graph import FEATURE, GATE, from_incidence, incidence
from verify.provers import sample
from verify.proving import confirm, confirm_float, find_proof, prove
from verify.random_problems import random_gates
from verify.reals.formulas import formula, soft_gates
from verify.reals.hinges import Target, absolute, feature, maximum, minimum, relu
from verify.reals.problem import RealProblem, autoencoder, compressed, real_problem
from verify.statement.certificate import Certificate, Margin
from verify.statement.circuit import Circuit
from verify.statement.digest import problem_digest
from verify.statement.evaluation import activations, evaluate, outputs, scores
from verify.statement.fit import require_fit
from verify.statement.forward import score
from verify.statement.gate_problem import Gates, gate_problem
from verify.statement.gates import Gate
from verify.statement.network import Network
from verify.statement.permutation import Permutation
from verify.statement.problem import Problem
from verify.statement.two_and import TwoAnd
from verify.statement.verdict import Counterexample, Found, Proved, Refuted, Unchecked, Unknown, Verdict, replay
from verify.tallying import Counted, count_wrong
from verify.worst_error import UncheckedErrors, WorstErrors, executed_errors, worst_errors

__all__ = [
    "FEATURE",
    "GATE",
    "BareCode",
    "Certificate",
    "Circuit",
    "Code",
    "ConstantWeightCode",
    "Counted",
    "Counterexample",
    "DocumentError",
    "FloatNetwork",
    "Found",
    "Gate",
    "Gates",
    "HadamardCode",
    "IdentityCode",
    "Invalid",
    "Labels",
    "Margin",
    "Network",
    "Permutation",
    "Problem",
    "Proved",
    "RandomSignCode",
    "RealProblem",
    "ReedSolomonCode",
    "RefusedProofError",
    "Refuted",
    "SparseCode",
    "SpuriousCounterexampleError",
    "SuperproofError",
    "Target",
    "TwoAnd",
    "Unchecked",
    "UncheckedErrors",
    "Unknown",
    "Valid",
    "Verdict",
    "WorstErrors",
    "absolute",
    "activations",
    "autoencoder",
    "check",
    "check_errors",
    "check_in_parts",
    "check_tally",
    "code_from_recipe",
    "compressed",
    "confirm",
    "confirm_float",
    "count_admissible",
    "count_wrong",
    "evaluate",
    "executed_errors",
    "feature",
    "find_proof",
    "formula",
    "from_incidence",
    "gate_problem",
    "incidence",
    "load_any_network",
    "load_certificate",
    "load_error_certificate",
    "load_float_network",
    "load_labelled_problem",
    "load_network",
    "load_problem",
    "load_real_problem",
    "maximum",
    "minimum",
    "outputs",
    "problem_digest",
    "prove",
    "random_gates",
    "real_problem",
    "relu",
    "replay",
    "require_fit",
    "sample",
    "save_certificate",
    "save_error_certificate",
    "save_float_network",
    "save_network",
    "save_problem",
    "save_real_problem",
    "score",
    "scores",
    "soft_gates",
    "worst_errors",
]
