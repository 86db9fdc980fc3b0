"""Remember what a journal file looks like, to notice a change by another program.

mlflash only appends, under the file's lock. A copy over the file, a sort, a sync tool or an editor that writes in
place leaves the name and inode as they are: only the bytes and the time of the last change show the difference.
"""

from __future__ import annotations

from mlflash.hashing import blake2b
from mlflash.store.files import FileStat, file_stat
from mlflash.store.journal_reader import BLOCK
from mlflash.store.journal_tail import REACH, stretch


class Footprint:
    """The bytes of an open file that this process has seen: the first `length` of them.

    The last `REACH` bytes are remembered and compared at every check. A hash of all bytes is compared when the
    file system says that another program changed the file. Hashing a long file when it is opened would take
    noticeable time: there the hash covers only what follows the last `REACH` bytes, and any change by another
    program counts as a change of the bytes seen.
    """

    def __init__(self) -> None:
        self.length = 0
        self._base = 0
        self._tail = bytearray()
        self._hash = blake2b()
        self._stat: FileStat | None = None

    def begin(self, descriptor: int, size: int, *, whole: bool) -> None:
        """Remember the `whole` of a file as it is now, or only its end; raises OSError."""
        self._base = self.length = 0 if whole else max(0, size - REACH)
        self._tail, self._hash, self._stat = bytearray(), blake2b(), None
        self.follow(descriptor, size)

    def follow(self, descriptor: int, size: int) -> None:
        """Remember what was appended, up to a size; raises OSError."""
        stat = file_stat(descriptor)
        while self.length < size and (piece := stretch(descriptor, self.length, min(size, self.length + BLOCK))):
            self._add(piece)
        self._stat = stat if stat is not None and stat.size == self.length else None

    def wrote(self, descriptor: int, data: bytes) -> None:
        """Remember what this process has appended itself."""
        self._add(data)
        self.settled(descriptor)

    def settled(self, descriptor: int) -> None:
        """Accept the file's last change as this process's own if its size is as expected."""
        stat = file_stat(descriptor)
        self._stat = stat if stat is not None and stat.size == self.length else None

    def intact(self, descriptor: int, *, ours: bool = False) -> bool:
        """Whether the file still begins with the bytes seen; raises OSError.

        `ours` says that a failed write of this process may have changed it.
        """
        stat = file_stat(descriptor)
        if stat is None or stat.size < self.length:
            return False
        if stretch(descriptor, self.length - len(self._tail), self.length) != self._tail:
            return False
        if stat == self._stat:
            return True
        if not (self._base == 0 or ours) or not self._seen_again(descriptor):
            return False
        if stat.size == self.length:
            self._stat = stat
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
