"""Countries and their regions as trade records write them.

A supplier list says P.R.C., PEOPLES R CHINA or 中華人民共和國, KOREA SOUTH or bare KOREA (which means the South),
D.P.R. KOREA or 북한. ISO 3166 gives the codes, the English names and, through iso-codes' translations, the Chinese
ones (for some countries also Russian, Korean, Japanese, German, French and Spanish); the spellings of the trade are
written here.

Names are matched with case, accents, spaces and punctuation folded and traditional characters simplified, so a name
that differs from another of the same country in these things only is left out. Regions (states, provinces,
prefectures) of trading countries are there because they give the country away: CALIFORNIA, GYEONGGI-DO. A region
that has the name of a Chinese division or of a country, or fewer than four Latin letters, is left out.
"""

from __future__ import annotations

import gettext
import json
import re
import unicodedata
from collections.abc import Iterator

from fetch.characters import folding
from fetch.postcodes import divisions, stem
from fetch.upstream import folder, write_table

SOURCE = "pycountry"
Row = tuple[str, str, str, str, str]
NEIGHBOURS = (
    "CN",
    "KP",
    "KR",
    "HK",
    "MO",
    "TW",
    "RU",
    "JP",
    "MN",
    "VN",
    "US",
    "GB",
    "DE",
    "FR",
    "ES",
    "IN",
)
LANGUAGES = {
    "zh": "zh_CN",
    "ru": "ru",
    "ko": "ko",
    "ja": "ja",
    "de": "de",
    "fr": "fr",
    "es": "es",
}
OWN = {"CN": "zh", "HK": "zh", "MO": "zh", "TW": "zh", "KP": "ko", "KR": "ko", "JP": "ja", "RU": "ru", "DE": "de",
       "FR": "fr", "ES": "es"}  # fmt: skip
