"""XML from strangers: no DTD, no entities, nothing fetched, decompressed within bounds, read past its faults."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from kliping.discover.xml_decoding import MalformedDocument, decode_xml

MAX_ENTRY_ELEMENTS = 2_000
"""Elements that are held at once; a real entry of a sitemap has about ten."""
_FATAL = "FATAL"
_SLICE = 64 * 1024


def read_elements(body: bytes, names: tuple[str, ...]) -> Iterator[etree._Element]:
    """Read the elements called ``names`` (whatever their namespace and depth), each emptied after its turn.

    Raises ``MalformedDocument`` after the last one where the document is cut off or cannot be read to its end.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    reader = _Reader(names)
    try:
        for piece in _slice_texts(decode_xml(body)):
            parser.feed(piece)
            yield from reader.read_entries(parser)
        parser.close()  # an entry that only ends here was cut off: half an address would be another one
    except etree.XMLSyntaxError as error:
        raise MalformedDocument(str(error)) from None
    if fatal := next((said for said in parser.feed_error_log if said.level_name == _FATAL), None):
        raise MalformedDocument(f"{fatal.message}, line {fatal.line}")


def _slice_texts(texts: Iterator[str]) -> Iterator[bytes]:
    """Yield the texts in pieces that the parser's buffer holds."""
    for text in texts:
        encoded = text.encode()
        for begin in range(0, len(encoded), _SLICE):
            yield encoded[begin : begin + _SLICE]


def strip_namespace(tag: object) -> str:
    """Return the name of a tag, lower case, without its namespace or the prefix that the document does not declare."""
    if not isinstance(tag, str):  # a comment or a processing instruction
        return ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


class _Reader:
    """The entries among a parser's events. One that another begins in, for its end tag is missing, ends there."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._open: etree._Element | None = None
        self._space = ""
        self._depth = self._held = 0

    def read_entries(self, parser: etree.XMLPullParser) -> Iterator[etree._Element]:
        """Yield the entries that the parser has completed by now; each is emptied after its turn."""
        for event, element in parser.read_events():
            named = self._is_entry(element)
            if event == "start":
                self._depth += 1
                self._held += 1
                if self._held > MAX_ENTRY_ELEMENTS:
                    raise MalformedDocument(f"an entry of more than {MAX_ENTRY_ELEMENTS:,} elements")
                if named:
                    if self._open is not None:
                        yield self._open
                    self._open = element
                continue
            self._depth -= 1
            if named and element is self._open:
                yield element
                self._open = None
            if named or self._depth == 1:  # whatever it was, nothing of it stays in memory
                self._drop_element(element)

    def _is_entry(self, element: etree._Element) -> bool:
        """Return whether an element is an entry: by name and, below the root's children, by the root's namespace."""
        name = strip_namespace(element.tag)
        parent = element.getparent()
        if parent is None:
            self._space = element.tag[: -len(name)].lower()
            return False
        if name not in self._names:
            return False
        return parent.getparent() is None or element.tag.lower() == self._space + name

    def _drop_element(self, element: etree._Element) -> None:
        self._held -= sum(1 for _ in element.iter()) - 1
        element.clear()
        while (before := element.getprevious()) is not None:  # the parser still holds on to this one
            self._held -= sum(1 for _ in before.iter())
            before.getparent().remove(before)
