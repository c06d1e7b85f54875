"""A set of secret keys by id, one of them active. Reading and creating key files is in `redress.persistence.keyfile`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyRing:
    """256-bit keys by id; new data uses `active`, the others still open old data.

    Raises ValueError when the active id is unknown or a key is not 32 bytes. Keys never show in `repr`.
    """

    active: str
    keys: Mapping[str, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        if self.active not in self.keys:
            raise ValueError(f"the active key {self.active!r} is not in the key ring")
        short = [key_id for key_id, key in self.keys.items() if len(key) != KEY_BYTES]
        if short:
            raise ValueError(f"keys must be {KEY_BYTES} bytes: {', '.join(sorted(short))}")
        object.__setattr__(self, "keys", MappingProxyType(dict(self.keys)))

    @property
    def active_key(self) -> bytes:
        return self.keys[self.active]
