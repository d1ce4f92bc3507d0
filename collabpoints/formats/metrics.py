"""Prometheus's text format, from figures that were just asked for; nothing is counted in this process."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_PREFIX = "collabpoints_"


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure by its labels: a row is the labels' values and the figure."""

    name: str
    tells: str
    labels: tuple[str, ...]
    rows: Sequence[tuple[tuple[str, ...], float]]


def metrics_text(gauges: Iterable[Gauge]) -> bytes:
    """What a scrape gets."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Told(gauges))
    return generate_latest(registry)


class _Told(Collector):
    """Tells the registry what it was made with."""

    def __init__(self, gauges: Iterable[Gauge]) -> None:
        self._gauges = tuple(gauges)

    def collect(self) -> Iterable[Metric]:
        for gauge in self._gauges:
            family = GaugeMetricFamily(_PREFIX + gauge.name, gauge.tells, labels=gauge.labels)
            for labels, value in gauge.rows:
                family.add_metric(labels, value)
            yield family
