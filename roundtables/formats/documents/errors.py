"""What can be wrong with a template of papers, each in words that name the template and the place in it."""

from roundtables.errors import Expected, shortened
from roundtables.words import _


class TemplateFault(Expected):
    """A template of the organisers' own can't be used as it is; nothing was written."""

    def __init__(self, words: str, file: str, line: int) -> None:
        super().__init__(words)
        self.file, self.line = file, line


class NoSuchField(TemplateFault):
    def __init__(self, field: str, file: str, line: int) -> None:
        words = _(
            "The template {file} asks for a field that does not exist: “{field}”, in line {line}. Nothing was "
            "written; correct the name there, or take the template out of the folder to use the program's own."
        )
        super().__init__(words.format(file=file, field=shortened(field), line=line), file, line)


class PackagesRefused(TemplateFault):
    def __init__(self, file: str, line: int) -> None:
        words = _(
            "The template {file} asks for a package from the network, in line {line}. Papers are made from the files "
            "of the templates' folder alone. Nothing was written; copy what is needed into the folder."
        )
        super().__init__(words.format(file=file, line=line), file, line)


class OutsideTheFolder(TemplateFault):
    def __init__(self, file: str, line: int) -> None:
        words = _(
            "The template {file} asks for a file outside the templates' folder, in line {line}, or for one that is "
            "not there. Nothing was written; put the file into the folder."
        )
        super().__init__(words.format(file=file, line=line), file, line)


class TemplateNotUnderstood(TemplateFault):
    def __init__(self, what: str, file: str, line: int) -> None:
        words = _(
            "The template {file} can't be used: line {line}: {what}. Nothing was written; correct it there, or take "
            "the template out of the folder to use the program's own."
        )
        super().__init__(words.format(file=file, line=line, what=shortened(what, 200)), file, line)


class TemplateTookTooLong(TemplateFault):
    def __init__(self, file: str, seconds: int) -> None:
        words = _(
            "The template {file} was not done after {seconds} seconds, or needed too much memory. Nothing was "
            "written; look for a loop that does not end, or make fewer at a time."
        )
        super().__init__(words.format(file=file, seconds=seconds), file, 0)


class EmblemNotReadable(Expected):
    def __init__(self, file: str) -> None:
        super().__init__(
            _(
                "The emblem {file} among the templates is no picture that can be shown. Nothing was written; put "
                "another file in its place, or take it away."
            ).format(file=file)
        )


class TooMuchInFolder(Expected):
    def __init__(self, folder: str, files: int, megabytes: int) -> None:
        super().__init__(
            _(
                "The templates' folder {folder} holds more than {files} files or {megabytes} MB. Nothing was written; "
                "leave only what the papers need in it."
            ).format(folder=folder, files=files, megabytes=megabytes)
        )
