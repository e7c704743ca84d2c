"""What an answer says of a text, a postcode and a point, and the levels of units, as words."""

from __future__ import annotations

from enum import Enum


class _WordEnum(str, Enum):
    """An enum whose members are their own strings (`Status.RESOLVED == "resolved"`).

    They print so, too.
    """

    # As `enum.StrEnum`, which Python 3.10 does not have.
    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, format_spec: str) -> str:
        return format(str(self.value), format_spec)


class Status(_WordEnum):
    """How an address ended: decided, shared between places, or without a place."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


class Reason(_WordEnum):
    """Why an address is not resolved."""

    EMPTY = "empty"
    NO_PLACE = "no-place"
    SAME_NAME = "same-name"
    BELOW_THRESHOLD = "below-threshold"
    CONFLICT = "conflict"
    NO_CHINESE_CONTEXT = "no-chinese-context"
    REFERS_ELSEWHERE = "refers-elsewhere"


class PostcodeStatus(_WordEnum):
    """What a postcode beside a Chinese address is: see `nkrisk_geo.text.postcodes`."""

    VALID = "valid"
    REPAIRED = "repaired"
    UNASSIGNED = "unassigned"
    MALFORMED = "malformed"
    FOREIGN = "foreign"


class PointStatus(_WordEnum):
    """What became of coordinates: they are those of the answer, contradict it, are impossible."""

    USED = "used"
    DISPUTED = "disputed"
    UNUSABLE = "unusable"


class Level(_WordEnum):
    """The level of a unit. `area` is a development zone, a forestry bureau, a farm."""

    COUNTRY = "country"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    AREA = "area"
    PORT = "port"
    CROSSING = "crossing"
