"""What Google Calendar writes in its own way: the comment is a parameter of the guest, escaped twice."""

import html


def response_comment(parameter: str) -> str:
    r"""The guest's words in X-RESPONSE-COMMENT, where “it's” comes as “it&#39\;s”. Nextcloud writes it too."""
    plain = parameter.replace("\\n", "\n").replace("\\N", "\n")
    for sign in ";,\\":
        plain = plain.replace("\\" + sign, sign)
    return html.unescape(plain)
