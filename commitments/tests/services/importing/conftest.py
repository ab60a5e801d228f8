import pytest

from commitments.enums import RegionLevel
from commitments.tests.factories import IndustryFactory, RegionFactory

# code, name, short name; the level follows from the code, counties of municipalities excepted.
REGIONS = """
    130000 河北省 河北 / 130100 石家庄市 石家庄 / 130104 桥西区 桥西 / 130700 张家口市 张家口
    130703 桥西区 桥西 / 150000 内蒙古自治区 内蒙古 / 150300 乌海市 乌海 / 210000 辽宁省 辽宁
    210200 大连市 大连 / 220000 吉林省 吉林 / 220200 吉林市 吉林 / 222400 延边朝鲜族自治州 延边
    310000 上海市 上海 / 310112 闵行区 闵行 / 320000 江苏省 江苏 / 320600 南通市 南通
    330000 浙江省 浙江 / 330200 宁波市 宁波 / 330205 江北区 江北 / 370000 山东省 山东
    370600 烟台市 烟台 / 370602 芝罘区 芝罘 / 370700 潍坊市 潍坊 / 440000 广东省 广东
    440100 广州市 广州 / 500000 重庆市 重庆 / 500108 南岸区 南岸 / 650000 新疆维吾尔自治区 新疆
    659001 石河子市 石河子
"""
INDUSTRIES = [
    ("C", None), ("26", "C"), ("261", "26"), ("2614", "261"), ("265", "26"),
    ("25", "C"), ("251", "25"), ("2511", "251"), ("B", None), ("07", "B"), ("071", "07"),
]  # fmt: skip


@pytest.fixture
def regions(db: None) -> None:
    """A few divisions of every sort."""
    for entry in REGIONS.replace("\n", "/").split("/"):
        if entry.strip():
            code, name, short_name = entry.split()
            _region(code, name, short_name)


def _region(code: str, name: str, short_name: str) -> None:
    province = f"{code[:2]}0000"
    parent, level = province, RegionLevel.COUNTY
    if code == province:
        parent, level = None, RegionLevel.PROVINCE
        english = {"山东": "Shandong"}.get(short_name, "")
        RegionFactory(
            code=code, name=name, short_name=short_name, level=level, english_name=english
        )
        return
    if code.endswith("00") or code == "659001":
        level = RegionLevel.CITY
    elif province not in ("310000", "500000"):
        parent = f"{code[:4]}00"
    RegionFactory(code=code, name=name, short_name=short_name, level=level, parent_id=parent)


@pytest.fixture
def reference(regions: None) -> None:
    """Divisions and industries."""
    for code, parent in INDUSTRIES:
        IndustryFactory(code=code, name=f"行业{code}", level=len(code), parent_id=parent)
