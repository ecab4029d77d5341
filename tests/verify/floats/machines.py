"""Evaluations of a float network as machines do them: any order, pairwise, fused or not, flushed or not."""

from fractions import Fraction

import numpy as np

KIND = {"float16": np.float32, "bfloat16": np.float32, "float32": np.float32, "float64": np.float64}


def flushed(value, kind):
    return kind(0) if abs(value) < np.finfo(kind).tiny else value


def nearest(value: Fraction, kind) -> np.floating:
    """An exact number rounded once: to float64, toward the odd neighbour, and then to binary32 (or for binary64, at
    once): a fused multiply-add."""
    if kind is np.float64:
        return np.float64(value.numerator / value.denominator)
    near = value.numerator / value.denominator
    if Fraction(near) != value and int(np.float64(near).view(np.int64)) % 2 == 0:
        near = float(np.nextafter(near, np.inf if value > Fraction(near) else -np.inf))
    return np.float32(near)


def dot(weights, x, bias, kind, rng, *, fused: bool, pairwise: bool, flush: bool):
    """One neuron: all in arithmetic `kind`, in a random order."""
    clean = (lambda v: flushed(v, kind)) if flush else (lambda v: v)
    w, x, b = [clean(kind(v)) for v in weights], [clean(kind(v)) for v in x], clean(kind(bias))
    order = rng.permutation(len(w))
    if fused and not pairwise:
        total = b if rng.random() < 0.5 else kind(0)
        late = total is not b
        for j in order:
            total = clean(nearest(Fraction(float(w[j])) * Fraction(float(x[j])) + Fraction(float(total)), kind))
        return clean(kind(total + b)) if late else total
    terms = [clean(kind(w[j] * x[j])) for j in order]
    terms.insert(int(rng.integers(0, len(terms) + 1)), b)
    while len(terms) > 1:
        if pairwise:
            i = int(rng.integers(0, len(terms) - 1))
            terms[i : i + 2] = [clean(kind(terms[i] + terms[i + 1]))]
        else:
            terms[:2] = [clean(kind(terms[0] + terms[1]))]
    return terms[0]


def evaluations(network, active, rng):
    """The scores on one Boolean input, in eight ways."""
    return evaluations_at(network, [j in active for j in range(network.inputs)], rng)


def evaluations_at(network, values, rng):
    """The scores on one input, in eight ways."""
    kind = KIND[network.precision]
    for fused in (False, True):
        for pairwise in (False, True):
            for flush in (False, True):
                x = [kind(value) for value in values]
                for layer in network.layers:
                    z = [
                        dot(row, x, b, kind, rng, fused=fused, pairwise=pairwise, flush=flush)
                        for row, b in zip(layer.weights, layer.bias, strict=True)
                    ]
                    x = [max(v, kind(0)) if r else v for v, r in zip(z, layer.rectified.tolist(), strict=True)]
                yield x
