"""A pack to make mistakes in."""

import shutil
from pathlib import Path

import pytest

from tests.regulations.authoring import LIBRARY


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of the made-up library."""
    shutil.copytree(LIBRARY, tmp_path / "library")
    return tmp_path / "library"
