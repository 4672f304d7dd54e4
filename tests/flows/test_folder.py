"""The watched folder as a state machine: whatever dies between any two steps, each file is in exactly one place."""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from flows.folder.claim import MAX_NAME_BYTES, Claim, Verdict, read_reason, safe_name
from flows.folder.folder import INBOX, PLACES, REASON_SUFFIX, SETTLED, Folder, Gone, NotClaimable

FAILED = Verdict(place="failed", reason="It is cut off.", category="corrupt", stage="pdf", hint="Copy it again.")


class Died(BaseException):
    """The process is gone: no handler of ours may catch this."""


def folder_at(path: Path) -> Folder:
    folder = Folder(path)
    folder.create()
    return folder


def drop(folder: Folder, name: str, content: bytes = b"x") -> None:
    path = folder.root / INBOX / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def where(folder: Folder, content: bytes) -> list[str]:
    """The places in which a file with that content lies."""
    return [place for place in PLACES for path in (folder.root / place).rglob("*")
            if path.is_file() and not path.is_symlink() and path.read_bytes() == content]


def test_a_file_walks_from_inbox_to_done(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    drop(folder, "职位.pdf")
    claim = folder.claim("职位.pdf", tags=("zh",))
    assert where(folder, b"x") == ["processing"] and claim.tags == ("zh",)
    assert folder.settle(claim, Verdict(place="done")) == tmp_path / "done" / "职位.pdf"
    assert where(folder, b"x") == ["done"]
    assert os.listdir(tmp_path / "processing") == []


def test_a_failed_file_has_its_reason_beside_it_and_comes_back_on_retry(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    drop(folder, "offer.pdf")
    claim = folder.claim("offer.pdf")
    folder.settle(claim, FAILED)
    text = (tmp_path / "failed" / "offer.pdf.reason.txt").read_text()
    assert "It is cut off." in text and "Copy it again." in text and f"rolescan retry {claim.id}" in text
    assert "Category: corrupt" in text and "Stage: pdf" in text
    again = folder.retry(claim.id)
    assert again.id == claim.id and again.forced and where(folder, b"x") == ["processing"]
    assert list((tmp_path / "failed").iterdir()) == []
    assert [waiting.id for waiting in folder.waiting()] == [claim.id]


def test_retry_takes_a_name_too_and_says_when_there_is_none(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    drop(folder, "offer.pdf")
    folder.settle(folder.claim("offer.pdf"), Verdict(place="review", reason="pay is doubted"))
    assert folder.retry("offer.pdf").name == "offer.pdf"
    with pytest.raises(KeyError):
        folder.retry("nothing.pdf")


def test_a_duplicate_points_to_the_first_copy_in_one_line(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    drop(folder, "copy.pdf")
    folder.settle(folder.claim("copy.pdf"), Verdict(place="duplicates", of="first.pdf"))
    assert (tmp_path / "duplicates" / "copy.pdf.duplicate.txt").read_text().splitlines()[0] == "Same bytes as first.pdf."


def test_the_same_name_twice_keeps_both(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    for content in (b"one", b"two", b"three"):
        drop(folder, "a.pdf", content)
        folder.settle(folder.claim("a.pdf"), Verdict(place="done"))
    assert sorted(os.listdir(tmp_path / "done")) == ["a (2).pdf", "a (3).pdf", "a.pdf"]


def test_only_one_of_two_can_claim(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    drop(folder, "a.pdf")
    folder.claim("a.pdf")
    with pytest.raises(Gone):
        folder.claim("a.pdf")
    assert len(folder.waiting()) == 1


def test_a_file_taken_out_of_processing_is_no_endless_trouble(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    drop(folder, "a.pdf")
    claim = folder.claim("a.pdf")
    folder.payload(claim).unlink()
    with pytest.raises(Gone):
        folder.settle(claim, Verdict(place="done"))
    assert folder.recover() == [] and os.listdir(tmp_path / "processing") == []


def test_a_folder_is_one_claim_and_a_changed_file_goes_back(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    drop(folder, "photos/1.jpg", b"1")
    drop(folder, "photos/2.jpg", b"2")
    claim = folder.claim("photos")
    assert sorted(os.listdir(folder.payload(claim))) == ["1.jpg", "2.jpg"]
    folder.release(claim)
    assert where(folder, b"1") == ["inbox"] and folder.waiting() == []


@pytest.mark.parametrize("raw", [b"\xff\xfe\xe9.pdf", "职位\n描述.pdf".encode(), b"a" * 250 + b".pdf", "职".encode() * 80])
def test_any_name_that_a_disk_allows_is_taken(tmp_path: Path, raw: bytes) -> None:
    folder = folder_at(tmp_path)
    name = os.fsdecode(raw)
    drop(folder, name)
    claim = folder.claim(name)
    assert len(claim.name.encode()) <= MAX_NAME_BYTES  # encodes: it is UTF-8 now
    target = folder.settle(claim, FAILED)
    assert where(folder, b"x") == ["failed"] and target.with_name(target.name + ".reason.txt").exists()
    assert target.suffix == Path(os.fsdecode(raw)).suffix


def test_safe_name_changes_nothing_that_is_well() -> None:
    for name in ("职位描述 (1).pdf", "Senior Engineer – Zürich.docx", "a.tar.gz", ".hidden", "x" * 200):
        assert safe_name(name) == name


def test_a_lost_claim_file_does_not_lose_the_file(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    drop(folder, "a.pdf")
    claim = folder.claim("a.pdf")
    (tmp_path / "processing" / f"{claim.id}.json").write_bytes(b"{half")
    assert [found.id for found in folder.recover()] == [claim.id]
    folder.settle(folder.waiting()[0], Verdict(place="done"))
    assert where(folder, b"x") == ["done"]


def test_what_somebody_renamed_or_left_in_processing_is_found_and_keeps_no_other_waiting(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    drop(folder, "a.pdf")
    drop(folder, "b.pdf")
    renamed, other = folder.claim("a.pdf"), folder.claim("b.pdf")
    os.rename(folder.payload(renamed), folder.payload(renamed).with_name("甲.pdf"))
    (tmp_path / "processing" / "left here").mkdir()
    (tmp_path / "processing" / "left here" / os.fsdecode(b"\xff.pdf")).write_bytes(b"left")
    found = {claim.name: claim for claim in folder.waiting(known={other.id})}
    assert found.keys() == {"甲.pdf", "%FF.pdf"} and folder.payload(found["甲.pdf"]).exists()
    assert len(folder.recover()) == 3
    assert folder.settle(found["%FF.pdf"], Verdict(place="done")).read_bytes() == b"left"


def test_a_full_disk_leaves_the_file_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from extractors.errors import StorageFailure

    folder = folder_at(tmp_path)
    drop(folder, "a.pdf")

    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        with pytest.raises(StorageFailure, match="No space left"):
            folder.claim("a.pdf")
    assert where(folder, b"x") == ["inbox"] and folder.waiting() == []
    assert folder.claim("a.pdf").name == "a.pdf"


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user to whom the inbox is read-only")
def test_a_read_only_inbox_is_told_and_nothing_is_half_taken(tmp_path: Path) -> None:
    base = Path(tempfile.mkdtemp(prefix="rolescan-test-"))
    try:
        folder = folder_at(base)
        drop(folder, "a.pdf")
        base.chmod(0o755)
        for place in ("processing", *SETTLED):
            (base / place).chmod(0o777)
        (base / ".lock").touch()
        (base / ".lock").chmod(0o666)
        assert _as_nobody(lambda: _claim_fails(folder, "cannot be taken out of the inbox"))
        assert where(folder, b"x") == ["inbox"] and os.listdir(base / "processing") == []
    finally:
        shutil.rmtree(base)


def _claim_fails(folder: Folder, words: str) -> bool:
    try:
        folder.claim("a.pdf")
    except NotClaimable as error:
        return words in error.message
    return False


def _as_nobody(check) -> bool:  # noqa: ANN001
    """Run `check` in a forked child that gave up root."""
    child = os.fork()
    if child == 0:
        os.setgid(65534)
        os.setuid(65534)
        os._exit(0 if check() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


class DyingFolder(RuleBasedStateMachine):
    """Drops, claims, settles, retries and releases; the process dies at a drawn step; then it recovers."""

    items = Bundle("items")
    claims = Bundle("claims")

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="rolescan-folder-"))
        self.dropped: set[bytes] = set()
        self.left = -1
        self.folder = Folder(self.root, step=self._count)
        self.folder.create()

    def _count(self, name: str) -> None:
        if self.left == 0:
            self.left = -1
            raise Died(name)
        self.left -= self.left > 0

    def _doing(self, action, dies_after: int):  # noqa: ANN001, ANN202
        """What the action gives, or None when the process died in it and a new one recovered."""
        self.left = dies_after
        try:
            return action()
        except (Died, NotClaimable, KeyError):
            self.left = -1
            self.folder = Folder(self.root, step=self._count)
            self.folder.recover()
            return None
        finally:
            self.left = -1

    @rule(target=items, name=st.sampled_from(["a.pdf", "b.html", "职位.txt"]))
    def drop(self, name: str) -> str:
        path = self.root / INBOX / name
        if not path.exists():
            content = f"{len(self.dropped)}".encode()
            path.write_bytes(content)
            self.dropped.add(content)
        return name

    @rule(target=claims, name=consumes(items), dies=st.integers(-1, 4))
    def claim(self, name: str, dies: int):  # noqa: ANN202
        claim = self._doing(lambda: self.folder.claim(name), dies)
        return claim if claim else multiple()

    @rule(claim=consumes(claims), place=st.sampled_from(SETTLED), dies=st.integers(-1, 5))
    def settle(self, claim: Claim, place: str, dies: int) -> None:
        self._doing(lambda: self.folder.settle(claim, Verdict(place=place, reason="r", of="o")), dies)

    @rule(claim=consumes(claims), dies=st.integers(-1, 3))
    def release(self, claim: Claim, dies: int) -> None:
        self._doing(lambda: self.folder.release(claim), dies)

    @rule(dies=st.integers(-1, 6), place=st.sampled_from(["failed", "review"]))
    def retry(self, dies: int, place: str) -> None:
        for _, claim in list(self.folder.explained(place))[:1]:
            self._doing(functools.partial(self.folder.retry, claim.id), dies)

    @rule()
    def restart(self) -> None:
        self.folder.recover()

    @invariant()
    def each_in_exactly_one_place(self) -> None:
        for content in getattr(self, "dropped", ()):
            assert len(where(self.folder, content)) == 1, (content, where(self.folder, content))

    @invariant()
    def every_reason_is_beside_its_item_and_every_item_has_one(self) -> None:
        for place, suffix in REASON_SUFFIX.items() if hasattr(self, "root") else ():
            names = set(os.listdir(self.root / place))
            for name in names:
                if name.endswith(suffix):
                    assert name.removesuffix(suffix) in names
                    assert read_reason((self.root / place / name).read_text())
                else:
                    assert name + suffix in names, (place, names)

    def teardown(self) -> None:
        if hasattr(self, "root"):
            waiting = self.folder.recover()
            held = [path for path in (self.root / "processing").rglob("*") if path.is_file() and path.suffix != ".json"]
            assert len(waiting) == len(held)
            shutil.rmtree(self.root)


TestDyingFolder = DyingFolder.TestCase
TestDyingFolder.settings = settings(max_examples=60, stateful_step_count=30, deadline=None,
                                    suppress_health_check=list(HealthCheck))
