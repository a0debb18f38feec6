"""The process that reads one workbook and prints its rows as JSON. It imports nothing of the project, to be quick."""

import contextlib
import datetime as dt
import json
import sys
from collections.abc import Sequence

READ_WORKBOOK = "--read-workbook"
ENCRYPTED = 3
TOO_LARGE = 4
DAMAGED = 5
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 30


def main(path: str) -> int:
    """Print the rows of the first sheet that has any; the answer is the process's exit code."""
    _limit()
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib is not worth its import here
            workbook = CalamineWorkbook.from_filelike(file)
        rows: Sequence[Sequence[object]] = []
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
                return TOO_LARGE
            rows = sheet.to_python(skip_empty_area=False)
            if any(cell != "" for row in rows for cell in row):
                break
    except PasswordError:
        return ENCRYPTED
    except MemoryError:
        return TOO_LARGE
    except (CalamineError, OSError, ValueError):
        return DAMAGED
    sys.stdout.write(json.dumps([[_text(cell) for cell in row] for row in rows]))
    sys.stdout.flush()
    return 0


def _limit() -> None:
    """Bound memory and processor time where the system can; elsewhere the parent's clock alone does."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def _text(cell: object) -> str:
    """A cell as people see it: whole numbers without a point, dates by ISO 8601."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell).strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
