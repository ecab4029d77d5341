"""Check a proof from its three files alone: what a sceptical reader of a result runs.

    python examples/check_from_files.py problem.json network.safetensors certificate.json

Exit status 0 only if the certificate proves that this network computes this problem.
"""

import sys

from verify import DocumentError, Invalid, Valid, check, load_certificate, load_network, load_problem


def main(paths: list[str]) -> int:
    """Load, check, and say what was found."""
    if len(paths) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        problem, network, certificate = load_problem(paths[0]), load_network(paths[1]), load_certificate(paths[2])
        answer = check(problem, network, certificate)
    except (DocumentError, ValueError) as error:
        print(f"unusable: {error}", file=sys.stderr)
        return 5
    match answer:
        case Valid(claim, assumptions):
            print("valid:", claim)
            for assumption in assumptions:
                print("  assuming that", assumption)
            return 0
        case Invalid(reason):
            print("invalid:", reason)
            return 3
    print("undecided:", answer.reason)
    return 4


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
