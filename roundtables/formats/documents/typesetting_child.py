"""The process that typesets with organisers' own templates: bounded in time and memory, and without a network.

A request is a line of JSON on standard input; the answer a line of JSON with the size of what follows, and that: the
PDF. It imports nothing of the project.
"""

import contextlib
import json
import os
import sys

TYPESET = "--typeset"
MOST_MEMORY = 3_000_000_000
NOWHERE = "http://127.0.0.1:9"
"""A proxy that is not there: whatever would be fetched is refused at once."""


def main() -> int:
    """Answer requests until there are no more."""
    _limit()
    os.environ.update(dict.fromkeys(("ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"), NOWHERE))
    os.environ.update(dict.fromkeys(("HTTP_PROXY", "http_proxy"), NOWHERE))
    for name in ("NO_PROXY", "no_proxy"):
        os.environ.pop(name, None)
    import typst

    compiler = None
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        if compiler is None:
            compiler = typst.Compiler(
                root=asked["root"],
                font_paths=typst.Fonts(include_system_fonts=False, font_paths=asked["fonts"]),
                package_path=asked["packages"],
                package_cache_path=asked["packages"],
            )
        made, answer = b"", {}
        try:
            pdf = compiler.compile(
                asked["input"],
                format="pdf",
                sys_inputs=asked["inputs"],
                pdf_standards=asked["standards"],
                timestamp=asked["timestamp"],
            )
            made = pdf if isinstance(pdf, bytes) else b""
        except typst.TypstError as error:
            answer = {"message": error.message, "diagnostic": error.diagnostic}
        out.write(json.dumps({**answer, "size": len(made)}).encode() + b"\n" + made)
        out.flush()
    return 0


def _limit() -> None:
    """Bound memory where the system can; the clock is the parent's."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    sys.exit(main())
