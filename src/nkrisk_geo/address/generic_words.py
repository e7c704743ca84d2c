"""The English words for what Chinese names end with: 路 is Road, 镇 Town, 号楼 Building.

The longer ending comes first where one ends with another: 大街 before 街.
"""

from __future__ import annotations

Endings = tuple[tuple[str, str], ...]


def _endings(table: str) -> Endings:
    """One ending a line, and behind it its word, where it has one."""
    pairs = (line.partition(" ") for line in table.split("\n") if line)
    return tuple((ending, word) for ending, _, word in pairs)


ENDINGS_OF_DIVISIONS = _endings("""
township Subdistrict
镇 Town
乡 Township
街道 Subdistrict
村 Village
社区 Community
区 District
县 County
旗 Banner
""")
ENDINGS_OF_ROADS = _endings("""
步行街 Pedestrian Street
大街 Street
大道 Avenue
公路 Highway
胡同 Hutong
路 Road
街 Street
巷 Lane
弄 Lane
道 Road
""")
ENDINGS_OF_NAMES = _endings("""
工业园区 Industrial Park
工业园 Industrial Park
工业区 Industrial Zone
开发区 Development Zone
街道 Subdistrict
社区 Community
大厦 Mansion
广场 Plaza
花园 Garden
小区 Residential Quarter
镇 Town
乡 Township
村 Village
""")
ENDINGS_OF_NUMBERS = _endings("""
单元 Unit
号楼 Building
幢 Building
栋 Building
座 Block
层 Floor
楼 Floor
室 Room
房 Room
组 Group
委 Committee
号
""")
DIRECTIONS = {
    "东": "East",
    "西": "West",
    "南": "South",
    "北": "North",
    "中": "Middle",
}
