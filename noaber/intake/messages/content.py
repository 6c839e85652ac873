"""The bytes of a long file, read where they are asked for: memory does not grow with the file."""

from typing import BinaryIO

# So much is looked through at a time.
_BLOCK = 1 << 20


class FileContent:
    """An open file as if it were bytes: its length, slices, and finding from the front and from the back."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.length = file.seek(0, 2)

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, part: slice) -> bytes:
        start, stop, step = part.indices(self.length)
        if step != 1:
            raise ValueError("a file is read in one direction")
        self.file.seek(start)
        return self.file.read(max(0, stop - start))

    def find(self, wanted: bytes, start: int = 0) -> int:
        """Where the bytes stand first at or behind `start`; -1 where nowhere."""
        at, overlap = start, len(wanted) - 1
        while at < self.length:
            found = self[at : at + _BLOCK + overlap].find(wanted)
            if found >= 0:
                return at + found
            at += _BLOCK
        return -1

    def rfind(self, wanted: bytes) -> int:
        """Where the bytes stand last; -1 where nowhere."""
        end, overlap = self.length, len(wanted) - 1
        while end > 0:
            start = max(0, end - _BLOCK)
            found = self[start : end + overlap].rfind(wanted)
            if found >= 0:
                return start + found
            end = start
        return -1
