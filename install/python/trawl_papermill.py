"""Parameters of papermill as Java.

Papermill loads this module at start, for the engine below: the only kind of plug-in that it asks for by entry point before
it translates. The engine is papermill's own.
"""

import math
import re

from papermill.engines import NBClientEngine
from papermill.exceptions import PapermillException
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")
_KEYWORDS = frozenset(
    """_ abstract assert boolean break byte case catch char class const continue default do double else enum extends
    false final finally float for goto if implements import instanceof int interface long native new null package
    private protected public return short static strictfp super switch synchronized this throw throws transient true
    try void volatile while""".split())
_DECLARATION = re.compile(
    r"^\s*(?:final\s+)?(?P<type>[\w.]+(?:\s*<.*>)?(?:\s*\[\s*\])*)\s+(?P<name>\w+)\s*=\s*(?P<value>.+?)\s*;"
    r"\s*(?://\s*(?P<help>.*?)\s*)?$")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONGEST_LITERAL = 16_000  # characters; a constant has at most 65,535 bytes


class JavaTranslator(Translator):
    """Values of JSON and YAML as Java expressions."""

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_escaped_str(cls, str_val):
        text = str(str_val)
        if len(text) <= _LONGEST_LITERAL:
            return cls._literal(text)
        parts = [text[i : i + _LONGEST_LITERAL] for i in range(0, len(text), _LONGEST_LITERAL)]
        return f'String.join("", {", ".join(map(cls._literal, parts))})'

    @staticmethod
    def _literal(text):
        return '"' + "".join(map(_character, text)) + '"'

    @classmethod
    def translate_int(cls, val):
        if -(2**31) <= val < 2**31:
            return str(val)
        if -(2**63) <= val < 2**63:
            return f"{val}L"
        return f'new java.math.BigInteger("{val}")'

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "Double.NaN"
        if math.isinf(val):
            return "Double.POSITIVE_INFINITY" if val > 0 else "Double.NEGATIVE_INFINITY"
        return repr(val)

    @classmethod
    def translate_list(cls, val):
        values = ", ".join(map(cls.translate, val))
        if any(v is None for v in val):
            # List.of takes no null.
            return f"java.util.Collections.unmodifiableList(java.util.Arrays.asList(new Object[] {{{values}}}))"
        return f"java.util.List.of({values})"

    @classmethod
    def translate_dict(cls, val):
        # Map.of has no order and takes no null.
        entries = ", ".join(f"{{{cls.translate_str(key)}, {cls.translate(value)}}}" for key, value in val.items())
        return (
            f"java.util.stream.Stream.of(new Object[][] {{{entries}}}).collect("
            "java.util.LinkedHashMap<String, Object>::new, (m, e) -> m.put((String) e[0], e[1]), java.util.Map::putAll)"
        )

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        if not _NAME.match(name) or name in _KEYWORDS:
            raise PapermillException(f"{name!r} is no name for a variable in Java: choose another for this parameter")
        return f"{'Object' if str_val == 'null' else 'var'} {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        found = map(_DECLARATION.match, parameters_cell["source"].splitlines())
        return [
            Parameter(
                name=m["name"],
                inferred_type_name="None" if m["type"] == "var" else m["type"],
                default=m["value"],
                help=m["help"] or "",
            )
            for m in found
            if m
        ]


class TrawlEngine(NBClientEngine):
    """Papermill's own, under a name of ours."""


papermill_translators.register("java", JavaTranslator)


def _character(c):
    if c in _ESCAPES:
        return _ESCAPES[c]
    if c < " " or c == "\x7f":
        return f"\\{ord(c):03o}"
    if "\ud800" <= c <= "\udfff":  # half of a pair, which UTF-8 cannot write
        return f"\\u{ord(c):04x}"
    return c
