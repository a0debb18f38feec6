"""The binding must not use up what Python counts."""

import subprocess
import sys

MANY_CALLS = """
import ui
from PySide6.QtCore import QObject, QRect
rect, sender = QRect(), QObject()
for _round in range(100_000):
    rect.setWidth(4)
    sender.objectNameChanged.emit("")
print("alive")
"""


def test_a_hundred_thousand_calls_that_return_nothing_or_a_truth_value_are_survived() -> None:
    done = subprocess.run([sys.executable, "-c", MANY_CALLS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "alive\n"
