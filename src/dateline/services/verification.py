"""Checks a store against itself: nothing was changed, nothing is missing, every quote stands where it should."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dateline.model.checkpoints import Checkpoint
from dateline.model.errors import DatelineError, StoreError
from dateline.model.ids import bytes_hash, content_hash
from dateline.model.ports import Store
from dateline.model.stores import CaptureRow, RunRow
from dateline.services.chain_checks import check_decisions, check_log, check_signatures
from dateline.services.comment_checks import check_comments
from dateline.services.faults import Background, Fault
from dateline.services.release_checks import check_releases
from dateline.services.report_checks import check_reports

__all__ = ["Fault", "list_unfinished_runs", "verify_store"]


def verify_store(store: Store, against: Sequence[Checkpoint] = ()) -> list[Fault]:
    """Every fault of a store, in the order of the checks; empty where all is as it was kept.

    Checked are the database's own files, captures against their hashes, the chains of decisions and of the log, the
    roots and signatures of checkpoints, what the log has sealed, reports against their hashes and against their
    ids, records against their ids, evidence against the text, codings against the records that they gave, runs
    against the log, releases against their manifests, and the states of comments against the acts on them. `against`:
    checkpoints that were kept elsewhere, which the chains must fit too. What a damaged file makes unreadable is a
    fault as well, and the other checks still run. All is read in portions: the memory needed does not grow with the
    store, but for some bytes a decision.
    An unfinished run is no fault: `list_unfinished_runs` tells it.
    """
    background = Background(against=against)
    checks: tuple[tuple[str, Callable[[Store, Background], Iterator[Fault]]], ...] = (
        ("database", _check_files),
        ("decisions", check_decisions),
        ("log", check_log),
        ("signatures", check_signatures),
        ("captures", _check_captures),
        ("reports", check_reports),
        ("releases", lambda store, _: check_releases(store)),
        ("comments", lambda store, _: check_comments(store)),
    )
    faults: list[Fault] = []
    for subject, check in checks:
        try:
            faults.extend(check(store, background))
        except DatelineError as error:
            faults.append(Fault(subject, f"cannot be read: {error}"))
        except (LookupError, TypeError, ValueError) as error:  # damage puts bytes where text was, or cuts JSON short
            faults.append(Fault(subject, f"cannot be read: a value is not of its type ({error})"))
    return faults


def list_unfinished_runs(store: Store) -> list[RunRow]:
    """Runs that were cut off, or are going on; none where they cannot be read, which `verify_store` tells."""
    try:
        return [run for run in store.runs() if run.finished is None]
    except StoreError:
        return []


def _check_files(store: Store, _: Background) -> Iterator[Fault]:
    for problem in store.check_files():
        yield Fault("database", problem)


def _check_captures(store: Store, background: Background) -> Iterator[Fault]:
    for capture in store.iter_captures():
        background.captures.add(capture.capture_id)
        subject = f"capture {capture.capture_id[:16]}"
        if capture.data is not None and bytes_hash(capture.data) != capture.sha256:
            yield Fault(subject, "its bytes do not have the hash that was kept with them")
        if content_hash(_capture_fields(capture)) != capture.capture_id:
            yield Fault(subject, "its address, time, hash or media type was changed")
    loose = set(store.audit.loose_captures())
    for capture_id, digest, data in store.audit.iter_screenshots():
        if bytes_hash(data) != digest:
            yield Fault(f"screenshot {capture_id[:16]}", "its bytes do not have the hash that was kept with them")
        if capture_id in loose:
            yield Fault(f"screenshot {capture_id[:16]}", "no report was read from its page")
    for capture_id in sorted(loose):
        if capture_id not in background.sealed_captures:
            yield Fault(f"capture {capture_id[:16]}", "no report was read from it, and the log does not tell of it")


def _capture_fields(capture: CaptureRow) -> dict[str, str | None]:
    return {
        "address": capture.address,
        "retrieved": capture.retrieved,
        "sha256": capture.sha256,
        "media_type": capture.media_type,
    }
