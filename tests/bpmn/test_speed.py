"""The benchmark runs, and the engine has not become slow by an order of magnitude."""

from benchmarks.engine import MODELS, measure


def test_the_benchmark_compares_both_engines_on_every_model() -> None:
    """The figures themselves are printed by `python benchmarks/engine.py`, on a quiet machine."""
    found = measure(budget=0.03)

    assert set(MODELS) == set(found)
    assert all(row["ratio"] > 4 for row in found.values())
