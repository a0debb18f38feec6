"""Messages that are damaged in every way: told as that, at once, without a fault of the program's own."""

import time

import pytest

from roundtables.formats.mail.reading import read_file, read_message
from tests.formats.mail.mutator import mutated, valid

NUMBER = 20_000


@pytest.mark.timeout(120)
def test_damaged_messages_are_read_or_refused_each_within_a_second():
    slowest, read = 0.0, 0
    for content in mutated(seed=4, number=NUMBER):
        begun = time.process_time()
        incoming = read_message(content)
        slowest = max(slowest, time.process_time() - begun)
        assert bool(incoming.answers) == (incoming.outcome is None)
        assert bool(incoming.reason) == (incoming.outcome is not None)
        for answer in incoming.answers:
            assert answer.uid
            assert answer.partstat
            assert answer.stamp is None or answer.stamp.utcoffset() is not None
        read += bool(incoming.answers)
    assert slowest < 1
    # The faults are neither so small that all is read nor so large that nothing is.
    assert 0.1 < read / NUMBER < 0.9


def test_damaged_files_are_read_or_refused(tmp_path):
    path = tmp_path / "file"
    for content in mutated(seed=5, number=1_000):
        path.write_bytes(content)
        assert all(bool(incoming.answers) == (incoming.outcome is None) for incoming in read_file(path))
    line = b"From - Wed Nov 25 10:00:00 2026\n"
    path.write_bytes(b"\n".join(line + content for content in mutated(seed=6, number=500)))
    assert sum(1 for _incoming in read_file(path)) >= 400


def test_what_is_damaged_is_whole_before():
    assert sum(bool(read_message(content).answers) for content in valid()) == len(valid()) - 2


def test_the_same_seed_gives_the_same_messages():
    assert list(mutated(1, 50)) == list(mutated(1, 50))
    assert list(mutated(1, 50)) != list(mutated(2, 50))
