"""The progress bar of commands that work something off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def progress(label: str, unit: str = "article") -> Iterator[Callable[[int, int], None]]:
    """Gives a ``report(done, total)`` that moves a bar; silent where there is no terminal."""
    with tqdm(desc=label, unit=unit, disable=None) as bar:

        def report(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield report
