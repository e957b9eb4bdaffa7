"""How fast, how large, how it grows: each measurement beside a floor or a peer measured in the same run.

measurement   the numbers and their ratios
floors        what cannot be beaten: a dictionary, an empty interpreter; and what would do instead: SQLite's full text
in_process    latency by kind of question, and throughput
processes     from an empty process: command line, building the index, memory
window        the same over HTTP, when there is a window; chat: as its visitors use it; load: many of them at once
growth        look-ups and search in plans ten to a thousand times as large (larger: how they are made; grown: one size)
"""
