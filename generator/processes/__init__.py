"""Whatever runs at once, and how it ends: threads, the process that forks for each request, Ctrl-C.

Takes work and requests; gives results, or one error. `docs/architecture.md` says why each part is there.
May import: core.
"""
