"""Use cases of releases: make a candidate, review, publish and withdraw it; each by a person, and in the log."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.base.clock import Clock, now_utc
from dateline.model.errors import StoreError, WrongCallError
from dateline.model.ports import ActorRegistry, Store
from dateline.model.releases import (
    CHANGES_NAME,
    Release,
    ReleasePolicy,
    Step,
    check_new_version,
    propose_version,
)
from dateline.publish.coarsening import Coarsener, RegionSource
from dateline.services.release_changes import Changes, compare_releases, read_changes
from dateline.services.release_making import ReleaseMaker
from dateline.services.release_manifests import read_manifest
from dateline.services.release_shelves import ReleaseShelf, open_release, read_part


class ReleaseDesk:
    """Releases of a store. In: `regions`, which places are told by; `actors`, whose names may stand."""

    def __init__(self, store: Store, regions: RegionSource, actors: ActorRegistry, clock: Clock = now_utc) -> None:
        self._store = store
        self._regions = regions
        self._actors = actors
        self._clock = clock

    def list(self) -> Sequence[Release]:
        """All releases, the latest version first."""
        return self._store.releases.list()

    def get(self, version: str) -> Release:
        """Raises NotKeptError."""
        return self._store.releases.get(version)

    def policy(self) -> ReleasePolicy:
        """How this desk releases unless it is said otherwise: its policies `release_…`."""
        rules = self._store.policies
        return ReleasePolicy(
            precision=rules.get("release_precision", "exact"),
            delay_days=int(rules.get("release_delay_days", 0)),
            texts=bool(rules.get("release_texts", False)),
        )

    def propose_version(self) -> str:
        """The version that a candidate made now gets unless another is given."""
        return propose_version([release.version for release in self.list()], self._clock().date())

    def make(self, who: str, version: str | None = None, policy: ReleasePolicy | None = None) -> Release:
        """Freeze what is approved now as a candidate. Raises WrongCallError for a version that cannot be."""
        version = version or self.propose_version()
        check_new_version(version, [release.version for release in self.list()])
        if not who.strip():
            raise WrongCallError("a release needs to say who made it", version)
        policy = policy or self.policy()
        coarsener = Coarsener(policy.precision, self._regions, self._actors)
        made = self._clock().isoformat(timespec="seconds")
        maker = ReleaseMaker(self._store, policy, coarsener, made)
        release, parts = maker.make(version, who, self._store.releases.last_released())
        self._store.releases.add(release, parts)
        return self._store.releases.get(version)

    def review(self, version: str, who: str, why: str | None = None) -> Release:
        """Note that a person has looked through a candidate, and finds it right."""
        return self._step(version, "reviewed", who, why)

    def publish(self, version: str, who: str) -> Release:
        """Release what was reviewed. Raises WrongCallError where it cannot be (see `publishing_obstacle`)."""
        obstacle = self.publishing_obstacle(self.get(version))
        if obstacle:
            raise WrongCallError("this cannot be released yet", version, obstacle)
        return self._step(version, "released", who, None)

    def withdraw(self, version: str, who: str, why: str) -> Release:
        """Say that a release is not to be used any more; it stays readable, with the reason."""
        return self._step(version, "withdrawn", who, why)

    def publishing_obstacle(self, release: Release) -> str | None:
        """Why a candidate cannot be released now; None where it can."""
        if release.state in ("released", "withdrawn"):
            return f"it is {release.state}"
        if not release.reviewers:
            return "nobody has reviewed it"
        if self._store.policies.get("two_person_rule", False) and set(release.reviewers) == {release.who}:
            return "somebody else than the person who made it has to review it"
        last = self._store.releases.last_released()
        if release.previous != (last.version if last else None):
            return f"its changes were told against {release.previous or 'nothing'}; make it anew"
        return None

    def open(self, version: str) -> ReleaseShelf:
        """What is in a release, as a source of exports."""
        return open_release(self._store.releases, self.get(version))

    def changes(self, version: str) -> Changes:
        """The change list as it was frozen with the release. Raises StoreError where it is damaged."""
        release = self.get(version)
        names = [part["name"] for part in read_manifest(release)["parts"]]
        if CHANGES_NAME not in names:
            raise StoreError("a release has no list of changes", version, "run `dateline verify`")
        return read_changes(read_part(version, self._store.releases.part(version, names.index(CHANGES_NAME))))

    def diff(self, old: str, new: str) -> Changes:
        """What any release changes over any other."""
        if self.get(new).previous == old:
            return self.changes(new)
        return compare_releases(self.open(old), self.open(new), self._store, old)

    def _step(self, version: str, step: Step, who: str, why: str | None) -> Release:
        return self._store.releases.add_step(version, step, who, why)
