"""Evidence packs: the same bytes each time, checkable without Dateline, and no changed byte goes unseen."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pack_samples import HOSTILE_ID, INCIDENT, PNG, fill_store

from dateline.model.errors import NotKeptError
from dateline.services.evidence_packs import Packer
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore


def run_check(folder: Path) -> subprocess.CompletedProcess[str]:
    """check.py as a stranger runs it: without Dateline, without site packages."""
    command = [sys.executable, "-I", "-S", "check.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env={})


def run_sums(folder: Path) -> int:
    command = ["sha256sum", "--quiet", "-c", "SHA256SUMS"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


def seal_again(folder: Path) -> None:
    """What a forger does who knows of SHA256SUMS."""
    names = [line[66:] for line in (folder / "SHA256SUMS").read_text().splitlines()]
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(lines))


@pytest.fixture
def pack(store: SqlStore, tmp_path: Path) -> bytes:
    fill_store(store, tmp_path)
    stream = io.BytesIO()
    Packer(store).write(INCIDENT, stream, who="ana")
    return stream.getvalue()


@pytest.fixture
def folder(pack: bytes, tmp_path: Path) -> Path:
    target = tmp_path / "unpacked"
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        archive.extractall(target)
    return target


def test_pack_is_whole_and_checks_without_dateline(folder: Path) -> None:
    checked = run_check(folder)
    assert (checked.stdout, checked.stderr, checked.returncode) == (
        "no fault: everything is as it was packed\n", "", 0,
    )  # fmt: skip
    assert run_sums(folder) == 0
    first = folder / "reports" / "001"
    assert (first / "screenshot.png").read_bytes() == PNG
    assert (first / "original.bin").read_bytes() == "<html><script>alert(1)</script>é".encode()
    assert {row["state"] for row in json.loads((first / "records.json").read_text())} >= {"unsure", "rejected"}


def test_proofs_lead_to_the_checkpoint_and_its_signature_holds(folder: Path) -> None:
    decisions = json.loads((folder / "decisions.json").read_text())
    assert [row["proof"] is None for row in decisions] == [False] * (len(decisions) - 1) + [True]
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    command = [
        openssl, "pkeyutl", "-verify", "-rawin", "-in", "checkpoint.txt", "-sigfile", "signature-1.sig",
        "-pubin", "-inkey", "signature-1.pem",
    ]  # fmt: skip
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def test_pack_is_the_same_each_time_and_noted_in_the_log(store: SqlStore, pack: bytes) -> None:
    again = io.BytesIO()
    counts = Packer(store).write(INCIDENT, again, who="ben")
    assert again.getvalue() == pack
    entries = store.log.entries(subject=f"incident:{INCIDENT}")
    assert [(entry.kind, entry.who) for entry in entries] == [("pack", "ana"), ("pack", "ben")]
    assert {entry.detail["sha256"] for entry in entries} == {hashlib.sha256(pack).hexdigest()}
    assert (counts.reports, counts.records, counts.decisions, counts.checkpoint) == (2, 8, 7, 1)
    assert verify_store(store) == []


def test_names_are_ours_alone_whatever_ids_and_titles_hold(pack: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        names = archive.namelist()
    assert names == [*sorted(names[:-1]), "SHA256SUMS"]
    assert all(name.isascii() and ".." not in name and not name.startswith("/") for name in names)
    assert HOSTILE_ID in (folder / "reports/002/report.json").read_text().encode().decode("unicode_escape")
    page, text = ((folder / f"summary.{end}").read_text(encoding="utf-8") for end in ("html", "txt"))
    assert "<script" not in page
    assert "<i>which" not in page
    assert "which bridge?" in page
    assert "\x1b" not in page + text


def test_summary_tells_quotes_with_their_place_and_who_decided(folder: Path) -> None:
    text = " ".join((folder / "summary.txt").read_text(encoding="utf-8").split())
    assert "“Gunmen killed seven soldiers” (reports/001/text.txt, characters 0 to 28)" in text
    assert "ana: rejected" not in text  # of another record of the report, not of the incident
    assert "ben: marked unsure: after the checkpoint" in text
    assert "Custody: meets the minimum." in text
    assert "no screenshot was taken" in text


NAMES = (
    "README.txt", "SHA256SUMS", "check.py", "checkpoint.txt", "decisions.json", "pack.json", "signature-1.pem",
    "signature-1.sig", "summary.html", "summary.txt", "reports/001/codings.json", "reports/001/custody.json",
    "reports/001/original.bin", "reports/001/records.json", "reports/001/report.json", "reports/001/screenshot.png",
    "reports/001/text.txt",
)  # fmt: skip


def test_a_flipped_bit_of_any_file_is_told_twice(folder: Path) -> None:
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} >= set(NAMES)
    for name in NAMES:
        path = folder / name
        before = path.read_bytes()
        middle = len(before) // 2
        path.write_bytes(before[:middle] + bytes([before[middle] ^ 1]) + before[middle + 1 :])
        assert run_sums(folder) != 0, name
        assert run_check(folder).returncode != 0, name
        path.write_bytes(before)
    assert run_check(folder).returncode == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("reports/001/original.bin", "alert(1)", "alert(2)", "original.bin: does not have the hash"),
        ("reports/001/screenshot.png", "PNG", "PNg", "screenshot.png: does not have the hash"),
        ("reports/001/text.txt", "seven", "eight", "is not the text"),
        ("reports/001/report.json", "seven", "eight", "its id is not the hash"),
        ("reports/001/records.json", '"low":7', '"low":8', "does not give its id"),
        ("reports/001/records.json", '"state":"rejected"', '"state":"approved"', "decisions say otherwise"),
        ("reports/001/codings.json", '"1.0"', '"1.1"', "does not tell the records"),
        ("reports/001/custody.json", "news.example/1", "news.example/7", "address, time, hash"),
        ("reports/001/custody.json", '"to_sha256": "', '"to_sha256": "0', "does not start from"),
        ("decisions.json", '"who":"ben"', '"who":"eve"', "was changed after it was made"),
        ("checkpoint.txt", "decisions ", "decisions 1", "does not state"),
    ],
)
def test_a_change_is_told_though_the_sums_were_made_anew(
    folder: Path, name: str, old: str, new: str, told: str
) -> None:
    path = folder / name
    before = path.read_bytes()
    assert old.encode() in before
    path.write_bytes(before.replace(old.encode(), new.encode()))
    seal_again(folder)
    assert run_sums(folder) == 0
    checked = run_check(folder)
    assert checked.returncode == 1
    assert told in checked.stdout


def test_a_record_taken_out_or_a_file_put_in_is_told(folder: Path) -> None:
    path = folder / "reports" / "001" / "records.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))[:-1], ensure_ascii=False))
    (folder / "reports" / "note.txt").write_text("a late note")
    seal_again(folder)
    told = run_check(folder).stdout
    assert "has not all the records of its codings" in told
    assert "reports/note.txt: is not of this pack" in told


def test_pack_of_no_incident_is_refused_and_not_noted(sqlite_store: SqlStore) -> None:
    with pytest.raises(NotKeptError):
        Packer(sqlite_store).write("i-none", io.BytesIO(), who="ana")
    assert [entry for entry in sqlite_store.log.entries() if entry.kind == "pack"] == []
