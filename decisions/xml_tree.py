"""XML read into a plain tree that remembers its lines.

The reader takes no DTD and no entities, and limits size and depth, so a hostile file costs nothing.
Chinese, Japanese and Korean encodings are decoded before the parser, which knows single bytes only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from decisions.problems import InvalidDefinition, Problem

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 256
_SEPARATOR = "\x1f"
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECODERS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
    "big5": "cp950",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
}


@dataclass(slots=True, eq=False)
class Element:
    """One element.

    Attributes:
        namespace: namespace address, empty where there is none.
        name: local name.
        line: 1-based line of the start tag.
        attributes: values by local name; those in a namespace by `{namespace}name`.
        children: child elements in document order.
        text: all character data directly inside, joined.
    """

    namespace: str
    name: str
    line: int
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def get(self, name: str, default: str = "") -> str:
        """Return the attribute, or *default*."""
        return self.attributes.get(name, default)

    def all(self, name: str) -> Iterator["Element"]:
        """Yield the children with the local *name*, in order."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Element | None":
        """Return the first child with the local *name*."""
        return next(self.all(name), None)

    def walk(self) -> Iterator["Element"]:
        """Yield this element and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse_xml(source: bytes | str, file: str) -> Element:
    """Return the root element.

    Raises:
        InvalidDefinition: the text is not well-formed XML, declares a DTD or an entity, or is too
            large or too deep.
    """
    data = source.encode() if isinstance(source, str) else source
    if len(data) > MAX_BYTES:
        found = f"expected at most {MAX_BYTES} bytes, found {len(data)}"
        raise InvalidDefinition((Problem(file, 0, "", found, "split the file"),))
    reader = _Reader(file)
    if isinstance(source, str):
        return reader.read(data, "utf-8")
    declared = _DECLARED.match(data[:400])
    decoder = _DECODERS.get(declared.group(1).decode().lower()) if declared else None
    return reader.read(data, None) if decoder is None else reader.decoded(data, decoder)


def xml_text(source: bytes) -> str:
    """Return an XML file as text, by what it declares; bytes that are no text become marks."""
    if source[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return source.decode("utf-16", "replace")
    declared = _DECLARED.match(source[:400])
    decoder = _DECODERS.get(declared.group(1).decode().lower()) if declared else None
    return source.decode(decoder or "utf-8-sig", "replace")


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Element | None = None
        self.open: list[Element] = []
        self.parser: expat.XMLParserType

    def decoded(self, data: bytes, decoder: str) -> Element:
        """Read *data* in an encoding that the parser does not know."""
        try:
            text = data.decode(decoder)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._refuse(line, f"cannot be decoded: {error}", "save the file as UTF-8")
        return self.read(text.encode(), "utf-8")

    def read(self, data: bytes, encoding: str | None) -> Element:
        self.parser = expat.ParserCreate(encoding, _SEPARATOR)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            what = f"not well-formed XML: {expat.ErrorString(error.code)}"
            hint = "open the file in a modeler and save it again"
            if _is_misdeclared(data):
                what = "expected text in UTF-8, as an XML file is that declares nothing else"
                hint = 'save the file as UTF-8, or declare what it is, such as encoding="GBK"'
            self._refuse(error.lineno, what, hint)
        except (LookupError, ValueError) as error:
            self._refuse(1, f"cannot be decoded: {error}", "save the file as UTF-8")
        if self.root is None:
            self._refuse(1, "expected an XML document, found nothing", "")
        return self.root  # type: ignore[return-value]  # refused above

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= MAX_DEPTH:
            what = f"expected at most {MAX_DEPTH} levels of elements, found more"
            self._refuse(self.parser.CurrentLineNumber, what, "nest the elements less deeply")
        namespace, _, name = tag.rpartition(_SEPARATOR)
        named = {_attribute_name(key): value for key, value in attributes.items()}
        element = Element(namespace, name, self.parser.CurrentLineNumber, named)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, tag: str) -> None:
        del tag
        self.open.pop()

    def _text(self, text: str) -> None:
        if self.open:
            self.open[-1].text += text

    def _doctype(self, name: str, *_: object) -> None:
        hint = "remove the <!DOCTYPE …> declaration"
        self._refuse(self.parser.CurrentLineNumber, f"a DTD ({name}) is not allowed", hint)

    def _refuse(self, line: int, what: str, hint: str) -> None:
        raise InvalidDefinition((Problem(self.file, line, "", what, hint),))


def _is_misdeclared(data: bytes) -> bool:
    """Whether the bytes are taken for UTF-8 and are not."""
    declared = _DECLARED.match(data[:400])
    if data[:1] in (b"\xfe", b"\xff") or (declared and declared.group(1).lower() != b"utf-8"):
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def _attribute_name(key: str) -> str:
    namespace, separator, name = key.rpartition(_SEPARATOR)
    return f"{{{namespace}}}{name}" if separator else key