BY_HAND = """
CN abbreviation en: PRC; P.R. China; PROC; CHN PR; China PR
CN spelling en: Peoples R China; People's Republic of China; Peoples Rep of China; People's Rep. China
CN spelling en: Peoples Rep. China; China (Mainland); Mainland China; Mainland of China; Chinese Mainland
CN spelling en: China Peoples Republic of; China Peoples Rep; P. Rep. China; Rep. Popular China; China P Rep
CN spelling en: The People's Republic of China; Peoples Republic China; Chinese People's Republic; China Mainland
CN short zh: 中国大陆; 中国内地
CN short de: VR China
CN spelling fr: RP Chine; Chine RP; Rép. Pop. de Chine
CN spelling es: R.P. China; RP de China; China Popular
CN short ru: КНР; Китай КНР
CN spelling ru: Kitai; Kitay
CN short it: Cina; Repubblica Popolare Cinese
CN short pl: Chiny
CN short tr: Çin Halk Cumhuriyeti
CN short vi: Trung Quốc
CN short id: Tiongkok; Republik Rakyat Tiongkok
CN short nl: Volksrepubliek China
CN official pt: República Popular da China
CN spelling en: Zhongguo; Chung Kuo; Zhonghua Renmin Gongheguo
KP abbreviation en: DPRK; D.P.R. Korea; DPR of Korea; PRK; D.P.R.K. Korea
KP spelling en: N. Korea; North Korea; Korea North; Korea (North); Korea N; Korea DPR; Korea D.P.R.; Korea D.P.R.O.
KP spelling en: Korea Dem. People's Rep.; Korea Democratic Peoples Rep; Korea Dem Peoples Republic of
KP spelling en: Dem. People's Rep. of Korea; Democratic Peoples Rep Korea; Dem Peoples Rep Korea
KP spelling en: Korea Democratic People's Republic of; Korea, Dem. Rep. of; Dem. Rep. Korea
KP spelling en: Democratic Republic of Korea; People's Republic of Korea; Korean Democratic People's Republic
KP spelling en: Democratic People's Republic Korea; Korea People's Democratic Republic; Noth Korea; North Corea
KP spelling en: Bukhan; Choson; Chosun Minjujuui Inmin Konghwaguk
KP short zh: 朝鲜; 北朝鲜; 北韩; 朝鲜民主主义人民共和国; 北朝鲜民主主义人民共和国
KP native ko: 북조선; 조선민주주의인민공화국
KP short ko: 북한
KP short ru: КНДР; Северная Корея; Корея Северная
KP spelling ru: Korejskaya Narodno-Demokraticheskaya Respublika; KNDR; Severnaya Koreya
KP short ja: 北朝鮮
KP abbreviation fr: RPDC; RPD Corée
KP abbreviation es: RPD de Corea; RPDC Corea
KP short de: Nordkorea; DVR Korea; DVRK
KP short it: Corea del Nord
KP short pt: Coreia do Norte
KP short vi: Triều Tiên; Bắc Triều Tiên
KR abbreviation en: ROK; R.O. Korea; Rep. Korea; R. of Korea; R. Korea
KR spelling en: Korea; S. Korea; South Korea; Korea South; Korea (South); Korea S; Korea Rep; Korea Rep. of
KR spelling en: Rep. of Korea; Republic Korea; Korea (R.O.K.); Southkorea; South Corea; Republic of South Korea
KR spelling en: Hanguk; Daehan Minguk; Corea
KR native ko: 대한민국; 한국; 남한; 한국(대한민국)
KR short zh: 韩国; 大韩民国; 南韩; 南朝鲜
KR short ru: Южная Корея; Республика Корея; Корея Южная
KR short ja: 韓国
KR short de: Südkorea; Korea Süd
KR short it: Corea del Sud
KR short pt: Coreia do Sul
KR short vi: Hàn Quốc
HK abbreviation en: H.K.; HKSAR; Hongkong SAR; HKG SAR; Hong Kong (SAR); Hong Kong China; Hong Kong SAR China
HK abbreviation en: H.K. SAR; Hong Kong P.R.C.; Hong Kong S.A.R. of China
HK spelling en: Hong Kong; Hong-Kong; Xianggang; Heung Kong; Hon Kong; Hong Kog
HK native zh: 香港; 香港特别行政区; 中国香港; 香港特区
HK short ru: Гонконг; Сянган
HK short ko: 홍콩
MO spelling en: Macau; Macao; Aomen; Macau SAR; Macao SAR; Macao China; Macau China; Macau SAR China
MO spelling en: Macao Special Administrative Region
MO native zh: 澳门; 澳门特别行政区; 中国澳门
MO short ko: 마카오
MO short ru: Макао; Аомынь
TW abbreviation en: Taiwan R.O.C.; ROC Taiwan; Taiwan ROC
TW spelling en: Taiwan; Tai Wan; Taiwan China; Republic of China; Chinese Taipei; Taiwan Province
TW spelling en: Taiwan Prov. of China; Taiwan Province of P.R. China; Taiwan Region; Taiwan (Republic of China)
TW spelling en: Republic of China (Taiwan); Rep. of China
TW native zh: 台湾; 台湾省; 中华民国; 中国台湾; 中华台北; 台湾地区
TW short ko: 대만; 타이완
TW short ru: Тайвань
RU spelling en: Russia; Russian Fed.; Russian Fed; Russian Federation; R.F. Russia; Rossiya; Rossija
RU spelling en: Rossiyskaya Federatsiya; Federation of Russia
RU native ru: Россия; Российская Федерация
RU short zh: 俄罗斯; 俄罗斯联邦; 俄国; 俄联邦
RU short ko: 러시아
RU short ja: ロシア
JP spelling en: Nippon; Nihon; Japon; Giappone
JP native ja: 日本; 日本国
JP short zh: 日本
JP short ko: 일본
US abbreviation en: USA; U.S. of America; US of A
US spelling en: United States; United States of America; America; Unites States; United State; U. States
US spelling en: United States America; Etats-Unis; Estados Unidos; EE.UU.; Vereinigte Staaten
US short zh: 美国; 美利坚合众国
US short ko: 미국
US short ru: США
GB abbreviation en: U.K.; G.B.; U.K. of Great Britain
GB spelling en: United Kingdom; Great Britain; England; Scotland; Wales; Northern Ireland; Britain; U. Kingdom
GB spelling en: UK England
GB short zh: 英国; 英格兰; 苏格兰; 大不列颠
AE abbreviation en: UAE; U.A. Emirates; United Arab Emirate; Utd. Arab Emir.
AE short zh: 阿联酋
VN spelling en: Vietnam; Viet Nam; Viet-Nam; S.R. Vietnam; Socialist Republic of Vietnam; SR of Vietnam; Việt Nam
VN short zh: 越南
MN spelling en: Mongolia; Mongol Uls; Mongolei
MN short zh: 蒙古国; 蒙古
DE spelling en: Germany; F.R. Germany; Fed. Rep. of Germany; Federal Republic of Germany; Germany FR; Allemagne
DE spelling en: Alemania
DE native de: Deutschland
FR spelling en: Frankreich; Francia
IT spelling en: Italia; Italie; Italien
ES spelling en: Spain; Espana; Spanien; Espagne
NL spelling en: Netherlands; The Netherlands; Holland; Nederland; Pays-Bas; Kingdom of the Netherlands; Niederlande
NL spelling en: Paises Bajos
NL short zh: 荷兰
BE spelling en: Belgium; Belgique; België; Belgien
CH spelling en: Switzerland; Suisse; Schweiz; Svizzera
AT spelling en: Austria; Österreich; Autriche
PL spelling en: Polska; Polen
CZ spelling en: Czech Republic; Czech Rep.; Czechia; Ceska Republika
SK spelling en: Slovak Republic; Slovak Rep.
SE spelling en: Sverige; Schweden
NO spelling en: Norge; Norway
DK spelling en: Danmark
FI spelling en: Suomi
TR spelling en: Turkey; Türkiye; Turkiye Cumhuriyeti; Turquie
BR spelling en: Brasil; Brésil
MX spelling en: Mexico; Mejico; Mexique
IR spelling en: Iran; I.R. Iran; Islamic Rep. of Iran; Iran Islamic Rep.; Iran (Islamic Rep.)
SY spelling en: Syria; Syrian Arab Rep.
LA spelling en: Laos; Lao P.D.R.; Lao PDR; Laos PDR; Lao People's Dem. Rep.
MM spelling en: Burma; Myanmar (Burma); Union of Myanmar
KH spelling en: Kampuchea; Kingdom of Cambodia
CI spelling en: Ivory Coast; Cote d'Ivoire
CD spelling en: DR Congo; D.R. Congo; Congo DR; Dem. Rep. of Congo; DRC Congo; Congo Kinshasa; Zaire
CG spelling en: Congo Rep.; Congo Brazzaville
TZ spelling en: Tanzania; United Rep. of Tanzania
BO spelling en: Bolivia
VE spelling en: Venezuela
MD spelling en: Moldova; Rep. of Moldova
MK spelling en: Macedonia; FYROM; TFYR Macedonia
PS spelling en: Palestine; Palestinian Territory; Gaza; West Bank
BN spelling en: Brunei; Brunei Darussalam
TL spelling en: East Timor
CV spelling en: Cape Verde
SZ spelling en: Swaziland
FM spelling en: Micronesia
DO spelling en: Dominican Rep.; Republica Dominicana
SA spelling en: K.S.A.; Kingdom of Saudi Arabia; Saudi Arab
LK spelling en: S. Lanka
BD spelling en: Bangla Desh; People's Republic of Bangladesh
KZ spelling en: Kazakstan; Rep. of Kazakhstan
KZ short ru: Казахстан
KG spelling en: Kirghizia; Kyrgyz Republic; Kyrgyz Rep.
KG short ru: Киргизия; Кыргызстан
BY spelling en: Belorussia; Rep. of Belarus
BY short ru: Беларусь; Белоруссия
UA short ru: Украина
UA native uk: Україна
UZ short ru: Узбекистан
SG spelling en: Singapore; Singapura; Rep. of Singapore; S'pore
SG short zh: 新加坡
MY spelling en: Malaysia; West Malaysia; Malaysia (Peninsular)
ID spelling en: R.I. Indonesia; Republik Indonesia
TH spelling en: Thailande; Kingdom of Thailand
PH spelling en: Philippines; Filipinas; Phils.; Rep. of the Philippines
IN spelling en: Republic of India
PK spelling en: Islamic Rep. of Pakistan
ZA spelling en: South Africa; R.S.A.; Rep. of South Africa; S. Africa
EG spelling en: A.R. Egypt; A.R.E. Egypt; Egypte
NZ spelling en: New Zealand; N. Zealand; Aotearoa
PG spelling en: Papua New Guinea; P.N.G.
BA spelling en: Bosnia; Bosnia-Herzegovina
TT spelling en: Trinidad; Trinidad & Tobago
VG spelling en: British Virgin Islands; B.V.I.; Brit. Virgin Isl.; Virgin Islands (British)
VI spelling en: US Virgin Islands; U.S.V.I.
KY spelling en: Cayman Isl.; Grand Cayman
MH spelling en: Marshall Isl.; Marshall Islands
SC spelling en: Seychelles
VA spelling en: Vatican
RE spelling en: Reunion
XK short en: Kosovo
"""
"""`country kind language: names`; kinds that the ISO list does not give, and names it lacks."""
REGION_TYPES = {
    "US": {"State"}, "CA": {"Province"}, "IN": {"State", "Union territory"}, "JP": {"Prefecture"},
    "KR": {"Special city", "Metropolitan city", "Province", "Special self-governing province",
           "Special self-governing city"},
    "RU": {"Republic", "Administrative territory", "Administrative region", "Autonomous city"},
    "VN": {"Province", "Municipality"}, "ID": {"Province", "Capital district", "Special region"}, "DE": {"Land"},
    "TH": {"Province", "Metropolitan administration"}, "MY": {"State", "Federal territory"}, "PH": {"Province"},
    "BR": {"State"}, "MX": {"State"}, "TR": {"Province"}, "PK": {"Province"}, "BD": {"Division"}, "IT": {"Region"},
    "ES": {"Autonomous community"}, "FR": {"Metropolitan region"}, "AU": {"State", "Territory"}, "UA": {"Region"},
    "KZ": {"Region"}, "UZ": {"Region"}, "BY": {"Oblast"}, "KH": {"Province"}, "MM": {"Region", "State"},
    "LK": {"Province"}, "ZA": {"Province"}, "PL": {"Voivodship"}, "AE": {"Emirate"},
}  # fmt: skip
TRANSLATED = {"KR": ("ko", "zh"), "JP": ("zh",), "RU": ("ru", "zh")}
GENERIC = re.compile(
    "-(teukbyeolsi|gwangyeoksi|teukbyeoljachido)$|, Respublika$|^Respublika "
    "| (Respublika|oblast'|[Oo]blast|kray|oblysy)$"
)
REGIONS_BY_HAND = """
KR: Seoul City; Gyeonggi; Kyonggi-do; Kyunggi-do; Kyungki-do; Kyonggi; Gangwon-do; Kangwon-do; Chungbuk; Chungnam
KR: Chungcheong; Jeonbuk; Jeonnam; Jeolla; Cholla-namdo; Gyeongbuk; Gyeongnam; Kyungbuk; Kyungnam; Kyongsang
KR: Gyeongsang; Jeju-do; Cheju-do; Busan; Pusan; Daegu; Taegu; Incheon; Inchon; Gwangju Metropolitan City; Daejeon
KR: Taejon; Ulsan; Sejong City; 서울; 서울특별시; 부산; 부산광역시; 대구광역시; 인천; 인천광역시; 광주광역시
KR: 대전광역시; 울산광역시; 세종특별자치시; 경기도; 경기; 강원도; 강원특별자치도; 충청북도; 충청남도; 충북; 충남
KR: 전라북도; 전라남도; 전북; 전남; 경상북도; 경상남도; 경북; 경남; 제주도; 제주특별자치도; 首尔; 首尔特别市; 汉城
KR: 釜山; 釜山广域市; 大邱; 大邱广域市; 仁川; 仁川广域市; 光州广域市; 大田广域市; 蔚山; 蔚山广域市; 世宗特别自治市
KR: 京畿道; 江原道; 忠清北道; 忠清南道; 全罗北道; 全罗南道; 庆尚北道; 庆尚南道; 济州道; 济州岛
RU: Primorsky Krai; Primorskiy kray; Primorye; Primorsky Region; Primorski Krai; Khabarovsk Krai; Khabarovskiy kray
RU: Khabarovsk Territory; Amur Oblast; Amur Region; Sakhalin; Sakhalin Oblast; Sakhalin Region
RU: Jewish Autonomous Oblast; Evreyskaya avtonomnaya oblast; Yakutia; Sakha Republic; Kamchatka; Kamchatka Krai
RU: Magadan Oblast; Chukotka; Zabaykalsky Krai; Irkutsk Oblast; Buryatia; Moscow Oblast; Moscow Region
RU: Leningrad Oblast; Приморский край; Приморье; Хабаровский край; Амурская область; Сахалинская область
RU: Еврейская автономная область; Якутия; Забайкальский край; Московская область; Ленинградская область; 滨海边疆区
RU: Дальний Восток; Дальнего Востока; Дальнем Востоке; Дальневосточный; Dalny Vostok; Dalniy Vostok; Dalnyi Vostok
RU: Spassk-Dalny; Spassk-Dalnyy; Spassk-Dalnii; Spassk-Dalnyi; Спасск-Дальний; Спасске-Дальнем; Хасанский район
RU: 연해주; 프리모르스키지방; 프리모르스키크라이; 연해변강; 하바롭스크; 하바로프스크; 블라디보스토크
RU: 울라지보스또크; 우수리스크; 나홋카; 나호드카; 나홋카시; 나호드카시; 아르툠시
RU: 하산스키; 슬라뱐카; 크라스키노; 자루비노; 포시에트; 아르톰; 아르툠; 스파스크달니; 파르티잔스크
RU: 사할린; 유즈노사할린스크; 아무르주; 블라고베셴스크
RU: 콤소몰스크; 비로비잔; 이르쿠츠크; 모스크바; 상트페테르부르크; 노보시비르스크; 캄차카; 마가단; 야쿠츠크
RU: 哈巴罗夫斯克边疆区; 阿穆尔州; 萨哈林州; 犹太自治州
JP: 東京都; 北海道; 埼玉县; 神奈川; 新潟县; 鹿儿岛; Tokyo-to; Osaka-fu; Kyoto-fu
JP: Tohoku; Kanto; Hokuriku; Kansai; Shikoku; Kyushu
VN: Ho Chi Minh City; HCM City; Ho Chi Minh; Saigon; Hanoi; Haiphong; Da Nang; Binh Duong; Dong Nai; Bac Ninh
VN: Bac Giang
ID: DKI Jakarta; West Java; East Java; Central Java; Jawa Barat; Jawa Timur; Jawa Tengah; North Sumatra
ID: West Java Province; South Sulawesi; East Kalimantan; Riau Islands
DE: North Rhine-Westphalia; NRW Germany; Bavaria; Lower Saxony; Saxony; Hesse; Thuringia; Rhineland-Palatinate
IN: Orissa; Pondicherry; New Delhi; Uttaranchal; Tamilnadu; Andhra
IT: Lombardy; Tuscany; Piedmont; Sicily; Sardinia
ES: Catalonia; Cataluna; Andalusia; Basque Country; Comunidad de Madrid
"""
"""Usual spellings that ISO 3166-2 lacks, and the Korean and Chinese names for South Korea."""
WORDS = {"acre", "agri", "batman", "chin", "grandest", "para", "saha", "shan"}
"""Regions whose name is an everyday word or a Chinese syllable."""
CHARACTERS = {key: value for key, (value, _) in folding().items()}


