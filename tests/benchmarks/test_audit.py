"""How a report of Lighthouse is held against the bars; no browser is started."""

import json

import pytest

from benchmarks.audit.__main__ import main
from benchmarks.audit.lighthouse import FOLDER, Report

GOOD = Report(0.95, 1, 1, 1, 1500, 150)


def test_a_page_at_the_bars_misses_nothing():
    assert GOOD.faults() == []


@pytest.mark.parametrize(
    ("worse", "said"),
    [
        ({"performance": 0.94}, "performance is 0.94"),
        ({"seo": 0.63}, "SEO is 0.63"),
        ({"lcp": 1501}, "LCP ms is 1501"),
        ({"size": 151}, "KiB is 151"),
    ],
)
def test_what_misses_its_bar_is_named_with_its_value(worse, said):
    (fault,) = GOOD._replace(**worse).faults()
    assert fault.startswith(said)


def test_the_values_are_read_from_lighthouses_report():
    found = {
        "categories": {
            name: {"score": score}
            for name, score in (
                ("performance", 0.97),
                ("accessibility", 1),
                ("best-practices", 0.9),
                ("seo", 1),
            )
        },
        "audits": {
            "largest-contentful-paint": {"numericValue": 1234.5},
            "total-byte-weight": {"numericValue": 102_400},
            "is-crawlable": {},
        },
    }
    assert Report.of(found) == Report(0.97, 1, 0.9, 1, 1234.5, 100)


def test_without_node_the_audit_says_so_and_does_not_pass(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["audit"])
    assert main() == 2
    assert capsys.readouterr().out == "no audit: node and npm are not installed\n"


def test_the_lock_file_pins_what_is_asked_for_and_names_no_registry():
    asked = json.loads((FOLDER / "package.json").read_text())["dependencies"]
    locked = json.loads((FOLDER / "package-lock.json").read_text())["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert all("integrity" in one for path, one in locked.items() if path)
    assert not any("resolved" in one for one in locked.values())
