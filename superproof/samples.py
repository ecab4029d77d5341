"""What a sample report says, as a table and a sentence."""

from superproof.words import count
from verify.provers import SampleReport

STRATA_HEADER = ("inputs drawn with", "samples", "failures", "rate at least", "rate at most")


def strata_rows(report: SampleReport) -> list[tuple[str, ...]]:
    """One row a stratum, with the Clopper-Pearson interval of its failure rate."""
    return [
        (s.distribution, f"{s.samples:,}", f"{s.failures:,}", f"{s.lower:.2g}", f"{s.upper:.2g}") for s in report.strata
    ]


def sampled_words(report: SampleReport) -> str:
    """Wrong inputs of those drawn, and the bound on the failure rate, for a verdict that no prover gave."""
    return (
        f"{report.failures:,} of {count(report.samples, 'random input')} wrong (failure rate below {report.upper:.2g} "
        f"with confidence {report.confidence:.0%})"
    )


def sample_sentence(report: SampleReport) -> str:
    """What the samples say, and that they prove nothing."""
    cut = "" if report.cut_short is None else f" ({report.cut_short})"
    if not report.samples and cut:
        return f"no input was sampled{cut}"
    if not report.samples:
        return "no input with an active feature was found to sample: nothing is known of the failure rate (at most 1)"
    if report.failures:
        return f"the network fails on {report.failures:,} of {count(report.samples, 'sampled input')}{cut}"
    return (
        f"no failure in {count(report.samples, 'sampled input')}{cut}: the failure rate under this mixture "
        f"is at most {report.upper:.2g} with confidence {report.confidence:.0%}, which is no proof"
    )