def folded(name: str) -> str:
    """The key under which two spellings are one: letters and digits only, no case, accents or old characters."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(letter for letter in plain if letter.isalnum())
    return "".join(
        CHARACTERS.get(letter, letter) for letter in unicodedata.normalize("NFC", kept)
    )


def database(name: str) -> list[dict[str, str]]:
    """One of pycountry's lists (`3166-1`, `3166-2`)."""
    path = folder(SOURCE) / f"pycountry/databases/iso{name}.json"
    rows: list[dict[str, str]] = json.loads(path.read_text("utf8"))[name]
    return rows


def translations(language: str, name: str) -> gettext.GNUTranslations:
    """iso-codes' translations of a list into a language."""
    path = (
        folder(SOURCE)
        / f"pycountry/locales/{LANGUAGES[language]}/LC_MESSAGES/iso{name}.mo"
    )
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def turned(name: str) -> str:
    """`Korea, Republic of` in the order one says it."""
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma and tail.endswith((" of", " the")) else name


def iso_names(country: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The English names of a country and their kind."""
    yield country.get("common_name", country["name"]), "short"
    yield country["name"], "short"
    yield turned(country["name"]), "formal"
    if "official_name" in country:
        yield country["official_name"], "official"


def iso_rows() -> Iterator[Row]:
    """Codes, English names, Chinese names of all countries, further languages for the neighbours and the largest."""
    tables = {language: translations(language, "3166-1") for language in LANGUAGES}
    for country in database("3166-1"):
        code = country["alpha_2"]
        yield code, code, "", "alpha2", SOURCE
        yield code, country["alpha_3"], "", "alpha3", SOURCE
        for name, kind in iso_names(country):
            yield code, name, "en", kind, SOURCE
        for language, table in tables.items():
            if language == "zh" or code in NEIGHBOURS:
                yield from translated(country, language, table)


def translated(
    country: dict[str, str], language: str, table: gettext.GNUTranslations
) -> Iterator[Row]:
    """A country's names in a language, where iso-codes has them."""
    code = country["alpha_2"]
    for key, kind in (
        ("common_name", "short"),
        ("name", "short"),
        ("official_name", "official"),
    ):
        name = table.gettext(country[key]) if key in country else ""
        if name and (name != country[key] or language == "de"):
            yield (
                code,
                turned(name),
                language,
                "native" if OWN.get(code) == language and kind == "short" else kind,
                SOURCE,
            )


def hand_rows() -> Iterator[Row]:
    """The rows written above."""
    for line in BY_HAND.strip().splitlines():
        head, names = line.split(": ", 1)
        code, kind, language = head.split()
        for name in names.split("; "):
            yield code, name, language, kind, "hand"


def countries() -> list[Row]:
    """All names, one row for each country and folded form (codes stay although a name may fold to them)."""
    seen: dict[tuple[str, str, bool], Row] = {}
    for row in [*iso_rows(), *hand_rows()]:
        seen.setdefault((row[0], folded(row[1]), row[3].startswith("alpha")), row)
    return sorted(seen.values(), key=lambda row: (row[0], row[3], row[2], row[1]))


def regions() -> list[tuple[str, str, str, str]]:
    """States and provinces of trading countries by full name, and by hand what ISO lacks."""
    found = [*iso_regions(), *hand_regions()]
    chinese = {folded(stem(unit.name)) for unit in divisions()} | set(pinyin())
    barred = chinese | WORDS | {folded(row[1]) for row in countries()}
    seen: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    for row in found:
        key = folded(row[1])
        if key not in barred and (len(key) >= 4 or not key.isascii()):
            seen.setdefault((row[0], key), row)
    return sorted(seen.values())


def hand_regions() -> Iterator[tuple[str, str, str, str]]:
    """The regions written above."""
    for line in REGIONS_BY_HAND.strip().splitlines():
        code, names = line.split(": ", 1)
        yield from ((code, name, "region", "hand") for name in names.split("; "))


def iso_regions() -> Iterator[tuple[str, str, str, str]]:
    """ISO 3166-2's regions, their name without the generic word too, translated for Korea, Japan and Russia."""
    tables = {
        language: translations(language, "3166-2")
        for language in ("ko", "ja", "ru", "zh")
    }
    for region in database("3166-2"):
        code = region["code"][:2]
        if region["type"] in REGION_TYPES.get(code, ()):
            names = [region["name"], GENERIC.sub("", region["name"])]
            names += [
                tables[language].gettext(region["name"])
                for language in TRANSLATED.get(code, ())
            ]
            for name in names:
                if (
                    name.isascii()
                    or code != "JP"
                    or name.endswith(("县", "府", "都", "道"))
                ):
                    yield code, name.split(" [")[0], region["type"].lower(), SOURCE


def pinyin() -> Iterator[str]:
    """Toneless pinyin of the short names of China's provinces, prefectures and counties."""
    from pypinyin import lazy_pinyin

    for unit in divisions():
        yield "".join(lazy_pinyin(stem(unit.name)))


def main() -> None:
    """Write `facts/countries.csv` and `facts/foreign_regions.csv`."""
    write_table(
        "facts", "countries", ("iso2", "name", "lang", "kind", "source"), countries()
    )
    write_table(
        "facts", "foreign_regions", ("iso2", "name", "kind", "source"), regions()
    )


if __name__ == "__main__":
    main()
