"""The verdict on a network of floats, in lines and as facts."""

from collections.abc import Callable

from superproof.claims import proved_sentence
from superproof.facts import coverage_facts, network_facts
from superproof.float_words import float_counterexample_fact, float_margin, float_margin_sentence
from superproof.names import Names
from superproof.outcome import Outcome, verdict_outcome
from verify import Counterexample, FloatNetwork, Proved, Refuted, Verdict
from verify.provers import FloatFinding


def float_outcome(
    names: Names,
    network: FloatNetwork,
    finding: FloatFinding,
    verdict: Verdict,
    explained: Callable[[Counterexample], tuple[str, ...]],
) -> Outcome:
    """Status, lines and facts of a verdict, and whether machines are covered; `explained` says where to ask why."""
    problem, facts = names.problem, network_facts(names.problem, network)
    executed = "covered by the proof" if finding.doubt is None else f"not covered: {finding.doubt}"
    match verdict:
        case Proved(certificate, words, assumptions):
            margin = certificate.margin
            lines = [f"proved: {proved_sentence(problem, network, certificate.inputs_covered)}", f"claim: {words}"]
            facts |= {"prover": certificate.prover, "claim": words, "assumptions": list(assumptions)}
            if margin is not None:
                unit = int(str(certificate.evidence["unit"]))
                lines.append(f"margin: {float_margin_sentence(margin, unit)}")
                facts |= {"margin": float_margin(margin, unit)}
            lines.append(f"as executed: {executed}")
            facts |= coverage_facts(problem, certificate.inputs_covered) | {"executed": executed}
            return verdict_outcome("proved", tuple(lines), facts)
        case Refuted(counterexample):
            reason = names.refutation(counterexample)
            facts |= {"reason": reason, "counterexample": float_counterexample_fact(counterexample)}
            return verdict_outcome("refuted", (f"refuted: {reason}", *explained(counterexample)), facts)
        case _:
            facts |= {"prover": verdict.certificate.prover} if verdict.certificate is not None else {}
            return verdict_outcome("unknown", (f"unknown: {verdict.reason}",), facts | {"reason": verdict.reason})
