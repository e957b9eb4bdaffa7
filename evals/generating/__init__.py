"""Questions made from the records, with the facts that answer them.

meanings      what can be asked of a plan, and what is true of it: no words yet
truths        the true facts, computed from the rows by code of its own
wording       a meaning -> a question, by the frames of one language
perturbations the same question with typing errors, or digits of another script
freezing      all of it -> files whose hashes a manifest keeps

Nothing here knows how the assistant understands questions; the records are all that the two have in common.
"""
