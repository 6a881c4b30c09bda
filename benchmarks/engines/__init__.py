"""The archive's engine beside others: the same articles, the same questions, one run.

``python -m benchmarks.engines`` prints the tables; ``--write docs/performance.md`` puts
them into that page as well.
"""
