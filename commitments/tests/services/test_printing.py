import datetime as dt

import pypdfium2
import pytest
import zxingcpp

from commitments.enums import Document, State
from commitments.models import CertificateWording
from commitments.services.certificates import CertificateNotOpen, load_wordings
from commitments.services.printing import LAYOUT, certificate_of, specimen_of
from commitments.tests.entries import sign
from commitments.tests.factories import CommitmentFactory, OrganisationFactory
from core.typesetting import typeset

pytestmark = pytest.mark.django_db

NUMBER = "RC-2021-0042"
ADDRESS = f"https://rcc.example.org.cn/verify/{NUMBER}/"
NOW = dt.datetime(2026, 6, 1, 4, tzinfo=dt.UTC)
DOTS = 200


@pytest.fixture(autouse=True)
def _wordings():
    load_wordings()


def confirm(**texts):
    CertificateWording.objects.update(is_confirmed=True, **texts)


def certified(organisation=None, **fields):
    fields = {"certificate_number": NUMBER, "certificate_issued_on": dt.date(2021, 4, 5)} | fields
    organisation = organisation or OrganisationFactory(
        name="甲化工有限公司", english_name="Jia Chemicals", uscc="91370000163044841F"
    )
    return sign(organisation, "2021-03-04", **fields)


def words(commitment):
    return certificate_of(commitment, address=ADDRESS)


def printed(commitment):
    return pypdfium2.PdfDocument(typeset(LAYOUT, words(commitment), at=NOW))


def seen_at(pdf, dots, *, threshold=0):
    """Look at the page as a scanner does; with a threshold in black and white alone."""
    bitmap = pdf[0].render(scale=dots / 72, grayscale=True)
    grey = bytes(bitmap.buffer)
    if threshold:
        grey = grey.translate(bytes(255 if n >= threshold else 0 for n in range(256)))
    page = memoryview(grey).cast("B", (bitmap.height, bitmap.stride))
    return [found.text for found in zxingcpp.read_barcodes(page)]


def test_every_word_stands_in_both_languages():
    confirm()

    text = words(certified(document=Document.CHARTER))

    assert (
        text["body"] == "兹证明上列单位于2021年3月4日签署《责任关怀全球宪章》，承诺践行责任关怀。"
    )
    assert text["body_english"] == (
        "This is to certify that the organisation named above signed the Responsible Care Global "
        "Charter on 4 March 2021 and thereby committed itself to Responsible Care."
    )
    assert (text["name"], text["name_english"]) == ("甲化工有限公司", "Jia Chemicals")
    assert (text["day"], text["day_english"]) == ("2021年4月5日", "5 April 2021")
    assert text["facts"] == [
        ("证书编号", "Certificate no.", NUMBER),
        ("统一社会信用代码", "Credit code", "91370000163044841F"),
        ("签署文件", "Document signed", "《责任关怀全球宪章》 Global Charter"),
        ("签署日期", "Signed on", "2021-03-04"),
        ("发证日期", "Issued on", "2021-04-05"),
    ]
    assert text["mark"] == ()


def test_what_is_not_known_is_left_out():
    text = words(certified(OrganisationFactory(), certificate_issued_on=None))

    assert [label for label, _english, _value in text["facts"]] == [
        "证书编号", "签署文件", "签署日期",
    ]  # fmt: skip
    assert (text["day"], text["name_english"]) == ("", "")


def test_the_secretariats_own_words_are_printed():
    confirm(title="履约证明", body="{name}（{number}）", body_english="{name} {signed_on}")

    text = words(certified())

    assert (text["title"], text["body"]) == ("履约证明", f"甲化工有限公司（{NUMBER}）")
    assert text["body_english"] == "Jia Chemicals 4 March 2021"


@pytest.mark.parametrize(
    ("is_confirmed", "is_demo", "mark"),
    [
        (False, False, ("样张", "SPECIMEN")),
        (True, False, ()),
        (True, True, ("演示数据", "DEMONSTRATION")),
        (False, True, ("演示数据", "DEMONSTRATION")),
    ],
)
def test_what_must_not_be_taken_for_real_is_marked(is_confirmed, is_demo, mark):
    CertificateWording.objects.update(is_confirmed=is_confirmed)

    assert words(certified(OrganisationFactory(is_demo=is_demo)))["mark"] == mark


@pytest.mark.parametrize(
    "past",
    [
        {"ended": "2022-01-01"},
        {"suspended": ("2022-01-01", None)},
        {"certificate_number": "", "certificate_issued_on": None},
    ],
)
def test_only_what_is_in_force_and_numbered_is_printed(past):
    with pytest.raises(CertificateNotOpen):
        words(certified(**past))


def test_the_page_is_one_a4_whose_words_can_be_copied():
    confirm()

    pdf = printed(certified())

    assert len(pdf) == 1
    assert [round(side / 72 * 25.4) for side in pdf[0].get_size()] == [210, 297]
    text = pdf[0].get_textpage().get_text_range()
    for part in ("甲化工有限公司", "Jia Chemicals", NUMBER, "91370000163044841F", ADDRESS):
        assert part in text
    assert "SPECIMEN" not in text


def test_the_square_code_is_read_from_the_page_at_200_dots():
    assert seen_at(printed(certified()), DOTS) == [ADDRESS]


@pytest.mark.parametrize("threshold", [64, 128, 192])
def test_the_square_code_is_read_from_a_page_in_black_and_white(threshold):
    assert seen_at(printed(certified()), DOTS, threshold=threshold) == [ADDRESS]


def test_a_page_without_its_code_is_noticed():
    """The control: what is read comes from the square and from nothing else."""
    blank = words(certified()) | {
        "code": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    }

    assert seen_at(pypdfium2.PdfDocument(typeset(LAYOUT, blank, at=NOW)), DOTS) == []


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("内蒙古自治区锡林郭勒盟示例化学工业新材料（集团）股份有限公司" * 6, "Example " * 37),
        ("𠮷林䶮化工㛃有限公司", ""),
        ("A" * 200, "B" * 300),
    ],
)
def test_the_longest_and_rarest_names_fit(name, english):
    organisation = OrganisationFactory(name=name[:200], english_name=english[:300])

    assert len(printed(certified(organisation, certificate_number="责" * 40))) == 1


def test_a_specimen_is_nobodys():
    wording = CertificateWording.objects.get(document="letter")

    text = specimen_of(wording, address="https://example.org/verify/", on=dt.date(2026, 6, 1))

    assert (text["number"], text["mark"]) == ("RC-2026-0000", ("样张", "SPECIMEN"))


def test_a_draft_is_never_printed():
    draft = CommitmentFactory(certificate_number=NUMBER)

    with pytest.raises(CertificateNotOpen):
        words(draft)
    assert draft.state == State.DRAFT
