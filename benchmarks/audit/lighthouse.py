"""Running Lighthouse, and the bars its reports are held against."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent
CHROMIUM_FLAGS = "--headless=new --no-sandbox --disable-gpu"
ATTEMPTS = 3  # now and then Chromium gives Lighthouse no trace
SECONDS = 180


class MissingError(Exception):
    """Something that measuring needs is not on this machine."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The best or the worst value that is good enough, and how a value is written."""

    limit: float
    is_least: bool
    form: str

    def holds(self, value: float) -> bool:
        return value >= self.limit if self.is_least else value <= self.limit

    @property
    def text(self) -> str:
        return ("at least " if self.is_least else "at most ") + self.form.format(self.limit)


BARS = {
    "performance": Bar(0.95, True, "{:.2f}"),
    "accessibility": Bar(1, True, "{:.2f}"),
    "best practices": Bar(1, True, "{:.2f}"),
    "SEO": Bar(1, True, "{:.2f}"),
    "LCP ms": Bar(1500, False, "{:.0f}"),
    "KiB": Bar(150, False, "{:.0f}"),
}


class Report(NamedTuple):
    """One value for each of BARS, in their order."""

    performance: float
    accessibility: float
    best_practices: float
    seo: float
    lcp: float
    size: float

    @classmethod
    def of(cls, found: dict) -> Report:
        score = {name: one["score"] for name, one in found["categories"].items()}
        number = {name: one.get("numericValue") for name, one in found["audits"].items()}
        return cls(
            score["performance"],
            score["accessibility"],
            score["best-practices"],
            score["seo"],
            number["largest-contentful-paint"],
            number["total-byte-weight"] / 1024,
        )

    def shown(self) -> list[str]:
        return [bar.form.format(value) for bar, value in zip(BARS.values(), self, strict=True)]

    def faults(self) -> list[str]:
        """What misses its bar."""
        return [
            f"{name} is {bar.form.format(value)}, not {bar.text}"
            for (name, bar), value in zip(BARS.items(), self, strict=True)
            if not bar.holds(value)
        ]


@dataclass(frozen=True, slots=True)
class Lighthouse:
    """Lighthouse of FOLDER with this Node and this browser."""

    node: str
    browser: str

    def install(self) -> None:
        """What package-lock.json names, once; raises MissingError where npm cannot."""
        done = FOLDER / "node_modules" / ".package-lock.json"
        if done.exists() and done.stat().st_mtime >= (FOLDER / "package-lock.json").stat().st_mtime:
            return
        print("Installing Lighthouse (once) …", flush=True)
        run = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=FOLDER,
            capture_output=True,
            text=True,
        )
        if run.returncode:
            raise MissingError(f"npm could not install Lighthouse: {run.stderr.strip()[-300:]}")

    def look_at(self, address: str, without: Sequence[str] = ()) -> Report:
        """The report on one page as a phone on a slow line shows it, ``without`` some audits."""
        for _ in range(ATTEMPTS):
            with TemporaryDirectory() as folder:
                path = Path(folder) / "report.json"
                run = subprocess.run(
                    [*self._command(address, path), *(f"--skip-audits={name}" for name in without)],
                    env={**os.environ, "CHROME_PATH": self.browser},
                    capture_output=True,
                    text=True,
                    timeout=SECONDS,
                )
                found = json.loads(path.read_text()) if path.exists() else {}
            if found and not found.get("runtimeError"):
                return Report.of(found)
        raise SystemExit(f"no audit after {ATTEMPTS} attempts: {run.stderr.strip()[-300:]}")

    def _command(self, address: str, report: Path) -> list[str]:
        return [
            self.node,
            str(FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"),
            address,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--chrome-flags={CHROMIUM_FLAGS}",
            "--no-enable-error-reporting",
        ]
