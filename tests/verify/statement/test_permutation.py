"""Permutation problems."""

import pytest

from tests.verify.oracle import admissible, true_outputs
from verify import Permutation, evaluate, problem_digest


@pytest.mark.parametrize(
    ("images", "sparsity", "error", "words"),
    [
        ((), 1, ValueError, "at least one image"),
        ((0, 0), 1, ValueError, "image 1 must differ from all others, but 0 is image 0 too"),
        ((0, 2), 1, ValueError, "image 1 must be from 0 to 1, not 2"),
        ((-1, 0), 1, ValueError, "image 0 must be from 0 to 1, not -1"),
        ((1, False), 1, TypeError, "image 1 must be an integer, not False"),
        ((1, 0.0), 1, TypeError, "image 1 must be an integer, not 0.0"),
        ((1, 0), 0, ValueError, "sparsity must be at least 1"),
        ((1, 0), 3, ValueError, "sparsity must be at most the number of features, 2"),
        ((1, 0), True, TypeError, "sparsity must be an integer"),
    ],
)
def test_what_is_no_permutation_is_refused_with_the_rule(images, sparsity, error, words):
    with pytest.raises(error, match=words):
        Permutation(images, sparsity)


def test_every_output_copies_its_preimage():
    problem = Permutation((2, 0, 3, 1), sparsity=4)
    assert problem.preimages == (1, 3, 0, 2)
    for active in admissible(4, 4):
        assert set(evaluate(problem, active)) == true_outputs(problem, active)


def test_images_given_as_a_list_are_kept_as_a_tuple():
    """Once the list itself was kept: changing it later changed the document but not the function."""
    images = [1, 0, 2]
    problem = Permutation(images, sparsity=1)
    images[0] = 7
    assert problem == Permutation((1, 0, 2), sparsity=1)
    assert hash(problem) == hash(Permutation((1, 0, 2), sparsity=1))


def test_random_permutations_are_public():
    assert Permutation.random(6, sparsity=2, seed=1) == Permutation.random(6, sparsity=2, seed=1)
    assert len({Permutation.random(6, sparsity=2, seed=s).images for s in range(30)}) > 25


def test_the_digest_tells_apart_images_and_sparsity():
    variants = [Permutation((0, 1), 1), Permutation((1, 0), 1), Permutation((0, 1), 2), Permutation((0, 1, 2), 1)]
    assert len({problem_digest(problem) for problem in variants}) == 4
