"""The documentation says everything that exists, and nothing that does not."""

import ast
import re
import tomllib
from functools import cache
from importlib.metadata import PackageMetadata, distribution, metadata
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DEPENDENCIES = ROOT / "docs" / "dependencies.md"
SCREENSHOTS = ROOT / "docs" / "screenshots"
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))

# Words of which a licence's name is made, as installed packages declare it.
LICENCE_FAMILIES = ("BSD", "MIT", "Apache", "MPL", "PSF", "Public-Domain", "GPL")


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def everything() -> str:
    return "\n".join(map(text_of, PAGES))


def section(page: Path, heading: str) -> str:
    """What stands below a heading of the second level, up to the next one."""
    return text_of(page).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def first_cells(table: str) -> set[str]:
    """The code in the first cell of each row: ``| `DATA_DIR` | …``."""
    return set(re.findall(r"^\| `([^`]+)` ", table, re.MULTILINE))


# --- settings, commands, targets ---------------------------------------------------------------


def variables_read() -> set[str]:
    """Names that settings.py reads: the first argument of every ``env.…(…)``."""
    tree = ast.parse(text_of(ROOT / "newsarchive" / "settings.py"))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "env"
        and isinstance(node.args[0], ast.Constant)
    }


def test_the_table_of_settings_is_complete_and_current():
    assert first_cells(section(README, "Settings")) == variables_read()


def commands() -> list[str]:
    folder = ROOT / "articles" / "management" / "commands"
    return sorted(path.stem for path in folder.glob("[a-z]*.py"))


@pytest.mark.parametrize("command", commands())
def test_every_management_command_is_documented(command):
    assert re.search(rf"manage\.py {command}\b", everything())


def targets() -> list[str]:
    makefile = text_of(ROOT / "Makefile")
    return sorted(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


@pytest.mark.parametrize("target", targets())
def test_every_make_target_is_documented(target):
    assert re.search(rf"\bmake {target}(?![\w-])", everything())


def test_no_make_target_is_documented_that_does_not_exist():
    named = re.findall(r"`make ([a-z]+)(?![\w-])", everything())
    assert set(named) <= set(targets())


# --- links ------------------------------------------------------------------------------------


def links(page: Path) -> list[str]:
    """Addresses of links and pictures that lead to a file of the project."""
    found = re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", text_of(page))
    addresses = (markdown or html for markdown, html in found)
    return [address for address in addresses if not re.match(r"[a-z]+:|#", address)]


def headings(page: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them of its headings."""
    titles = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- \u200c]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    broken = []
    for address in links(page):
        file, _, anchor = unquote(address).partition("#")
        target = (page.parent / file).resolve()
        if target.parent == SCREENSHOTS and not SCREENSHOTS.exists():
            continue  # they are made last, and then all of them must be there
        if not target.exists() or (anchor and anchor not in headings(target)):
            broken.append(address)
    assert broken == []


def test_every_page_of_the_documentation_is_linked_from_the_readme():
    linked = {(README.parent / address.partition("#")[0]).resolve() for address in links(README)}
    assert set(PAGES) - {README} <= linked


# --- dependencies -----------------------------------------------------------------------------


def direct_dependencies() -> set[str]:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return {re.match(r"[\w.-]+", line)[0] for line in lines}


def documented_licences() -> dict[str, str]:
    """Distribution -> licence, the first and the last cell of the rows in dependencies.md."""
    rows = re.findall(r"^\| `([\w.-]+)` \|.*\| ([^|]+) \|$", text_of(DEPENDENCIES), re.MULTILINE)
    return dict(rows)


def test_every_direct_dependency_is_explained_and_no_other():
    assert set(documented_licences()) == direct_dependencies()


@pytest.mark.parametrize("name", sorted(direct_dependencies()))
def test_the_documented_licence_covers_the_installed_one(name):
    """NumPy and hazm are other releases on other Pythons, so the page may say more."""
    declared = families(declared_licence(metadata(name)))
    assert declared <= families(documented_licences()[name])


def declared_licence(package: PackageMetadata) -> str:
    """The expression, else the free text's first line, else the classifiers, else the file."""
    expression = package.get("License-Expression") or (package.get("License") or "")
    classifiers = [c for c in package.get_all("Classifier", []) if c.startswith("License")]
    return expression.partition("\n")[0] or " ".join(classifiers) or first_licence_line(package)


def first_licence_line(package: PackageMetadata) -> str:
    text = distribution(package["Name"]).read_text(f"licenses/{package.get('License-File')}")
    return (text or "").partition("\n")[0]


def families(licence: str) -> set[str]:
    return {family for family in LICENCE_FAMILIES if family.lower() in licence.lower()}
