"""Keeps a worker small, however many jobs it does at once."""

import ctypes

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h


def share_one_heap() -> None:
    """Let all threads take memory from one heap, where the C library is glibc; others have no such choice.

    By itself each thread gets a heap of its own, and keeps what it once needed for the largest letter or bundle.
    Threads that wait for each other at the press and at the interpreter lose nothing by sharing.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, 1)
