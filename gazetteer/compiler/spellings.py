"""Further spellings of one name: pinyin as it is typed, Korean and Russian names with their generics and cases."""

from __future__ import annotations

KOREAN_GENERICS = {"市": "시", "区": "구", "县": "현"}
KOREAN_PEOPLES = {"朝鲜族": "조선족", "满族": "만족", "蒙古族": "몽골족"}
RUSSIAN_GENERICS = {"市": ("город", "г."), "县": ("уезд",)}
RUSSIAN_PEOPLES = {
    "朝鲜族": "Корейский",
    "满族": "Маньчжурский",
    "蒙古族": "Монгольский",
}


def pinyin_forms(syllables: str) -> set[str]:
    """A pinyin name as typed: joined; ü as u, v, yu and ue.

    >>> sorted(pinyin_forms("lü shun kou"))
    ['luShunKou', 'lueShunKou', 'lvShunKou', 'lyuShunKou']
    """
    joined = "".join(
        part if at == 0 else part.capitalize()
        for at, part in enumerate(syllables.split())
    )
    return (
        {
            joined.replace("ü", vowel).replace("Ü", vowel)
            for vowel in ("u", "v", "yu", "ue")
        }
        if "ü" in joined
        else {joined}
    )


def korean_forms(stem: str, full: str) -> list[str]:
    """A Korean name with its generics.

    >>> korean_forms("수암", "岫岩满族自治县"), korean_forms("장하", "庄河市")
    (['수암현', '수암만족자치현'], ['장하시'])
    """
    generic = KOREAN_GENERICS.get(full[-1])
    if generic is None or stem.endswith(generic):
        return []
    peoples = [
        korean for people, korean in KOREAN_PEOPLES.items() if f"{people}自治县" in full
    ]
    return [stem + generic, *(f"{stem}{people}자치{generic}" for people in peoples)]


def russian_forms(stem: str, full: str) -> list[str]:
    """A Russian name in its cases and with the words that go with it.

    >>> russian_forms("Далянь", "大连市")
    ['Даляня', 'Даляню', 'Далянем', 'Даляне', 'город Далянь', 'г. Далянь']
    >>> russian_forms("Бэньси", "本溪满族自治县")
    ['уезд Бэньси', 'Бэньси-Маньчжурский автономный уезд']
    """
    if " " in stem or "-" in stem:
        return []
    root, endings = (
        (stem[:-1], "я ю ем е") if stem.endswith("ь") else (stem, "а у ом е")
    )
    declined = (
        [root + ending for ending in endings.split()]
        if stem[-1] not in "аеиоуыэюя"
        else []
    )
    before = RUSSIAN_GENERICS.get(full[-1], ())
    peoples = [
        russian
        for people, russian in RUSSIAN_PEOPLES.items()
        if f"{people}自治县" in full
    ]
    return [
        *declined,
        *(f"{word} {stem}" for word in before),
        *(f"{stem}-{people} автономный уезд" for people in peoples),
    ]
