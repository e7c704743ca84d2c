"""One table that brings the Chinese characters of an address to the forms the gazetteer is written in.

Place names reach us in simplified, traditional, Japanese and old variant characters: 丹东, 丹東; 遼寧, 辽宁;
図們, 圖們, 图们; 龍井, 竜井; 臺, 台. Names and texts are folded by the same table, so an odd folding does no harm as
long as two different names do not meet. It is one character to one character, which keeps offsets in the raw text;
what NFKC already does (compatibility forms, most radicals) is not repeated.

Sources: OpenCC's traditional-to-simplified characters (first candidate), its Japanese variants, and a list by hand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from fetch.upstream import folder, write_table

OPENCC = "opencc-python-reimplemented"
KEPT = {"乾"}
"""Never folded: OpenCC makes 干 of it, but in place names (乾安, 乾县) it is the standard character."""
PINNED = {
    "瀋": "沈",
    "於": "于",
    "後": "后",
    "裏": "里",
    "裡": "里",
    "鐘": "钟",
    "鍾": "钟",
}
"""Where OpenCC offers several, or another dictionary would choose otherwise."""
JAPANESE = """
図图 辺边 広广 沢泽 浜滨 竜龙 桜樱 県县 鉄铁 団团 対对 駅驿 駐驻 塩盐 関关 帰归 実实 瀬濑 険险 験验 亀龟 黒黑
徳德 恵惠 栄荣 営营 労劳 挙举 楽乐 薬药 覚觉 巌岩 歳岁 戸户 戻戾 毎每 呉吴 隣邻 涙泪 滝泷 渓溪 経经 継继 続续
総总 聴听 鶏鸡 壱壹 弐贰 従从 蔵藏 気气 庁厅 伝传 転转 軽轻 闘斗 銭钱 鋳铸 鉱矿 囲围 圧压 価价 仮假 児儿 両两
処处 剣剑 剤剂 勧劝 単单 厳严 収收 変变 嬢娘 専专 嶋岛 嶌岛 巣巢 廃废 弾弹 応应 悪恶 戦战 戯戏 払拂 抜拔 拝拜
拠据 択择 拡扩 捜搜 揺摇 摂摄 斉齐 斎斋 暁晓 検检 様样 権权 歩步 歯齿 殻壳 済济 渋涩 満满 漢汉 焼烧 犠牺 猟猎
獣兽 畳叠 痩瘦 発发 砕碎 稲稻 穂穗 粋粹 粛肃 糸丝 絵绘 縁缘 縄绳 繊纤 脳脑 臓脏 蛍萤 訳译 証证 読读 謡谣 賛赞
贈赠 逓递 遅迟 郷乡 酔醉 醸酿 釈释 鎮镇 閲阅 雑杂 霊灵 頼赖 顔颜 顕显 騒骚 髄髓 髪发 黙默 齢龄 島岛 徴征 悩恼
銀银 桟栈 櫻樱 濱滨 隠隐 陥陷 駆驱 塚冢 増增 曽曾 層层 諸诸 覇霸 覧览 観观 歓欢 豊丰 売卖 仏佛 沖冲
"""
"""Japanese forms with their simplified character."""
VARIANTS = """
臺台 檯台 颱台 坮台 爾尔 尒尔 鄕乡 鄊乡 崗岗 堽岗 埧坝 壩坝 垻坝 隄堤 邨村 囯国 囶国 圀国 圎圆 峯峰 嶺岭 岺岭
嵒岩 巖岩 巗岩 嶽岳 谿溪 磎溪 雞鸡 鷄鸡 羣群 舘馆 閒间 麪面 麵面 菓果 葯药 淸清 靑青 眞真 鎭镇 敎教 戶户 産产
內内 吿告 呂吕 錄录 奧奥 姸妍 擧举 曁暨 爲为 旣既 晳晰 溫温 溼湿 煕熙 熈熙 甁瓶 瑠琉 硏研 祿禄 稅税 竝并 幷并
並并 倂并 緖绪 綠绿 脫脱 說说 銳锐 閱阅 雋隽 靜静 頹颓 饑饥 鬪斗 鬭斗 黃黄 橫横 卽即 鄰邻 郞郎 荘庄 荅答 庒庄
甯宁 寕宁 寗宁 寍宁 濰潍 洩泄 滙汇 匯汇 滬沪 瀋沈 渖沈 砲炮 硃朱 礮炮 砦寨 柵栅 橋桥 槗桥 檣樯 樑梁 櫟栎 欄栏
桿杆 楡榆 棲栖 枬楠 柟楠 栢柏 樸朴 樁桩 氷冰 冺泯 決决 涼凉 凈净 淨净 滅灭 減减 溝沟 澗涧 濬浚 灣湾 濶阔 闊阔
潤润 汙污 汚污 泝溯 遡溯 恆恒 悅悦 懽欢 驩欢 懸悬 敍叙 敘叙 昇升 陞升 晉晋 暎映 曡叠 疊叠 壘垒 墻墙 牆墙 墖塔
墪墩 坵丘 埳坎 埜野 壄野 埰采 採采 綵彩 寳宝 寶宝 冨富 冦寇 宼寇 寃冤 剎刹 剏创 剙创 刼劫 勑敕 勅敕 勲勋 勛勋
勳勋 勣绩 厠厕 廁厕 厰厂 廠厂 廈厦 廚厨 庻庶 庿庙 亙亘 亜亚 亞亚 仝同 伕夫 佈布 佔占 倉仓 値值 偪逼 傑杰 傢家
僊仙 仚仙 秈籼 兎兔 冊册 彔录 彥彦 彫雕 鵰雕 琱雕 徃往 忬豫 愼慎 慙惭 慼戚 鍼针 針针 銕铁 鐵铁 鏽锈 銹锈 鎌镰
鎻锁 鑛矿 鑪炉 爐炉 罏垆 蓆席 蔴麻 蔥葱 蕋蕊 薑姜 薦荐 藪薮 藷薯 蘓苏 蘇苏 囌苏 蘤花 蘂蕊 芲花 苐第 苧苎 豬猪
貍狸 貓猫 獃呆 玅妙 珎珍 琍璃 琺珐 瑯琅 璢琉 產产 畝亩 畒亩 畧略 畵画 畫画 異异 疎疏 臯皋 皐皋 皜皓 皷鼓 衆众
眾众 睏困 矽硅 硤硖 磯矶 碁棋 棊棋 秊年 秌秋 秔粳 穀谷 穉稚 窓窗 窻窗 牕窗 窯窑 窰窑 筍笋 箇个 個个 篛箬 築筑
簷檐 籐藤 籤签 簽签 糉粽 糧粮 糺纠 紮扎 紥扎 絃弦 絲丝 綫线 線线 綑捆 緐繁 縣县 繡绣 繖伞 傘伞 纔才 缽钵 鉢钵
罎坛 壇坛 羢绒 羶膻 翺翱 耡锄 聨联 聮联 聯联 脗吻 脣唇 脩修 膓肠 臈腊 臘腊 艢樯 艸草 茘荔 荳豆 莭节 節节 菴庵
萬万 葉叶 虵蛇 蛯虾 蠏蟹 蠶蚕 衕同 術术 衚胡 裌夹 覩睹 訢欣 詠咏 証证 託托 誌志 諐愆 譁哗 譌讹 讚赞 讐仇 讎仇
豐丰 貭质 賬账 賸剩 贊赞 跡迹 蹟迹 蹤踪 軰辈 輙辄 辤辞 迯逃 迴回 廻回 逈迥 逩奔 遊游 遯遁 遶绕 邇迩 郉邢 鄧邓
隂阴 陰阴 陜陕 陝陕 隖坞 塢坞 隣邻 隨随 險险 雙双 靭韧 鞏巩 韮韭 頋顾 顋腮 顛颠 颺扬 飃飘 餘余 饍膳 駡骂 騐验
驢驴 驛驿 驗验 髪发 髮发 魯鲁 鰂鲗 鯉鲤 鰲鳌 鼇鳌 鳬凫 鴈雁 鵞鹅 鶴鹤 鷰燕 鹵卤 滷卤 麁粗 麤粗 點点 鼴鼹 齋斋
龢和 咊和 龜龟 圖图 圗图 啚图 們们 琿珲 撫抚 遼辽 寧宁 鴨鸭 緑绿 龍龙 東东 鐡铁 鉃铁 長长 镸长 鳳凤 鳯凤 凬风
閗斗 開开 関关 關关 蓋盖 葢盖 蘆芦 営营 營营 鮁鲅 鲃鲅 莊庄 鄭郑 輝辉 煇辉 暉晖 樺桦 盤盘 槃盘 賚赉 賫赉 楊杨
餅饼 鎮镇 靉叆 渾浑 窪洼 窊洼 漥洼 後后 灘滩
"""
"""Variants, old and Korean printing forms seen in place names and firm names, with their simplified character."""
RADICALS = {"⺈": "刀", "⺊": "卜", "⺍": "小", "⺗": "心", "⺩": "玉", "⺪": "疋", "⺳": "网", "⺼": "肉", "⻊": "足",
            "⺀": "冫", "⺅": "亻", "⺉": "刂", "⺌": "小", "⺎": "兀", "⺏": "尣", "⺔": "彑", "⺕": "彐", "⺖": "忄",
            "⺘": "扌", "⺡": "氵", "⺢": "水", "⺣": "灬", "⺤": "爪", "⺨": "犭", "⺬": "礻", "⺭": "礻", "⺯": "糸",
            "⺰": "纟", "⺹": "耂", "⺾": "艹", "⺿": "艹", "⻀": "艹", "⻂": "衤", "⻃": "覀", "⻄": "西", "⻅": "见",
            "⻆": "角", "⻈": "讠", "⻉": "贝", "⻋": "车", "⻌": "辶", "⻍": "辶", "⻎": "辶", "⻏": "阝", "⻐": "钅",
            "⻑": "长", "⻒": "长", "⻓": "长", "⻔": "门", "⻕": "阝", "⻖": "阝", "⻗": "雨", "⻘": "青", "⻙": "韦",
            "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻞": "食", "⻟": "饣", "⻠": "饣", "⻢": "马", "⻣": "骨",
            "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻫": "齐", "⻬": "齐",
            "⻭": "齿", "⻮": "齿", "⻯": "竜", "⻰": "龙", "⻱": "龟", "⻲": "龟", "⻳": "龟", "⺠": "民", "⺟": "母",
            "⺝": "月", "⺮": "竹", "⺶": "羊", "⺷": "羊", "⺸": "羊", "⺺": "聿", "⺻": "聿", "⺽": "臼"}  # fmt: skip
"""Radicals that PDF text has in place of the character and that NFKC leaves alone."""


def opencc(name: str) -> Iterator[tuple[str, str]]:
    """The pairs of one of OpenCC's dictionaries: key, first candidate."""
    text = (folder(OPENCC) / f"opencc/dictionary/{name}.txt").read_text("utf8")
    for line in text.splitlines():
        if "\t" in line:
            key, values = line.split("\t")
            yield key, values.split()[0]


