"""Commands decided: `decide` checks what every command must satisfy, then asks the room of its subject."""

from redress.domain.deciding.decide import decide

__all__ = ["decide"]
