"""Does the answer stay when only the writing changes? The same known answers, asked by hurried, polite and shouting people.

perturbations   what is done to a question, by name
shaking         a sample of groups asked as they are and perturbed: trials
verdicts        trials -> how much each perturbation costs, whether languages agree, the worst phrasing; and what is enough
tables          the same for a terminal
"""