def simplified() -> dict[str, str]:
    """Traditional to simplified, one character to one; simplified forms that hardly any font has are left out."""
    table = {
        key: value
        for key, value in opencc("TSCharacters")
        if len(key) == len(value) == 1 and value < "\U00010000"
    }
    return {key: value for key, value in (table | PINNED).items() if key not in KEPT}


def japanese() -> dict[str, str]:
    """Japanese forms to simplified ones, by way of the traditional character; not those that are standard in China.

    沪 is Shanghai and not the Japanese form of 滤, so what GB 2312 holds stays.
    """
    table = simplified()
    pairs = {
        new: table.get(old, old)
        for old, new in opencc("JPVariants")
        if new not in table
    }
    return {new: old for new, old in pairs.items() if not standard(new)}


def standard(character: str) -> bool:
    """Whether the character is in GB 2312, the simplified characters of everyday use."""
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def by_hand() -> dict[str, str]:
    """The pairs written above."""
    pairs = [(pair[0], pair[1]) for pair in (JAPANESE + VARIANTS).split()]
    return dict(pairs) | RADICALS


def folding() -> dict[str, tuple[str, str]]:
    """Every folded character with what it becomes and the source; the result of one step is never folded again."""
    rows = {key: (value, "hand") for key, value in by_hand().items()}
    rows |= {key: (value, OPENCC) for key, value in japanese().items()}
    rows |= {
        key: (value, "hand" if key in PINNED else OPENCC)
        for key, value in simplified().items()
    }
    last = {key: value for key, (value, _) in rows.items()}
    settled = {
        key: (final(value, last), source) for key, (value, source) in rows.items()
    }
    return {key: row for key, row in settled.items() if needed(key, row[0])}


def final(character: str, table: dict[str, str]) -> str:
    """Follow the table to a character that folds no further."""
    seen = {character}
    while (following := table.get(character, character)) not in seen:
        seen.add(following)
        character = following
    return character


def needed(key: str, value: str) -> bool:
    """Whether the pair changes something that NFKC does not: the key is stable under NFKC and differs."""
    return (
        key != value and unicodedata.normalize("NFKC", key) == key and key not in KEPT
    )


def main() -> None:
    """Write `facts/characters.csv`."""
    rows = [(key, *row) for key, row in sorted(folding().items())]
    write_table("facts", "characters", ("from", "to", "source"), rows)


if __name__ == "__main__":
    main()
