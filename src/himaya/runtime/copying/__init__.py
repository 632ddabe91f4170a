"""Millions of rows in and out of PostgreSQL by COPY, inside the caller's own transaction.

CSV is the fastest of the forms measured that keeps null apart from the empty text.
"""

from himaya.runtime.copying.reading import read_frame, read_frames
from himaya.runtime.copying.writing import copy_in

__all__ = ["copy_in", "read_frame", "read_frames"]
