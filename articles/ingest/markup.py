"""HTML remains in plain fields -> text.

Agencies export ``&zwnj;``, ``<br>`` or whole paragraphs inside fields that are called
plain. Only what is certainly markup is touched: a character reference with a number or a name
of HTML 5 (Python's ``html.entities.html5``), a comment, or a tag with a name of HTML and
well-formed attributes. Anything else, a lone ``<`` or ``&`` or an address in angle
brackets, is text and stays byte for byte. The result is plain text, escaped wherever it
is shown: what this module promises is a readable text without the content of scripts,
not a safe HTML.
"""

import html
import re
from html.entities import html5

BLOCK_TAGS = frozenset(
    """
    address article aside blockquote body br caption center dd details div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html li main
    nav ol p pre section summary table tbody tfoot thead title tr ul
    """.split()  # noqa: SIM905
)
"""Tags that begin and end a paragraph."""

SILENT_TAGS = frozenset(
    """
    button canvas embed iframe math noscript object script select style svg template
    textarea
    """.split()  # noqa: SIM905
)
"""Tags whose content is no text for readers."""

INLINE_TAGS = frozenset(
    """
    a abbr acronym audio b bdi bdo big cite code col colgroup data del dfn em font i img
    input ins kbd label link mark meta nobr optgroup option param q s samp small source
    span strike strong sub sup td th time track tt u var video wbr
    """.split()  # noqa: SIM905
)

# A character reference doubly escaped (&amp;zwnj;) needs two rounds; three are enough for
# every accident met, and an end is certain.
ROUNDS = 3

_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'<>=`]++)"""
_FLAGS = "allowfullscreen|checked|controls|disabled|hidden|itemscope|noshade|nowrap|selected"
_ATTRIBUTE = rf"\s++(?:[\w:.@-]++\s*+=\s*+{_VALUE}|(?:{_FLAGS})\b)"
_NAMES = "|".join(sorted(BLOCK_TAGS | INLINE_TAGS | SILENT_TAGS, key=len, reverse=True))
_TAG = re.compile(
    # The second name is Word's: <o:p>, <st1:place>.
    rf"</?(?P<name>{_NAMES}|[a-z]\w*+:[a-z]\w*+)(?:{_ATTRIBUTE})*+\s*+/?>",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    # Each alternative also takes the end of the text, as browsers do: nothing is scanned twice.
    r"<!--.*?(?:-->|\Z)|<!doctype\b[^>]*+(?:>|\Z)|<\?xml\b[^>]*+(?:>|\Z)"
    rf"|<(?P<silent>{'|'.join(sorted(SILENT_TAGS))})(?=[\s/>])[^>]*+.*?(?:</(?P=silent)\s*+>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
# Without its semicolon a reference is believed only where no address parameter can be meant.
_REFERENCE = re.compile(
    r"&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});"
    r"|(?:nbsp|zwnj|zwj|laquo|raquo|lrm|rlm|shy|hellip|ndash|mdash)(?![A-Za-z0-9=;]))"
)
_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")


def carries_markup(text: str) -> bool:
    """Whether ``text`` holds a tag, a comment or a character reference of HTML."""
    if "<" in text and (_TAG.search(text) or _UNSEEN.search(text)):
        return True
    return "&" in text and any(_is_reference(found) for found in _REFERENCE.finditer(text))


def resolve(text: str) -> str:
    """``text`` without its HTML remains; the very same string when it has none.

    Paragraphs (``<p>``, ``<br>``, list items …) become lines. Where such tags occur, white
    space follows the rules of HTML; otherwise it is kept as it is.
    """
    for _ in range(ROUNDS):
        if not carries_markup(text):
            break
        text = _resolve_once(text)
    return text


def resolve_line(text: str) -> str:
    """`resolve` for a text of one line, such as a title: its lines are joined by spaces."""
    plain = resolve(text)
    return plain if plain is text else " ".join(plain.split("\n")).strip()


def paragraphs(text: str) -> str:
    """Lines of ``text`` with the white space of HTML collapsed, empty ones left out."""
    lines = (_HTML_SPACE.sub(" ", line).strip(" ") for line in text.split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _resolve_once(text: str) -> str:
    if "<" in text:
        text = _UNSEEN.sub("", text)
        if any(found["name"].lower() in BLOCK_TAGS for found in _TAG.finditer(text)):
            # Line breaks of the source are mere spaces once tags say where lines end.
            text = _TAG.sub(_line_end, _HTML_SPACE.sub(" ", text))
            return paragraphs(_REFERENCE.sub(_character, text))
        text = _TAG.sub(_gap, text)
    return _REFERENCE.sub(_character, text)


def _line_end(tag: re.Match[str]) -> str:
    return "\n" if tag["name"].lower() in BLOCK_TAGS else _gap(tag)


def _gap(tag: re.Match[str]) -> str:
    """What remains of an inline tag: cells of a table are kept apart, all else closes up."""
    return " " if tag["name"].lower() in ("td", "th") else ""


def _is_reference(found: re.Match[str]) -> bool:
    return found["name"] is None or f"{found['name']};" in html5


def _character(found: re.Match[str]) -> str:
    if not _is_reference(found):
        return found[0]
    return html.unescape(found[0] if found[0].endswith(";") else f"{found[0]};")
