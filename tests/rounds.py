"""How long tests marked ``slow`` go on: moments in `make test`, an hour in `make test-long`."""

import os

# How often a process is killed at a random moment.
CRASHES = int(os.environ.get("CRASH_ROUNDS", "3"))
# How long writers and readers work side by side.
SOAK_SECONDS = float(os.environ.get("SOAK_SECONDS", "3"))
# A slow test that takes longer than this hangs, also on a busy machine.
LIMIT_SECONDS = 600 + 60 * CRASHES + 10 * SOAK_SECONDS
