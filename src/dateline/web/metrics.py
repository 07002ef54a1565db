"""The figures of a running desk as Prometheus reads them: requests as they come, all else as it is when asked.

Each application has a registry of its own; nothing is counted in a global one. No figure names a person, a report or
an address: routes are told as they are written in the code, so that there are only so many of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from dateline import __version__
from dateline.services.desk_figures import DeskFigures

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
disable_created_metrics()  # type: ignore[no-untyped-call]  # twice the lines, for what nobody asks
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)


class RequestMetrics:
    """Counts requests by method, route and status, and how long they took by route."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "dateline_requests", "Requests that were answered.", ("method", "route", "status"), registry=registry
        )
        self._durations = Histogram(
            "dateline_request_duration_seconds",
            "From the head of a request to the end of its answer.",
            ("route",),
            registry=registry,
            buckets=BUCKETS_S,
        )
        self.open = Gauge("dateline_requests_open", "Requests that are being answered.", registry=registry)

    def note(self, method: str, route: str, status: int, duration_s: float) -> None:
        """Count a request that was answered, or given up."""
        self._requests.labels(method, route, str(status)).inc()
        self._durations.labels(route).observe(duration_s)


class Metrics:
    """All that `/metrics` tells of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = RequestMetrics(self._registry)
        self._held: DeskFigures | None = None
        Info("dateline_build", "The version that runs.", registry=self._registry).info({"version": __version__})
        self._registry.register(self)
        GCCollector(registry=self._registry)
        ProcessCollector(registry=self._registry)

    def write(self, figures: DeskFigures | None) -> bytes:
        """The text of all figures. In: those of the store, None where it gave none."""
        self._held = figures
        return generate_latest(self._registry)

    def describe(self) -> list[Metric]:
        """Called when this is registered, in the place of a first `collect`."""
        return []

    def collect(self) -> Iterator[Metric]:
        figures = self._held
        yield _gauge("dateline_store_up", "Whether the store answered this question.", figures is not None)
        if figures is not None:
            yield from _tell_store(figures)
            yield from _tell_work(figures)
            yield from _tell_follow(figures)


def _tell_store(figures: DeskFigures) -> Iterator[Metric]:
    counts = figures.counts
    yield _gauge("dateline_database_bytes", "The size of the database.", counts.bytes)
    yield _gauge("dateline_reports", "Reports that are kept.", counts.reports)
    yield _counter("dateline_decisions", "Decisions on records, ever.", counts.decisions)
    yield _counter("dateline_log_entries", "Entries of the audit log, ever.", counts.entries)
    yield _time("dateline_last_backup", "When the last backup was made.", counts.last_backup)


def _tell_work(figures: DeskFigures) -> Iterator[Metric]:
    counts, states = figures.counts, figures.states
    if states:
        waiting = states.get("proposed", 0) + states.get("unsure", 0)
        yield _gauge("dateline_queue_records", "Records that wait for review: proposed, or unsure.", waiting)
        yield _by_state("dateline_records", "Records by state of review.", states)
    yield _by_state("dateline_comments", "Comments by state of moderation.", figures.comments)
    yield _gauge("dateline_unlinked_records", "Records that are not linked to incidents yet.", counts.pending)
    yield _gauge(
        "dateline_open_coding_runs", "Runs of the coder without an end: going on, or cut off.", counts.open_runs
    )
    yield _time("dateline_last_coding_run", "When the last run of the coder ended.", counts.last_run)


def _tell_follow(figures: DeskFigures) -> Iterator[Metric]:
    follow = figures.follow
    if not follow.sources:
        return
    yield _gauge("dateline_followed_sources", "Feeds and folders that are followed.", follow.sources)
    yield _gauge("dateline_followed_failing", "Those of them that failed when last asked.", follow.failing)
    yield _gauge(
        "dateline_followed_overdue", "Those that should have been asked a quarter of an hour ago.", follow.overdue
    )
    yield _gauge(
        "dateline_followed_waiting_items", "Entries and files that were found and are not read.", follow.waiting
    )
    yield _time("dateline_followed_last_success", "When any of them last answered well.", follow.last_success)


def _gauge(name: str, told: str, value: float | None) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told)
    if value is not None:
        family.add_metric([], float(value))
    return family


def _counter(name: str, told: str, value: int) -> CounterMetricFamily:
    return CounterMetricFamily(name, told, value=value)


def _by_state(name: str, told: str, counts: Mapping[Any, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=["state"])
    for state, count in counts.items():
        family.add_metric([state], count)
    return family


def _time(name: str, told: str, when: str | None) -> GaugeMetricFamily:
    """A moment in seconds since 1970; without a value where it never came."""
    return _gauge(
        f"{name}_timestamp_seconds", told, None if when is None else datetime.fromisoformat(when).timestamp()
    )
