"""Qt gives None, True and False out uncounted; the program does not end of it."""

import os
import subprocess
import sys

WORK = """
import ui
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
widget = QWidget()
for _ in range(100_000):
    widget.update()
    widget.isVisible()
    widget.isEnabled()
print("still there")
"""


def test_a_hundred_thousand_calls_of_qt_do_not_end_the_program() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", WORK], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "still there\n", done.stderr
