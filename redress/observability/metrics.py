"""Our own figures, with labels from closed lists only: never an id, an office or a person."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()

STEP_SECONDS = Histogram(
    "redress_step_seconds", "One step of a case, from its call to its commit.", ["step", "outcome"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5), registry=REGISTRY,
)
"""`step`: a name of `STEPS`; `outcome`: recorded, failed."""

DELIVERIES = Counter(
    "redress_deliveries", "What was delivered, or tried, from the outbox.", ["outcome"], registry=REGISTRY
)
"""`outcome`: delivered, put_off, held (until its hour), dead (a person works it off), taken_over."""

NOTICES = Counter(
    "redress_notices", "Notices to parties whose outcome is known.", ["channel", "outcome"], registry=REGISTRY
)
"""`channel`: sms, email, letter, platform; `outcome`: told, unreachable."""

NUDGED = Counter("redress_cases_nudged", "Cases whose moment had passed without an event.", registry=REGISTRY)

LOST = Gauge("redress_cases_lost", "Recorded cases that the engine does not know.", registry=REGISTRY)

COMMANDS_SETTLED = Counter(
    "redress_commands_settled", "Pending commands that were sent again.", ["outcome"], registry=REGISTRY
)
"""`outcome`: done, refused, pending."""
