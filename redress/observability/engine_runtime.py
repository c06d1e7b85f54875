"""The engine SDK's own runtime: its figures on a loopback port, its warnings in our log."""

import logging
import socket

from temporalio.runtime import (
    LogForwardingConfig,
    LoggingConfig,
    PrometheusConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)

SDK_LOGGER = "temporalio.core"


def engine_runtime(*, with_metrics: bool) -> tuple[Runtime, str | None]:
    """A runtime, and the address of its figures when they are wanted."""
    address = _loopback_address() if with_metrics else None
    metrics = None
    if address is not None:
        metrics = PrometheusConfig(
            bind_address=address, counters_total_suffix=True, unit_suffix=True, durations_as_seconds=True
        )
    logs = LoggingConfig(
        filter=TelemetryFilter(core_level="WARN", other_level="ERROR"),
        forwarding=LogForwardingConfig(
            logger=logging.getLogger(SDK_LOGGER), append_log_fields_to_message=False
        ),
    )
    runtime = Runtime(telemetry=TelemetryConfig(logging=logs, metrics=metrics))
    return runtime, None if address is None else f"http://{address}/metrics"


def _loopback_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return f"127.0.0.1:{port}"
