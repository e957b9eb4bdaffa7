"""Whether a question by topic is answered by what the search found; not yet fitted."""

from __future__ import annotations

from typing import Literal

from index.signals import Signals

Verdict = Literal["answered", "not_stated", "out_of_scope"]


def judge(signals: Signals) -> Verdict:
    return "answered" if signals.met > 0.5 else "out_of_scope"
