"""What this process knows of a journal file, so that it notices a change by another program.

mlflash only appends, under the file's lock. A copy over the file, a sort, a sync tool or an editor that writes in
place keeps the file's name and inode: only its bytes and the time of its last change show it.
"""

from __future__ import annotations

from mlflash.hashing import blake2b
from mlflash.store.journal_reader import BLOCK, Stamp, stamp_of
from mlflash.store.journal_tail import REACH, stretch


class Footprint:
    """The bytes of an open file that this process has seen: `length` of them, from the file's beginning.

    The last `REACH` are remembered as they are, and compared at every look. A hash of all of them is compared when
    the file system says that another program changed the file. To hash a long file when it is opened would be
    felt: there the hash begins near the end at first, and the first such change may be one to any part of it.
    """

    def __init__(self) -> None:
        self.length = 0
        self._base = 0
        self._tail = bytearray()
        self._hash = blake2b()
        self._stamp: Stamp | None = None

    def begin(self, descriptor: int, size: int, *, whole: bool) -> None:
        """Remember a file as it is now, the `whole` of it or its end; raises OSError."""
        self._base = self.length = 0 if whole else max(0, size - REACH)
        self._tail, self._hash, self._stamp = bytearray(), blake2b(), None
        self.follow(descriptor, size)

    def follow(self, descriptor: int, size: int) -> None:
        """Remember what was appended, up to a size; raises OSError."""
        stamp = stamp_of(descriptor)
        while self.length < size and (piece := stretch(descriptor, self.length, min(size, self.length + BLOCK))):
            self._add(piece)
        self._stamp = stamp if stamp is not None and stamp.size == self.length else None

    def wrote(self, descriptor: int, data: bytes) -> None:
        """Remember what this process has appended itself."""
        self._add(data)
        self.settled(descriptor)

    def settled(self, descriptor: int) -> None:
        """Take the file's last change for this process's own, if its size is as expected."""
        stamp = stamp_of(descriptor)
        self._stamp = stamp if stamp is not None and stamp.size == self.length else None

    def intact(self, descriptor: int, *, ours: bool = False) -> bool:
        """Whether the file still begins with what was seen; raises OSError.

        `ours` says that this process's own failed write may have changed it.
        """
        stamp = stamp_of(descriptor)
        if stamp is None or stamp.size < self.length:
            return False
        if stretch(descriptor, self.length - len(self._tail), self.length) != self._tail:
            return False
        if stamp == self._stamp:
            return True
        if not (self._base == 0 or ours) or not self._seen_again(descriptor):
            return False
        if stamp.size == self.length:
            self._stamp = stamp
        return True

    def _add(self, data: bytes) -> None:
        self.length += len(data)
        self._hash.update(data)
        self._tail += data
        del self._tail[:-REACH]

    def _seen_again(self, descriptor: int) -> bool:
        there, at = blake2b(), self._base
        while at < self.length and (piece := stretch(descriptor, at, min(self.length, at + BLOCK))):
            there.update(piece)
            at += len(piece)
        return at == self.length and there.digest() == self._hash.digest()
