"""The generic words of Chinese addresses below the division, and the patterns made of them.

Chinese names carry their kind at their end (滨江中路 is a 路, 和平小区 a 小区) and numbers are followed by what they count
(18号, 3单元, 502室). Words are tried in the order given, so a longer one stands before its own ending.
"""

from __future__ import annotations

import re

_ARABIC = r"[a-z]{0,2}[0-9]+[a-eg-z]?"
_CHINESE = "一二三四五六七八九十百零〇两"

COUNTED: dict[str, tuple[str, ...]] = {
    "building": ("号楼", "号厂房", "幢", "栋", "座", "#楼", "#", "号院", "排", "单元", "单无"),
    "floor": ("层楼", "层", "楼", "f"),
    "room": (
        "号房间",
        "号房",
        "号商铺",
        "号铺",
        "号店面",
        "号档口",
        "办公室",
        "房间",
        "室",
        "房",
        "铺",
        "档",
    ),
    "road": ("号路", "号大街", "号街", "支弄", "大街", "大道", "组", "队"),
    "village": ("委",),
    "part": ("号门", "期", "区", "梯"),
    "lane": ("弄", "巷"),
    "street": ("街", "路"),
    "number": ("号",),
}
"""What follows a number, and so what the number is. `number`, `lane` and `street` depend on what stands before."""

GENERICS: dict[str, tuple[str, ...]] = {
    "township": ("街道办事处", "街道办", "街道", "民族乡", "镇", "乡", "苏木"),
    "village": (
        "村民委员会", "居民委员会", "村委会", "居委会", "社区", "自然村", "行政村", "村", "屯",
    ),
    "devzone": ("开发区", "高新区", "经开区", "保税区", "合作区", "出口加工区", "经济区", "新区"),
    "park": (
        "工业园区", "产业园区", "工业集中区", "集聚区", "工业区", "工业园", "产业园", "科技园", "园区",
    ),
    "road": (
        "国道", "省道", "县道", "高速公路", "公路", "大街", "大道", "胡同", "支路", "路", "街", "巷", "弄",
    ),
    "poi": (
        "有限责任公司", "有限公司", "分公司", "公司", "大厦", "小区", "市场", "广场", "花园", "公寓", "大酒店",
        "酒店", "商贸城", "家园", "医院", "大楼", "学院", "大学", "超市", "宾馆", "小学", "中学", "幼儿园", "花苑",
        "商城", "新村", "别墅", "山庄", "车站", "机场", "饭店", "学校", "商厦", "佳苑", "嘉苑", "华庭", "名苑", "景苑",
        "雅苑", "嘉园", "校区", "商务区", "转盘", "监狱", "商业城", "工业城", "商贸城", "轻纺城", "皮革城", "建材城", "服装城",
        "汽车城", "电子城", "数码城", "五金城", "家居城", "大学城", "鞋城", "鞋都",
    ),
}  # fmt: skip
"""What a name ends in, and so what it names."""

COMPANIES = ("公司", "集团", "厂", "合作社", "经营部", "商行", "事务所")

ORGANIZATIONS = re.compile(
    "公司|集团|厂|合作社|经营部|商行|事务所|银行|大学|学院|研究|协会|医院|中学|小学|支行|分行|中心|服饰"
)
"""Words of an organization: the place before them is part of its name."""

NAMED_AFTER = re.compile(
    "湾|城(?![东西南北关])|市场|人民|工业|国际(?!商贸|物流)|商贸|火车站|汽车|大厦|宾馆|大酒店|广场"
    "|[^东西南北中][路街](?![道镇乡])|[东西南北一二三四五六七八九十]{1,2}区"
    "|[花景佳嘉名雅]?苑|家园|花园|公寓|小区|新村|山庄|别墅|康城"
)
"""What makes one name with the place right before it: 杭州湾, 温州城, 凤城塘路, 凤城家园."""

OFFICES = re.compile(
    "(?:中级|高级)?(?:人民)?(?:法院|检察院)|[公教财税工][安育政务商]局|第?[一二三四五六]?(?:中学|小学)|卫生学校|局"
)
"""What a county or town has one of, so that its name belongs to it, with its generic or without: 振兴区人民法院."""

