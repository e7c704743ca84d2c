"""Loads the packaged gazetteer, or that of a folder, and answers some texts: `python -m hostile.gazetteer_load [FOLDER]`.

Exit code 2 when the library says by a `GazetteerError` that the data are not what they should be.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

TEXTS = (
    "Dandong, Liaoning, China 118000", "丹东市振兴区六道沟", "HUNCHUN CITY JILIN", "Seoul, Korea", "延吉市", "+86 415 2100000",
    "吉林省延边朝鲜族自治州图们市", "Zhenxing District", "Sinuiju", "Shenyang Economic Zone", "Vladivostok", "长春市朝阳区",
)  # fmt: skip


def main(argv: Sequence[str]) -> int:
    """Print the answers as JSON."""
    import nkrisk_geo
    from nkrisk_geo import Gazetteer, GazetteerError

    try:
        gazetteer = Gazetteer.load(argv[0]) if argv else Gazetteer.default()
        answers = [
            nkrisk_geo.resolve(text, gazetteer=gazetteer).to_dict() for text in TEXTS
        ]
    except GazetteerError as error:
        print(f"GazetteerError: {error!s:.300}", file=sys.stderr)
        return 2
    print(json.dumps(answers, ensure_ascii=False, default=str, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
