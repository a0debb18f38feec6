"""The text of a message as HTML: paragraphs, links to click on, and the plain layout that Outlook shows well.

Word draws Outlook's messages: widths and margins stand at a table and its cells, and every style in its element.
"""

import html
import re

from roundtables.formats.calendar.text import clean

_LINK = re.compile(
    r"(?P<web>https?://[^\s<>\"]*[^\s<>\".,;:!?'()\[\]])"
    r"|(?P<mail>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})"
)
_PARAGRAPH = '<p style="margin:0 0 16px 0;">{}</p>'
_PAGE = (
    '<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>\n'
    '<body style="margin:0;padding:0;background-color:#ffffff;">\n'
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>'
    '<td style="padding:24px;">\n'
    '<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"'
    ' style="width:100%;max-width:600px;"><tr>'
    "<td style=\"font-family:'Segoe UI',Helvetica,Arial,sans-serif;font-size:15px;line-height:22px;color:#1f2933;\">\n"
    "{paragraphs}\n</td></tr></table>\n</td></tr></table>\n</body></html>\n"
)


def as_page(title: str, text: str, language: str) -> str:
    """A plain text as a whole page: escaped, a paragraph for each block between empty lines."""
    blocks = [block.strip("\n") for block in re.split(r"\n[ \t]*\n", clean(text))]
    paragraphs = "\n".join(_PARAGRAPH.format(_marked(block)) for block in blocks if block.strip())
    return _PAGE.format(language=html.escape(language), title=html.escape(clean(title)), paragraphs=paragraphs)


def _marked(block: str) -> str:
    """A block escaped, its lines kept and its web and mail addresses made links."""
    pieces, end = [], 0
    for match in _LINK.finditer(block):
        shown = html.escape(match[0])
        target = shown if match["web"] else f"mailto:{shown}"
        pieces += [
            html.escape(block[end : match.start()]),
            f'<a href="{target}" style="color:#1f5fa8;">{shown}</a>',
        ]
        end = match.end()
    return "".join([*pieces, html.escape(block[end:])]).replace("\n", "<br>\n")