ZONES = re.compile(
    "(?:国家级?)?(?:经济|高新)?(?:技术)?(?:产业)?(?:开发|新|园)区|高新区|(?:科技|产业)园|商务区|新城(?!市)|[山湖][^东西南北中]?[东西南北中]?[路名脚]"
)
"""What makes a zone of a county's name without its generic: 振兴开发区."""

UNNAMED = ("市辖区", "市辖县", "其它区", "其他区", "其它地区", "其他地区", "null")
"""What forms write where no county is chosen."""

NO_COUNTY = re.compile(
    f"[一二三四五六七八九十社小军校厂园]区$|..[东西南北中]区$|(?:经开|高新|开发)区$|^(?:{'|'.join(UNNAMED)})$"
)
"""What ends like a county and is none: part of an estate (样例六区), a zone, a blank."""

RELATIONS = (
    "交叉路口", "交叉口", "交汇处", "交界处", "交口", "交叉", "斜对面", "正对面", "对面", "旁边", "附近", "隔壁", "门口", "路口",
    "西侧", "东侧", "南侧", "北侧", "后面", "前面", "东面", "西面", "南面", "北面", "院内", "楼下", "楼上", "边上", "旁", "内",
    "口", "与", "外",
)  # fmt: skip
"""Words that place something beside a named thing; they name nothing."""

NOISE = (
    "电联", *UNNAMED, "收件人", "联系人", "联系电话", "电话", "手机", "传真", "邮政编码", "邮编", "地址",
)  # fmt: skip
"""Words of forms."""


def alternation(words: tuple[str, ...]) -> str:
    """The words as alternatives of a pattern."""
    return "|".join(map(re.escape, words))


_COUNTED = "|".join(f"(?P<{label}>{alternation(words)})" for label, words in COUNTED.items())
_NO_COUNT = "(?!线|道|桥|地块|信箱)"
_SAFE = tuple(
    word
    for label in ("building", "floor", "room", "number", "part")
    for word in COUNTED[label]
    if word not in ("#", "f", "区", "座", "排")
)
"""Words behind a Chinese numeral that make it a number and not a part of a name (文一路, 三元里)."""
_COUNTS = alternation((*_SAFE, "组", "队"))

TOKEN = re.compile(
    rf"""(?P<po_box>(?:邮政)?[0-9]+号?信箱|p[.]?o[.]?box[0-9]+)
    | (?P<phone>(?:电话|手机|传真|tel|fax)[:.]?[+(0-9][0-9()+-]{{6,20}}|(?<![0-9])(?:[+]86)?[0-9]{{3,4}}-?[0-9]{{7,8}}(?![0-9]))
    | (?P<floors>架空层|地下室|负[0-9{_CHINESE}]+[楼层])
    | (?P<value>(?:第|附|甲|乙)?{_ARABIC}(?:[-~/、]{_ARABIC})*
        | (?<![a-z])[a-z](?![a-z])
        | 第?(?<![{_CHINESE}])[{_CHINESE}]+(?=(?:{_COUNTS})(?!路|街|大街|大道)))
      (?:(?:{_COUNTED}){_NO_COUNT})?
    | (?P<joint>[-_/~?]+)
    | (?P<hard>[^\w]+)
    | (?P<noise>{alternation(NOISE)})""",
    re.VERBOSE,
)
"""A number with what it counts, punctuation, or a word of forms."""

_ROAD_FOLLOWS = "(?:[东西南北中]{0,2}(?:[路巷弄]|街(?!道)|大道))"


def _ending(label: str) -> str:
    """The pattern of a generic word; that of a place is none when a road follows (文化市场路)."""
    guard = "" if label in ("road", "township", "devzone") else f"(?!{_ROAD_FOLLOWS})"
    return f"(?P<{label}>(?:{alternation(GENERICS[label])}){guard})"


GENERIC = re.compile(
    f"(?:{'|'.join(map(_ending, GENERICS))})(?!口|桥|灯|边|尾|委会|坊)"
    f"|(?P<section>(?<=[路街道])[东西南北中]段)|(?P<relation>{alternation(RELATIONS)})"
)
"""The end of a name, or a word between names."""
