"""Whether a trader may be named in public (令121 art.38, 39): an enterprise may, a natural person may not."""

from __future__ import annotations

import re

from redress.domain.sealed import Text
from redress.domain.wording import plain

_ENTERPRISE = re.compile(r"91[0-9A-HJ-NPQRTUWXY]{16}")
"""A unified social credit code (GB 32100) of an enterprise registered by market regulation. 92 is an
individual business (个体工商户), whose name is mostly a person's.
"""


def may_be_named(uscc: Text | None) -> bool:
    """True for the credit code of an enterprise; without a code nobody knows who it is."""
    return bool(_ENTERPRISE.fullmatch(plain(uscc).upper()))
