"""Reads what was typed into a tree: always a tree, with a sentence on what was ignored.

words            all of them          آتش سوزی جنگل
"…" or «…»       in this order        "شورای امنیت"
-word, نه word   without it           لاوروف -بلینکن
یا, OR, |        one or the other     (تهران یا شیراز) زلزله
word*            beginning            دانش*
field:word       in a field           عنوان:زلزله  نام:لاوروف  منبع:البرز  دسته:ورزش
                                      نویسنده:رها  گوینده:لاوروف
dates            Jalali or Gregorian  از:۱۴۰۱/۰۶  تا:2023-05  تاریخ:۱۴۰۲  تاریخ:۱۴۰۰..۱۴۰۲
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.search.tree import (
    EVERYTHING,
    All,
    Any,
    Field,
    Fuzzy,
    Node,
    Not,
    Phrase,
    Prefix,
    Words,
)

FIELD_NAMES = {
    "عنوان": "title", "تیتر": "title", "title": "title",
    "نام": "name", "name": "name",
    "گوینده": "speaker", "speaker": "speaker",
    "منبع": "source", "source": "source",
    "دسته": "category", "category": "category",
    "نویسنده": "author", "author": "author",
    "از": "from", "from": "from",
    "تا": "to", "to": "to",
    "تاریخ": "date", "date": "date",
}  # fmt: skip
DATE_FIELDS = frozenset({"from", "to", "date"})
OR_WORDS = frozenset({"یا", "OR", "|", "||"})
AND_WORDS = frozenset({"AND", "&&"})
NOT_PARTICLES = frozenset({"نه"})
NOT_WORDS = NOT_PARTICLES | {"NOT"}
SHORTEST_PREFIX = 2
FUZZY_WORD = re.compile(r"[^*~]{3,}~")
DEEPEST = 12

_FIELD = "|".join(sorted(map(re.escape, FIELD_NAMES), key=len, reverse=True))
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<quote>"[^"]*"|«[^»]*»|“[^”]*”)
    |(?P<open>\()
    |(?P<close>\))
    |(?P<minus>(?<![^\s(])[-−](?=[^\s)-]))
    |(?P<field>(?<![^\s(−-])(?:{_FIELD}):)
    |(?P<loose>["«»“”])
    |(?P<word>[^\s()"«»“”]+)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Query:
    """The tree of a typed text and Persian sentences on what was not understood."""

    tree: Node
    notes: list[str]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def parse(text: str) -> Query:
    """Read ``text``; whatever it is, there is a best reading."""
    parser = _Parser(text)
    return Query(parser.whole(), parser.notes)


@dataclass(slots=True)
class _Parser:
    """Recursive descent: alternatives of conjunctions of units."""

    text: str
    notes: list[str] = field(default_factory=list)
    tokens: list[_Token] = field(init=False)
    at: int = 0
    depth: int = 0

    def __post_init__(self) -> None:
        self.tokens = [
            _Token(match.lastgroup or "", match.group(), match.start(), match.end())
            for match in _TOKEN.finditer(self.text)
            if match.lastgroup != "space"
        ]

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def next_is(self, words: frozenset[str]) -> bool:
        token = self.peek()
        return token is not None and token.kind == "word" and token.text in words

    # --- grammar ----------------------------------------------------------------------------

    def whole(self) -> Node:
        nodes = []
        while self.peek() is not None:
            node = self.alternatives()
            if node is not None:
                nodes.append(node)
            if self.peek() is not None:  # only a closing bracket stops `alternatives`
                self.take()
                self.note("پرانتز بستهٔ اضافی نادیده گرفته شد.")
        return _join(All, nodes) or EVERYTHING

    def alternatives(self) -> Node | None:
        """``a یا b یا c``"""
        branches = [self.conjunction()]
        while self.next_is(OR_WORDS):
            self.take()
            branches.append(self.conjunction())
        present = [branch for branch in branches if branch is not None]
        if len(present) < len(branches):
            self.note("«یا» باید بین دو واژه باشد؛ نادیده گرفته شد.")
        return _join(Any, present)

    def conjunction(self) -> Node | None:
        """Units that all must hold; runs of plain words stay one unit."""
        nodes: list[Node] = []
        while (token := self.peek()) is not None and token.kind != "close":
            if self.next_is(OR_WORDS):
                break
            # «نه تنها»: with nothing before it to take from, نه is a word like any other.
            leading = token.text in NOT_PARTICLES and not nodes
            node = self.run_of_words() if leading or self.is_plain(token) else self.unit()
            if node is not None:
                nodes.append(node)
        return _join(All, nodes)

    def is_plain(self, token: _Token) -> bool:
        return (
            token.kind == "word"
            and token.text not in OR_WORDS | AND_WORDS | NOT_WORDS
            and "*" not in token.text
            and not FUZZY_WORD.fullmatch(token.text)
        )

    def run_of_words(self) -> Node:
        first = last = self.take()
        while (token := self.peek()) is not None and self.is_plain(token):
            last = self.take()
        return Words(self.text[first.start : last.end])

    def unit(self) -> Node | None:
        token = self.take()
        if token.kind == "minus" or (token.kind == "word" and token.text in NOT_WORDS):
            return self.negation(token)
        if token.kind == "open":
            return self.group()
        if token.kind == "quote":
            return self.phrase(token)
        if token.kind == "field":
            return self.in_field(token)
        if token.kind == "loose":
            self.note("گیومه بسته نشده بود و نادیده گرفته شد.")
            return None
        if token.text in AND_WORDS:
            return None
        if FUZZY_WORD.fullmatch(token.text):
            return Fuzzy(token.text[:-1])
        return self.prefix(token) if "*" in token.text else Words(token.text)

    def operand(self) -> Node | None:
        """The single unit that a minus or a field name applies to."""
        token = self.peek()
        if token is None or token.kind == "close" or self.next_is(OR_WORDS):
            return None
        self.depth += 1
        try:
            return self.unit() if self.depth <= DEEPEST else self.too_deep()
        finally:
            self.depth -= 1

    def negation(self, token: _Token) -> Node | None:
        node = self.operand()
        if node is None:
            self.note(f"بعد از «{token.text}» واژه‌ای نیست؛ نادیده گرفته شد.")
            return None
        return Not(node)

    def group(self) -> Node | None:
        self.depth += 1
        try:
            node = self.alternatives() if self.depth <= DEEPEST else self.too_deep()
        finally:
            self.depth -= 1
        token = self.peek()
        if token is not None and token.kind == "close":
            self.take()
        else:
            self.note("پرانتز بسته نشده بود؛ تا آخر عبارت در نظر گرفته شد.")
        return node

    def too_deep(self) -> Node | None:
        """Read the rest as plain words: brackets this deep are no one's question."""
        self.note("پرانتزهای تودرتو بیش از حد بود و نادیده گرفته شد.")
        rest = [token.text for token in self.tokens[self.at :] if token.kind == "word"]
        self.at = len(self.tokens)
        return Words(" ".join(rest)) if rest else None

    def phrase(self, token: _Token) -> Node | None:
        inner = token.text[1:-1].strip()
        if not inner:
            self.note("گیومهٔ خالی نادیده گرفته شد.")
            return None
        return Phrase(inner)

    def prefix(self, token: _Token) -> Node | None:
        stem, _, rest = token.text.partition("*")
        if rest:
            self.note("ستاره فقط در پایان واژه کار می‌کند؛ نادیده گرفته شد.")
            return Words(token.text.replace("*", " "))
        if len(stem) < SHORTEST_PREFIX:
            self.note("قبل از ستاره دست‌کم دو حرف بنویسید؛ این بخش نادیده گرفته شد.")
            return None
        return Prefix(stem)

    def in_field(self, token: _Token) -> Node | None:
        name = FIELD_NAMES[token.text[:-1]]
        node = self.operand()
        if node is None:
            self.note(f"بعد از «{token.text}» چیزی نیست؛ نادیده گرفته شد.")
            return None
        return Field(name, node)


def _join(kind: type[All] | type[Any], nodes: list[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else kind(tuple(nodes))
