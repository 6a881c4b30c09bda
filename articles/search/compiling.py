"""The compilers of an index: what turns a typed tree into one that it can count."""

from __future__ import annotations

from functools import cache

from articles.persian.analyzer import Analyzer
from articles.search import analysis
from articles.search.directory import DatabaseDirectory
from articles.search.engines.base import Engine
from articles.search.vocabulary import alike_in


def compiler_of(
    engine: Engine, persian: Analyzer, directory: DatabaseDirectory, any_word: bool = False
) -> analysis.Compiler:
    """Reads a query as the search page does, with the curators' lists of words.

    ``persian`` is the analyser that the index was made with.
    """
    return analysis.Compiler(
        persian,
        cache(engine.holds),
        directory,
        any_word,
        directory.word_lists,
        alike_in(engine),
        lambda: (word for word, _ in engine.vocabulary()),
    )


def plain_compiler_of(engine: Engine, persian: Analyzer | None = None) -> analysis.Compiler:
    """For words that no reader typed: no curators' lists, nothing spelt nearly alike.

    ``persian`` is the index's own analyser where no other is given. Raises EngineError
    without an index.
    """
    persian = persian or analysis.analyzer_of(engine.settings())
    return analysis.Compiler(persian, cache(engine.holds), DatabaseDirectory())
