"""Small plots as SVG, drawn without any library so that a report needs none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from evals.statistics import Proportion

_BAR, _GAP, _WIDTH, _LABEL = 14, 8, 360, 190
_FLOOR_MS = 0.01


def shares(rows: Sequence[tuple[str, Proportion]]) -> str:
    """A bar for each proportion, with its 95 % interval as a thin line."""
    bars = []
    for number, (label, share) in enumerate(rows):
        y, (low, high) = _top(number), share.interval
        middle = y + _BAR / 2
        bars.append(
            _label(label, y)
            + f'<rect x="{_LABEL}" y="{y}" width="{_WIDTH}" height="{_BAR}" class="rest"/>'
            + f'<rect x="{_LABEL}" y="{y}" width="{_WIDTH * share.share:.1f}" height="{_BAR}" class="bar"/>'
            + f'<line x1="{_LABEL + _WIDTH * low:.1f}" x2="{_LABEL + _WIDTH * high:.1f}" y1="{middle}" y2="{middle}"/>'
            + f'<text x="{_LABEL + _WIDTH + 8}" y="{y + _BAR - 3}">{share.share:.1%} of {share.of}</text>'
        )
    return _svg(bars, "Shares of cases passed")


def quantiles(rows: Sequence[tuple[str, Sequence[float]]]) -> str:
    """Milliseconds on a logarithmic scale: a line from the median over the 95th to the 99th percentile."""
    most = max((value for _, values in rows for value in values), default=1.0)
    bars = []
    for number, (label, (p50, p95, p99)) in enumerate(rows):
        y = _top(number)
        x50, x95, x99 = (_LABEL + _WIDTH * _log_share(value, most) for value in (p50, p95, p99))
        middle = y + _BAR / 2
        bars.append(
            _label(label, y)
            + f'<line x1="{x50:.1f}" x2="{x99:.1f}" y1="{middle}" y2="{middle}"/>'
            + "".join(
                f'<circle cx="{x:.1f}" cy="{middle}" r="{r}" class="bar"/>' for x, r in ((x50, 5), (x95, 3.5), (x99, 2))
            )
            + f'<text x="{_LABEL + _WIDTH + 8}" y="{y + _BAR - 3}">{p50:.2f} / {p95:.2f} / {p99:.2f} ms</text>'
        )
    return _svg(bars, "Latency: median, 95th and 99th percentile")


def _log_share(value: float, most: float) -> float:
    span = math.log(max(most, 2 * _FLOOR_MS) / _FLOOR_MS)
    return min(1.0, max(0.0, math.log(max(value, _FLOOR_MS) / _FLOOR_MS) / span))


def _top(number: int) -> int:
    return number * (_BAR + _GAP)


def _label(text: str, y: int) -> str:
    return f'<text x="{_LABEL - 8}" y="{y + _BAR - 3}" text-anchor="end">{escape(text)}</text>'


def _svg(bars: Sequence[str], title: str) -> str:
    height, width = _top(len(bars)), _LABEL + _WIDTH + 170
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<title>{escape(title)}</title>{''.join(bars)}</svg>"
    )
