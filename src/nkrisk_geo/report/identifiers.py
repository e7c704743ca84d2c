"""Which column of a file says what a row is known by: a bill of lading, or a number.

>>> identifier(["Shipper Name", "B/L No.", "weight"]), identifier(["id", "提单号"])
('B/L No.', '提单号')
>>> identifier(["name"]) is None
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import hint

_SEPARATORS = re.compile(r"[\W_]+")
NAMES = """
    billoflading billofladingnumber billofladingno billofladingnr blnumber blno bolnumber bolno
    bol bl 提单号 提单号码 提单编号
    선하증권번호 номерконосамента коносамент
    housebilloflading housebill housebillnumber houseblnumber housebl hblnumber hblno hbl
    分提单号 분선하증권번호
    masterbilloflading masterbill masterbillnumber masterblnumber masterbl mblnumber mblno mbl
    主提单号 主提单
    containernumber containerno 箱号 集装箱号 컨테이너번호
    recordid rowid identifier uid uuid shipmentid entryid supplierid vendorid factoryid id
    编号 编码 识别号 관리번호 идентификатор
    rownumber rowno row serialnumber serialno number no 序号 行号 번호 연번 номер
""".split()
"""Names of such columns without case and separators, what is best known by others first."""


def identifier(columns: Sequence[str], wanted: str | None = None) -> str | None:
    """The column that rows are known by: the wanted one, or the first whose name says so.

    Raises:
        InputError: there is no column of the wanted name.
    """
    if wanted is not None:
        if wanted not in columns:
            there = f"columns are {', '.join(map(repr, columns[:12]))}"
            raise InputError(
                f"--id: there is no column {wanted!r}; {hint(wanted, columns, there)}"
            )
        return wanted
    # Reversed, so that of two columns of one name the first counts.
    plain = {_bare(column): column for column in reversed(columns)}
    found = [plain[name] for name in NAMES if name in plain]
    return found[0] if found else None


def _bare(column: str) -> str:
    """A name without case and separators."""
    return _SEPARATORS.sub("", column).casefold()
