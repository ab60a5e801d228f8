"""What becomes of organisations: the secretariat puts it on record, the public finds its way."""

import pytest

from rcportal.tests.journeys.register import ORGANISATIONS, choose, enter, public_address, record

CHANGED = "2024-03-01"


def become(staff, number, verb, **typed):
    """Open one of the verbs of lineage on a record's page, and do it."""
    staff.go(f"{ORGANISATIONS}{number}/change/")
    staff.follow(f"a[href$='/lineage/{verb}/']")
    for field in ("other", "park"):
        if field in typed:
            choose(staff.page, field, typed.pop(field))
    for field, text in typed.items():
        name = f"[name={field}]"
        is_choice = staff.page.locator(f"select{name}").count()
        (staff.page.select_option if is_choice else staff.page.fill)(name, text)
    staff.follow(".submit-row input.default")
    if staff.page.locator("input[name=confirmed]").count():
        staff.follow(".submit-row input.default")
    assert staff.page.url.endswith(f"/{number}/change/")


def rename(staff, number, name):
    staff.go(f"{ORGANISATIONS}{number}/change/")
    staff.page.fill("input[name=name]", name)
    staff.page.fill("input[name=renamed_on]", CHANGED)
    staff.page.fill("[name=reason]", "来函告知更名")
    staff.follow("input[name=_continue]")


@pytest.fixture
def signed(walk):
    """Somebody of the secretariat, and a function that enters who has signed."""
    staff = walk("staff")

    def signed(name, kind="enterprise"):
        number = enter(staff.page, name, kind)
        record(staff.page, number)
        return number

    return staff, signed


def test_a_merger_leads_to_the_successor_and_is_taken_back(walk, signed):
    staff, enter_signed = signed
    old, new = f"烟台旧岫化工{walk.tag}有限公司", f"烟台新岫化工{walk.tag}有限公司"
    later = f"烟台长岫化工{walk.tag}有限公司"
    number, successor = enter_signed(old), enter_signed(new)
    reader = walk()

    become(staff, number, "merge", other=new, on=CHANGED, source="合并公告")
    rename(staff, successor, later)
    reader.go(public_address(staff.page, number))
    assert later in reader.page.locator("h1").inner_text()
    assert f"您查找的“{old}”已于 {CHANGED} 并入本单位" in reader.text
    reader.go(f"/commitments/?q={new}")
    assert later in reader.text
    reader.go(f"/commitments/?q={new}&as_at=2022-01-01")
    assert old not in reader.text
    assert later not in reader.text
    assert new in reader.text

    staff.go(f"{ORGANISATIONS}{number}/change/")
    staff.follow("a[href*='/take-back/']")
    staff.page.fill("[name=reason]", "看错了公告")
    staff.follow(".submit-row input.default")
    reader.go(f"/commitments/?q={old}")
    assert "已承诺" in reader.text
    assert walk.wrong == []


def test_a_split_a_move_and_another_kind(walk, signed):
    staff, enter_signed = signed
    parent, child = f"常州大栎化工{walk.tag}有限公司", f"常州小栎化工{walk.tag}有限公司"
    park = f"常州栎树化工园区{walk.tag}"
    enter_signed(park, "park")
    number, _other = enter_signed(parent), enter(staff.page, child)
    reader = walk()

    become(staff, number, "split", other=child, on=CHANGED, source="分立公告")
    become(staff, number, "move", park=park, on=CHANGED, reason="搬迁入园")
    become(staff, number, "reclassify", kind="group", on="2025-01-01", reason="改组为集团")

    reader.go(f"/commitments/?q={child}")
    assert "2021-06-01" in reader.text
    reader.follow(".register-table a")
    assert parent in reader.text
    reader.go(f"/commitments/?q={park}")
    reader.follow(".register-table a")
    reader.follow("section[aria-labelledby=park] a[href*='park=']")
    assert parent in reader.text
    assert walk.wrong == []


def test_a_park_is_recognised_takes_another_in_and_is_shown(walk, signed):
    staff, enter_signed = signed
    park, small = f"沧州大筠化工园区{walk.tag}", f"沧州小筠化工园区{walk.tag}"
    number, taken = enter_signed(park, "park"), enter_signed(small, "park")
    reader = walk()

    staff.go("/admin/commitments/parkfact/add/")
    staff.page.select_option("select[name=park]", number)
    staff.page.fill("[name=on]", "2022-05-01")
    staff.page.select_option("[name=recognition]", index=1)
    staff.page.fill("[name=area]", "1200.5")
    staff.page.fill("[name=document]", "省政府认定公告（演示）")
    staff.follow("input[name=_save]")
    become(
        staff, number, "extend", change="extended", on=CHANGED,
        document="扩区批复（演示）", area="1500", parks=small,
    )  # fmt: skip

    reader.go(public_address(staff.page, number))
    assert "1,500 公顷" in reader.text
    assert small in reader.text
    reader.go(public_address(staff.page, taken))
    assert park in reader.text
    assert walk.wrong == []
