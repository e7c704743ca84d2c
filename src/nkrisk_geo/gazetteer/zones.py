"""Zones as the gazetteer has them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of `zones.toml`, or one of the user's own (`nkrisk_geo.gazetteer.zone_sources`).

    Attributes:
        members: codes of divisions, or that of a country.
        rank: the smaller, the finer the zone.
        within_km: what lies within this distance of the border belongs to it as well.
        polygon: so does what lies in this polygon, as WKB in degrees (EPSG:4326).
    """

    id: str
    name_en: str
    name_zh: str
    kind: str
    rank: int
    members: tuple[str, ...]
    parent: str | None
    within_km: float | None = None
    polygon: bytes | None = None

    def _repr_html_(self) -> str:
        """What belongs to it, for notebooks."""
        from nkrisk_geo.model.html import zone_html

        distance = (
            "" if self.within_km is None else f"{self.within_km:g} km of the border"
        )
        polygon = "" if self.polygon is None else "a polygon"
        return zone_html(
            {
                "zone": self.id,
                "names": f"{self.name_en} {self.name_zh}",
                "kind": self.kind,
                "members": ", ".join(self.members),
                "within": distance,
                "and in": polygon,
            }
        )
