"""Who is still at it: the idempotency keys that this process works on at this moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from api.http.problems import problem


class Busy:
    """Keys in work. Two processes may both send it: the engine knows its id."""

    def __init__(self) -> None:
        self._keys: set[tuple[str, str]] = set()

    @contextmanager
    def alone(self, scope: str, key: str) -> Iterator[None]:
        """Raises `still_running` when the same key is being worked on."""
        mine = (scope, key)
        if mine in self._keys:
            raise problem("still_running")
        self._keys.add(mine)
        try:
            yield
        finally:
            self._keys.discard(mine)
