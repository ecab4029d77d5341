"""No circles of modules, also where an import hides in a function or serves annotations alone."""

import networkx as nx
import pytest

grimp = pytest.importorskip("grimp")
PACKAGES = ("verify", "constructions", "bounds", "superproof")


def test_no_module_needs_itself() -> None:
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=False, cache_dir=None)
    needs = nx.DiGraph(
        (name, other) for name in graph.modules for other in graph.find_modules_directly_imported_by(name)
    )
    assert [sorted(circle) for circle in nx.strongly_connected_components(needs) if len(circle) > 1] == []
