"""Fast transforms are the products with the input code that they stand for."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from constructions.optimisation.products import Products
from constructions.optimisation.task import task_of
from tests.constructions.problems import regular


@pytest.mark.parametrize("neurons", [5, 23, 40])  # 40 neurons for 32 features: the identity
def test_fast_products_are_the_dense_ones(neurons):
    task = task_of(regular(32), neurons, 3, 0)
    rng = np.random.default_rng(neurons)
    # Small whole numbers: every sum is exact in whatever order.
    weights = rng.integers(-8, 9, (neurons, task.input_code.rows)).astype(np.float32)
    slope = rng.integers(-8, 9, (neurons, 32)).astype(np.float32)
    products, received = Products(task, fast=True), np.empty((neurons, 32), np.float32)
    with ThreadPoolExecutor() as threads:
        products.receive(weights, received, threads)
        pulled = products.pull_back(slope, threads)
    assert (received == weights @ task.words).all()
    assert (pulled == slope @ task.words.T).all()
