"""XML in the encodings that Chinese offices have."""

import pytest

from decisions.problems import InvalidDefinition
from decisions.xml_tree import parse_xml, xml_text

TEXT = '<?xml version="1.0" encoding="{}"?>\n<model name="{}"/>'


@pytest.mark.parametrize(
    ("declared", "encoded", "name"),
    [
        ("UTF-8", "utf-8", "受理"),
        ("UTF-8", "utf-8-sig", "受理"),
        ("UTF-16", "utf-16", "受理"),
        ("GBK", "gbk", "受理"),
        ("gb2312", "gb2312", "受理"),
        ("GB2312", "gbk", "镕铸"),
        ("GB18030", "gb18030", "㐂"),
        ("Big5", "big5", "受理"),
        ("Shift_JIS", "cp932", "受付"),
        ("ISO-8859-1", "iso-8859-1", "é"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_declares(
    declared: str, encoded: str, name: str
) -> None:
    """GB2312 stands for what is written under that name: GB18030."""
    data = TEXT.format(declared, name).encode(encoded)

    assert name == parse_xml(data, "a.dmn").get("name")


@pytest.mark.parametrize("encoded", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
def test_a_file_can_be_had_as_text(encoded: str) -> None:
    """By its byte order mark, or by what it declares."""
    data = TEXT.format(encoded.removesuffix("-sig"), "受理").encode(encoded)

    assert "受理" == parse_xml(xml_text(data), "a.dmn").get("name")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            TEXT.format("UTF-8", "受理").encode("gbk"),
            r"a.dmn:2: expected text in UTF-8, .* \(save the file as UTF-8, or declare",
        ),
        (TEXT.format("GBK", "").encode() + b"\n<!-- \xff -->", "a.dmn:3: cannot be decoded"),
        (TEXT.format("rot13", "a").encode(), "a.dmn:1: cannot be decoded"),
        (TEXT.format("UTF-8", "<").encode(), "a.dmn:2: not well-formed XML"),
    ],
    ids=["GBK called UTF-8", "no GBK", "no encoding", "no XML"],
)
def test_what_cannot_be_decoded_is_refused_with_its_line(data: bytes, problem: str) -> None:
    """The sentence says how to save it."""
    with pytest.raises(InvalidDefinition, match=problem):
        parse_xml(data, "a.dmn")
