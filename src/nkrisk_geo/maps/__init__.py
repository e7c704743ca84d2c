"""Pictures: `plot` for papers and reports (matplotlib), `explore` for looking around (a page that needs no network).

A picture shows the border, the two provinces, the DPRK, the land within 20 and 50 km, the zones, the crossings, and the
data: each point with the circle in which the place may lie, and the interval of its distance to the border. Rows that
have no point are counted in the legend. Every picture says where its geography comes from, and that

    a zone is geography, never evidence about a person or a firm.

What is shown is a point of a place (mostly the seat of a county) and not a house: a hundred firms of one county are one
mark with a hundred rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nkrisk_geo.maps.composition import composed
from nkrisk_geo.maps.page import Page

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from nkrisk_geo.gazetteer.gazetteer import Gazetteer

__all__ = ["Page", "explore", "plot", "still_map"]


def still_map(
    table: Any,
    counts: Sequence[int],
    *,
    prefix: str = "geo_",
    zones: Any = True,
    frame: str = "region",
) -> str:
    """A still picture as SVG of rows that each stand for so many; see `explore`."""
    from nkrisk_geo.maps.still import still

    return still(
        composed(
            table,
            prefix=prefix,
            text=None,
            zones=zones,
            crossings=True,
            belts=True,
            ways=False,
            frame=frame,
            title=None,
            max_points=len(counts) or 1,
            gazetteer=None,
            counts=counts,
        )
    )


def plot(
    data: Any = None,
    *,
    ax: Any = None,
    prefix: str = "geo_",
    zones: Any = True,
    crossings: bool = True,
    belts: bool = True,
    ways: bool | None = None,
    frame: str | Sequence[float] = "region",
    title: str | None = None,
    legend: bool = True,
    max_points: int = 20_000,
    gazetteer: Gazetteer | None = None,
) -> Figure:
    """A map drawn with matplotlib (the extra `map`).

    Args:
        data: a table that `enrich` or `geocode` made (pandas, GeoPandas, polars, Arrow), a Resolution or several, a text
            or several (which are resolved), or nothing: a map of the zones.
        ax: axes to draw on, whose coordinates become degrees; a new figure by default.
        prefix: of the columns of the answer.
        zones: True for the three zones on the border and the one beside them, False for none; ids; or zones of your own,
            as `load_zones` takes them.
        crossings: show the crossings, with what is known about their use.
        belts: shade the land of the two provinces within 20 and 50 km of the border.
        ways: draw the shortest way from each point to the border, with the distance and its interval; by default when
            there are not more than twelve points. Points more than 200 km away have none.
        frame: "region" (Liaoning and Jilin), "border", "data", or (west, south, east, north) in degrees.
        title: a heading.
        legend: explain the marks on the map. Without it the numbers of rows stand below the map.
        max_points: more different points than this are refused.
        gazetteer: another gazetteer than the packaged one.

    Returns:
        The figure. It shows itself in a notebook; `savefig` writes it. pyplot is not used, and no setting of matplotlib
        is changed.

    Raises:
        InputError: matplotlib is missing, the data cannot be shown, or an option is wrong.
    """
    from nkrisk_geo.maps.figure import drawn

    scene = composed(
        data,
        prefix=prefix,
        text=None,
        zones=zones,
        crossings=crossings,
        belts=belts,
        ways=ways,
        frame=frame,
        title=title,
        max_points=max_points,
        gazetteer=gazetteer,
    )
    return drawn(scene, ax, legend=legend)


def explore(
    data: Any = None,
    *,
    prefix: str = "geo_",
    text: str | None = None,
    zones: Any = True,
    crossings: bool = True,
    belts: bool = True,
    ways: bool | None = None,
    frame: str | Sequence[float] = "region",
    title: str | None = None,
    tiles: str | None = None,
    tiles_credit: str = "",
    height: int = 620,
    max_points: int = 20_000,
    gazetteer: Gazetteer | None = None,
) -> Page:
    """A map to move about in, as one HTML page that loads nothing from anywhere.

    A click on a point tells place, status, probability, zone, the interval of the distance, and some of the rows in their
    own words with the evidence.

    Args:
        data: as for `plot`.
        prefix: of the columns of the answer.
        text: column with the words of a row; by default the first whose name has "addr" in it.
        zones: as for `plot`.
        crossings: as for `plot`.
        belts: as for `plot`.
        ways: as for `plot`; a click shows the way of one point in any case.
        frame: the view to begin with, as for `plot`.
        title: a heading.
        tiles: address of map tiles, like "https://tiles.example.org/{z}/{x}/{y}.png". Only then the page asks the
            network, and tells the owner of the tiles what is looked at.
        tiles_credit: whose tiles these are.
        height: in pixels, in a notebook.
        max_points: more different points than this are refused.
        gazetteer: another gazetteer than the packaged one.

    Returns:
        A `Page`: shows itself in a notebook, `save(path)` writes it, `html` is its text.

    Raises:
        InputError: the data cannot be shown, or an option is wrong.
    """
    scene = composed(
        data,
        prefix=prefix,
        text=text,
        zones=zones,
        crossings=crossings,
        belts=belts,
        ways=ways,
        frame=frame,
        title=title,
        max_points=max_points,
        gazetteer=gazetteer,
    )
    return Page(scene, tiles=tiles, tiles_credit=tiles_credit, height=height)
