"""`python -m nkrisk_geo` is the command `nkrisk-geo`."""

from __future__ import annotations

import sys

from nkrisk_geo.cli import main

if __name__ == "__main__":
    sys.exit(main())
