"""Lighthouse looks at the main pages of a demo archive, served as `make run` serves it.

Prints one table and ends with 1 where a page misses a bar, 2 where nothing could be measured.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
import urllib.request
from urllib.parse import quote, unquote, urljoin

from benchmarks.audit.lighthouse import BARS, Lighthouse, MissingError, Report
from benchmarks.served import demo_environment, served
from benchmarks.tables import table

QUERY = "گفتگو"
NAME = "لاوروف"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome")

# Results of a search are kept out of search engines on purpose, as their operators ask;
# see robots.txt. The page without a question is theirs to show.
WITHOUT = {"results": ["is-crawlable"]}


def main() -> int:
    options = _options()
    try:
        lighthouse = _tools()
        lighthouse.install()
    except MissingError as missing:
        print(f"no audit: {missing}")
        return 2
    if options.site:
        return _audit(lighthouse, options.site, options.runs)
    with demo_environment() as environment, served(environment) as (port, _):
        return _audit(lighthouse, f"http://127.0.0.1:{port}/", options.runs)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--site", help="an archive that is served already, http://host:port/")
    parser.add_argument("--runs", type=int, default=3, help="of each page; the median counts")
    return parser.parse_args()


def _tools() -> Lighthouse:
    """Lighthouse with what it needs of this machine. Raises MissingError."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        raise MissingError("node and npm are not installed")
    browser = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if browser is None:
        raise MissingError("no Chromium is installed")
    return Lighthouse(node, browser)


def _audit(lighthouse: Lighthouse, site: str, runs: int) -> int:
    lines, missed = [], []
    for page, address in _pages(site).items():
        _read(address)  # a page that was asked for before, as on any running site
        reports = [lighthouse.look_at(address, WITHOUT.get(page, [])) for _ in range(runs)]
        median = Report(*(statistics.median(values) for values in zip(*reports, strict=True)))
        lines.append([page, *median.shown()])
        missed += [f"{page}: {fault}" for fault in median.faults()]
    print(table(f"Lighthouse on a phone, the median of {runs}", ["page", *BARS], lines))
    print("\nbars: " + ", ".join(f"{name} {bar.text}" for name, bar in BARS.items()))
    print("the results of a search are kept out of search engines on purpose: not counted there")
    print("\n".join(["missed:", *missed]) if missed else "every bar is met")
    return 1 if missed else 0


def _pages(site: str) -> dict[str, str]:
    """The address of each kind of page, found from the site itself."""
    results = urljoin(site, f"search/?q={quote(QUERY)}")
    return {
        "home": site,
        "search": urljoin(site, "search/"),
        "results": results,
        "article": urljoin(site, _first_link(results, "articles")),
        "name": urljoin(site, _first_link(urljoin(site, f"search/?q={quote(NAME)}"), "names")),
    }


def _first_link(address: str, kind: str) -> str:
    found = re.search(rf'href="(/{kind}/\d+/[^/"]+/)"', _read(address))
    if found is None:
        raise SystemExit(f"no audit: {unquote(address)} leads to none of the {kind}")
    return found[1]


def _read(address: str) -> str:
    with urllib.request.urlopen(address) as answer:  # noqa: S310
        return answer.read().decode()


if __name__ == "__main__":
    sys.exit(main())
