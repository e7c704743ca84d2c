"""Where columns have their memory from.

Arrow's own allocator is quick once it has memory, but where the system offers huge pages it takes
those at first, and to empty them can cost a process more than its first hundred thousand answers.
"""

from __future__ import annotations

import pyarrow as pa

POOL: pa.MemoryPool = pa.system_memory_pool()
"""The system's allocator, for what is as long as a table; what is small may be anywhere."""
