"""Parts of a file, as RFC 9110 has them."""

import io

import pytest
from django.test import RequestFactory

from ui.ranges import ranged

LETTERS = b"abcdefghij"
TAG = '"one"'


def got(*, method: str = "get", **headers: str):
    request = getattr(RequestFactory(), method)("/", headers=headers)
    return ranged(request, io.BytesIO(LETTERS), size=len(LETTERS), tag=TAG, kind="text/plain")


@pytest.mark.parametrize(
    ("asked", "part", "named"),
    [
        ("bytes=0-0", b"a", "0-0"),
        ("bytes=3-5", b"def", "3-5"),
        ("bytes=7-", b"hij", "7-9"),
        ("bytes=7-99", b"hij", "7-9"),
        ("bytes=-2", b"ij", "8-9"),
        ("bytes=-99", LETTERS, "0-9"),
    ],
)
def test_a_part_is_given_and_named(asked: str, part: bytes, named: str) -> None:
    response = got(range=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {named}/10"
    assert response["Content-Length"] == str(len(part))
    assert b"".join(response.streaming_content) == part


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-12", "bytes=5-4", "bytes=-0", "bytes=9999999999999999999-"])
def test_a_part_that_is_not_there_is_refused(asked: str) -> None:
    response = got(range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize(
    "asked", ["", "bytes=-", "bytes=a-b", "letters=1-2", "bytes=0-1,3-4", "bytes=" + "1" * 30 + "-"]
)
def test_what_cannot_be_read_gets_everything(asked: str) -> None:
    response = got(range=asked)
    assert response.status_code == 200
    assert response["Accept-Ranges"] == "bytes"
    assert b"".join(response.streaming_content) == LETTERS


def test_another_file_or_only_its_head_is_no_part() -> None:
    assert got(range="bytes=3-", **{"if-range": '"two"'}).status_code == 200
    assert got(range="bytes=3-", **{"if-range": TAG}).status_code == 206
    assert got(method="head", range="bytes=3-").status_code == 200
