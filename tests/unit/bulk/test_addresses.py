"""Addresses of what lies in object stores: machine, account and settings of the given one stay."""

from __future__ import annotations

import pytest

from dateline.bulk.archives import join_address


@pytest.mark.parametrize(
    ("given", "below", "address"),
    [
        ("s3://news/1996", "/a.jsonl", "s3://news/1996/a.jsonl"),
        ("s3://news/1996/", "/a.jsonl", "s3://news/1996/a.jsonl"),
        ("s3://news/a.jsonl", "", "s3://news/a.jsonl"),
        ("s3://news?region=eu-west-1&scheme=http", "/x/a.jsonl", "s3://news/x/a.jsonl?region=eu-west-1&scheme=http"),
        ("s3://news/all%20of%20it", "/May 1996/a#1.jsonl", "s3://news/all%20of%20it/May%201996/a%231.jsonl"),
        ("hdfs://namenode:8020/news", "/a.jsonl", "hdfs://namenode:8020/news/a.jsonl"),
        ("abfs://news@account.example/1996", "/a.jsonl", "abfs://news@account.example/1996/a.jsonl"),
    ],
)
def test_address_below_another_keeps_where_that_one_is(given: str, below: str, address: str) -> None:
    assert join_address(given, below, "not asked for") == address


@pytest.mark.parametrize("given", ["/srv/news", "news", "file:///srv/news"])
def test_file_of_this_machine_goes_by_its_path(given: str) -> None:
    assert join_address(given, "/a b.jsonl", "/srv/news/a b.jsonl") == "/srv/news/a b.jsonl"
