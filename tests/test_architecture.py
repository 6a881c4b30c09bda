"""The house rules of docs/architecture.md, read from the imports.

Nothing is imported to be checked: the modules are parsed, so a rule also holds for
imports inside functions.
"""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent

FLOORS = {
    1: ("errors", "files", "persian"),
    2: ("models",),
    3: ("recognition", "ingest", "search"),
    4: ("pipeline", "curation"),
    5: (
        *("views", "api", "admin", "forms", "feeds", "sitemaps", "templatetags"),
        *("management", "checks", "urls", "apps"),
    ),
}
FLOOR_OF = {room: floor for floor, rooms in FLOORS.items() for room in rooms}

# Haystack looks for this module beside the models; it belongs to the room `search`.
ROOM_OF_MODULE = {"search_indexes": "search"}

# Imports between rooms of one floor: everybody may name errors, and on the top floor some
# rooms do nothing but bring others together.
WIRING = {
    "persian": {"errors"},
    "files": {"errors"},
    "urls": {"views", "api", "feeds", "sitemaps"},
    "apps": {"checks", "admin"},
    "views": {"forms"},
    "management": {"checks", "admin"},  # set_up looks before it writes; setup_groups has the roles
    "templatetags": {"admin"},  # the tags of the admin's own templates
}

# Library -> the only part of the application that may know it.
OWNERS = {
    "haystack": ("articles.search", "articles.search_indexes"),
    "whoosh": ("articles.search.engines",),
    "numpy": (
        "articles.search.engines",
        *(f"articles.recognition.{part}" for part in ("linear_chain", "scoring", "word_classes")),
    ),
    "hazm": ("articles.persian",),
    "jdatetime": ("articles.persian",),
    "ahocorasick": ("articles.recognition",),
    "pycrfsuite": ("articles.recognition.crf",),
    "lxml": ("articles.ingest",),
    "trafilatura": ("articles.ingest",),
    "warcio": ("articles.ingest",),
    "environ": ("newsarchive.settings",),
}

HEAVY = (
    "pycrfsuite",
    "numpy",
    "whoosh",
    "hazm",
    "sklearn",
    "scipy",
    "gensim",
    "nltk",
    "trafilatura",
    "lxml",
)

# They only name the settings module, as Django's own templates of them do.
ENTRY_POINTS = {"newsarchive.asgi", "newsarchive.wsgi"}


class Import(NamedTuple):
    """``module`` imports ``target``; ``at_start`` when that happens as soon as it is loaded."""

    module: str
    target: str
    at_start: bool

    def __str__(self) -> str:
        return f"{self.module} -> {self.target}"


@cache
def modules() -> dict[str, ast.Module]:
    """Dotted name -> syntax tree of every module of the project but the migrations."""
    return {
        _dotted(path): ast.parse(path.read_text(encoding="utf-8"))
        for package in ("articles", "newsarchive")
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    }


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports() -> tuple[Import, ...]:
    return tuple(
        Import(module, target, at_start)
        for module, tree in modules().items()
        for node, at_start in _statements(tree)
        for target in _targets(node)
    )


def _statements(tree: ast.AST, at_start: bool = True) -> Iterator[tuple[ast.AST, bool]]:
    """Every import, with whether it lies outside all functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, at_start
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _statements(node, at_start and not inside)


def _targets(node: ast.AST) -> Iterator[str]:
    """What is imported: ``from articles.search import archive`` is articles.search.archive."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert not node.level, "imports name the whole path"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str | None:
    """The room of a module of the application; None outside of it."""
    package, _, rest = module.partition(".")
    if package != "articles" or not rest:
        return None
    name = rest.partition(".")[0]
    return ROOM_OF_MODULE.get(name, name)


def is_inside(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def broken(imports_: Iterator[Import]) -> str:
    """The imports that break a rule, one a line; empty when the house is in order."""
    return "\n".join(map(str, imports_))


# --- floors ---------------------------------------------------------------------------------


def test_every_room_has_a_floor():
    rooms = {room for module in modules() if (room := room_of(module))}
    assert rooms == set(FLOOR_OF), "a new room needs a floor here and in docs/architecture.md"


def test_imports_point_down_and_rooms_of_one_floor_stand_apart():
    def is_allowed(one: Import) -> bool:
        here, there = room_of(one.module), room_of(one.target)
        if here is None or there is None or here == there:
            return True
        return FLOOR_OF[there] < FLOOR_OF[here] or there in WIRING.get(here, ())

    assert not broken(one for one in imports() if not is_allowed(one))


def test_every_exception_to_the_floors_is_used():
    used = {(room_of(one.module), room_of(one.target)) for one in imports()}
    allowed = {(here, there) for here, rooms in WIRING.items() for there in rooms}
    assert allowed <= used


def test_the_application_reads_settings_only_through_django():
    assert not broken(
        one
        for one in imports()
        if is_inside(one.module, ("articles",)) and is_inside(one.target, ("newsarchive",))
    )


# --- libraries ------------------------------------------------------------------------------


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_library_is_known_in_its_room_only(library):
    assert not broken(
        one
        for one in imports()
        if is_inside(one.target, (library,)) and not is_inside(one.module, OWNERS[library])
    )


def test_hazm_is_never_loaded_with_a_module():
    assert not broken(one for one in imports() if one.at_start and is_inside(one.target, ("hazm",)))


def test_the_analysis_of_persian_knows_no_django():
    frameworks = ("django", "haystack", "simple_history")
    assert not broken(
        one
        for one in imports()
        if is_inside(one.module, ("articles.persian", "articles.errors"))
        and is_inside(one.target, frameworks)
    )


def test_every_imported_library_is_a_direct_dependency():
    distributions = packages_distributions()
    declared = _direct_dependencies()
    libraries = {one.target.partition(".")[0] for one in imports()}
    libraries -= {"articles", "newsarchive", *sys.stdlib_module_names}
    undeclared = [
        library
        for library in sorted(libraries)
        if not declared & {_canonical(name) for name in distributions.get(library, [])}
    ]
    assert undeclared == [], "name them in pyproject.toml and docs/dependencies.md"


def test_the_locked_requirements_have_every_direct_dependency():
    """`make run` installs these, so a forgotten `make lock` breaks a fresh clone only."""
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pins = {_canonical(name) for name in re.findall(r"^([\w.-]+)==", locked, re.MULTILINE)}
    assert _direct_dependencies() <= pins


def _direct_dependencies() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {_canonical(re.match(r"[\w.-]+", line)[0]) for line in project["dependencies"]}


def _canonical(name: str) -> str:
    """As the packaging standard compares names (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


# --- environment and start-up ---------------------------------------------------------------


def test_settings_are_the_only_reader_of_the_environment():
    readers = {
        module
        for module, tree in modules().items()
        if module not in ENTRY_POINTS and any(map(_reads_environment, ast.walk(tree)))
    }
    assert readers <= {"newsarchive.settings"}


def _reads_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in {"environ", "environb", "getenv"} and ast.unparse(node.value) == "os"
    return (
        isinstance(node, ast.ImportFrom)
        and node.module == "os"
        and any(alias.name in {"environ", "environb", "getenv"} for alias in node.names)
    )


def test_starting_the_site_loads_no_heavy_library(tmp_path):
    """The first page must not wait for what only searching or importing needs."""
    program = (
        "import sys, django; django.setup();"
        "from importlib import import_module; from django.conf import settings;"
        "import_module(settings.ROOT_URLCONF);"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
            "DATA_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"
