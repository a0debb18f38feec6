"""The windows: Qt, and nothing else knows Qt."""

from ui.lasting import make_lasting

make_lasting()
