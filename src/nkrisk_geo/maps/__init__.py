"""Pictures: `plot` for papers and reports, `explore` for looking around.

The first is drawn with matplotlib, the second is a page that needs no network.

A picture shows the border, the two provinces, the DPRK, the land within 20 and 50 km,
the zones, the crossings, and the data: each point with the circle in which the place
may lie, and the interval of its distance to the border. Rows that have no point are
counted in the legend. Every picture says where its geography comes from, and that

    a zone is geography, never evidence about a person or a firm.

What is shown is a point of a place (mostly the seat of a county) and not
a house: a hundred firms of one county are one mark with a hundred rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nkrisk_geo.maps.columns import Chosen
from nkrisk_geo.maps.composition import compose
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
    lang: str = "en",
    frame: str = "region",
) -> str:
    """A still picture as SVG of rows that each stand for so many; see `explore`."""
    from nkrisk_geo.maps.svg_picture import still

    return still(
        compose(
            table,
            prefix=prefix,
            chosen=Chosen(),
            zones=zones,
            crossings=True,
            belts=True,
            ways=False,
            frame=frame,
            title=None,
            max_points=len(counts) or 1,
            names=lang,
            gazetteer=None,
            counts=counts,
            lang=lang,
        )
    )


def plot(
    data: Any = None,
    *,
    ax: Any = None,
    prefix: str = "geo_",
    color: str | None = None,
    size: str | None = None,
    names: str = "en",
    zones: Any = True,
    crossings: bool = True,
    belts: bool = True,
    ways: bool | None = None,
    frame: str | Sequence[float] = "region",
    title: str | None = None,
    legend: bool = True,
    figsize: tuple[float, float] | None = None,
    max_points: int = 20_000,
    gazetteer: Gazetteer | None = None,
) -> Figure:
    """A map drawn with matplotlib (the extra `map`).

    Args:
        data: a table that `enrich` or `geocode` made (pandas, GeoPandas,
            polars, Arrow), a Resolution or several, a text or several
            (which are resolved), or nothing: a map of the zones.
        ax: axes to draw on, whose coordinates become degrees; a new figure by default.
        prefix: of the columns of the answer.
        color: column whose values give the points their colours
            and shapes: the seven commonest, all others together.
        size: column of numbers whose sum at a point gives
            its area; by default the number of rows does.
        names: language of the names of places: "en", "zh" or "ko".
        zones: True for the three zones on the border and the one beside them,
            False for none; ids; or zones of your own, as `load_zones` takes them.
        crossings: show the crossings, with what is known about their use.
        belts: shade the strips of land of the two provinces within 20 and 50 km of the border.
        ways: draw the shortest way from each point to the border, with the
            distance and its interval; by default when there are not more
            than twelve points. Points more than 200 km away have none.
        frame: "region" (Liaoning and Jilin), "border",
            "data", or (west, south, east, north) in degrees.
        title: a heading.
        legend: explain the marks beside the map. Without it
            the numbers of rows stand below the map.
        figsize: width and height of a new figure in inches.
        max_points: more different points than this are refused.
        gazetteer: another gazetteer than the packaged one.

    Returns:
        The figure. It shows itself in a notebook; `savefig` writes it.
        pyplot is not used, and no setting of matplotlib is changed.

    Raises:
        InputError: matplotlib is missing, the data cannot be shown, or an option is wrong.
    """
    from nkrisk_geo.maps.figure import draw

    scene = compose(
        data,
        prefix=prefix,
        chosen=Chosen(color=color, size=size),
        zones=zones,
        crossings=crossings,
        belts=belts,
        ways=ways,
        frame=frame,
        title=title,
        max_points=max_points,
        names=names,
        gazetteer=gazetteer,
    )
    return draw(scene, ax, legend=legend, figsize=figsize)


def explore(
    data: Any = None,
    *,
    prefix: str = "geo_",
    text: str | None = None,
    color: str | None = None,
    size: str | None = None,
    names: str | None = None,
    lang: str = "en",
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

    A click on a point tells place, status, probability, zone, the interval of
    the distance, and some of the rows in their own words with the evidence.

    Args:
        data: as for `plot`.
        prefix: of the columns of the answer.
        text: column with the words of a row; by default the first whose name has "addr" in it.
        color: as for `plot`.
        size: as for `plot`.
        names: as for `plot`; by default the language of the words.
        lang: language of the words: "en", "zh" or "ko".
        zones: as for `plot`.
        crossings: as for `plot`.
        belts: as for `plot`.
        ways: as for `plot`; a click shows the way of one point in any case.
        frame: the view to begin with, as for `plot`.
        title: a heading.
        tiles: address of map tiles, like "https://tiles.example.org/{z}/{x}/{y}.png". Only
            then the page asks the network, and tells the owner of the tiles what is looked at.
        tiles_credit: whose tiles these are.
        height: in pixels, in a notebook.
        max_points: more different points than this are refused.
        gazetteer: another gazetteer than the packaged one.

    Returns:
        A `Page`: shows itself in a notebook, `save(path)` writes it, `html` is its text.

    Raises:
        InputError: the data cannot be shown, or an option is wrong.
    """
    scene = compose(
        data,
        prefix=prefix,
        chosen=Chosen(text, color, size),
        zones=zones,
        crossings=crossings,
        belts=belts,
        ways=ways,
        frame=frame,
        title=title,
        max_points=max_points,
        names=lang if names is None else names,
        lang=lang,
        gazetteer=gazetteer,
    )
    return Page(scene, tiles=tiles, tiles_credit=tiles_credit, height=height)
