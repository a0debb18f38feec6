"""The ratios that the program is held to: both sides measured in the same run, medians. `--json` for programs."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).parent))

import door
import exchange
import lists
import meeting_reports
import months
import pages
import papers
import post
import replies
import switching
import windows
import workbooks
from measuring import Figure, Registers


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--only", default="", help="part of a figure's name")
    chosen = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        registers = Registers(Path(folder))
        groups = (
            *(door, exchange, workbooks, papers, meeting_reports, lists),
            *(pages, post, months, replies, switching, windows),
        )
        for measure in (measure for group in groups for measure in group.ALL):
            if chosen.only in measure.__name__:
                print(f"… {measure.__name__}", file=sys.stderr, flush=True)
                figures += measure(registers)
    if chosen.as_json:
        print(json.dumps([figure._asdict() for figure in figures], indent=2))
        return 0
    for figure in figures:
        sign = "ok" if figure.ratio <= figure.bar else "OVER"
        print(f"{figure.name:<72} {figure.ratio:>8.3f}  at most {figure.bar:<6} {sign}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
