"""The second stage: chunks and records -> what can be looked up and searched.

Importing this package costs nothing; `index.build.open_index` gives the search, `index.records.Records` the look-ups.
"""

import os

# numpy's BLAS starts a thread for each core, for products that take one core half a millisecond; where other processes
# want the same cores, waiting for its threads makes a search ten times as slow. It reads this when numpy is first
# imported, and nothing to the left of this stage imports numpy. Whoever sets the variable keeps what they set.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
