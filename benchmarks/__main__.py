"""`make bench`: runs the benchmarks of this folder, prints one table, writes results/NAME.json.

A benchmark is a module here with `run() -> dict[str, float]`; names on the command line choose some of them.
A result says on what machine and at what moment it was measured.
"""

import importlib
import json
import os
import pkgutil
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
RESULTS: Final = HERE / "results"

Run = Callable[[], Mapping[str, float]]


def found() -> dict[str, Run]:
    """Every module of this folder with a `run`, by name."""
    modules = {
        each.name: importlib.import_module(f"benchmarks.{each.name}")
        for each in pkgutil.iter_modules([str(HERE)])
        if not each.name.startswith("_")
    }
    return {name: module.run for name, module in sorted(modules.items()) if hasattr(module, "run")}


def measured(name: str, run: Run) -> dict[str, float]:
    """Runs one and keeps its figures in results/NAME.json."""
    figures = dict(run())
    RESULTS.mkdir(exist_ok=True)
    document = {
        "benchmark": name,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "figures": figures,
    }
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")
    return figures


def table(results: Mapping[str, Mapping[str, float]]) -> str:
    rows = [("benchmark", "figure", "value")]
    rows += [
        (name, figure, f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}")
        for name, figures in results.items()
        for figure, value in figures.items()
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        f"{name:<{widths[0]}}  {figure:<{widths[1]}}  {value:>{widths[2]}}" for name, figure, value in rows
    )


def main(chosen: Sequence[str]) -> int:
    there = found()
    if unknown := sorted(set(chosen) - set(there)):
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(there)}", file=sys.stderr)
        return 2
    results = {name: measured(name, run) for name, run in there.items() if not chosen or name in chosen}
    print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
