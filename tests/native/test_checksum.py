"""The checksum of files is XXH64, as everybody else's programs work it out."""

from __future__ import annotations

import random

import pytest

from nkrisk_geo.native.library import checksum_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0xEF46DB3751D8E999),
        ("a", 0xD24EC4F1A98C6E5B),
        ("abc", 0x44BC2CF5AD770999),
        ("Dandong", 0x3E299FB534A04322),
        ("DANDONG CITY LIAONING PROVINCE CHINA 118000", 0x37F368B9C506C23B),
    ],
)
def test_known_texts(text: str, expected: int) -> None:
    assert checksum_of(memoryview(bytearray(text.encode()))) == expected


@pytest.mark.parametrize("length", [1, 3, 4, 7, 8, 31, 32, 33, 63, 64, 100])
def test_every_bit_counts(length: int) -> None:
    content = bytearray(random.Random(length).randbytes(length))
    found = {checksum_of(memoryview(content))}
    for bit in range(8 * length):
        content[bit // 8] ^= 1 << bit % 8
        found.add(checksum_of(memoryview(content)))
        content[bit // 8] ^= 1 << bit % 8
    assert len(found) == 8 * length + 1


def test_of_a_part_that_begins_anywhere() -> None:
    content = random.Random(0).randbytes(200)
    whole = memoryview(bytearray(b"x" + content))
    assert checksum_of(whole[1:]) == checksum_of(memoryview(bytearray(content)))
