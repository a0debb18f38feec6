"""Microsoft Teams' reports of three generations, in any language and encoding."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from roundtables.formats.meeting_reports import errors
from roundtables.formats.meeting_reports.columns import Column, word_of
from tests.formats.meeting_reports.reading_samples import encoded, read, sample, spoken

HELSINKI = ZoneInfo("Europe/Helsinki")
ENCODINGS = ("utf-16-le", "utf-16-be", "utf-8-sig", "utf-8")
THIRD = ("en", "fi", "sv", "hr", "fr", "lv")
STAYS = {
    "Ada Lindqvist": ["08:55:10-11:02:33"],
    "Ivo Kovač": ["09:01:00-09:31:00", "09:40:00-10:20:00"],
    "Aino Mäkelä (Guest)": ["09:10:00-10:10:00"],
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("language", THIRD)
def test_the_third_generation_is_read_in_any_language_and_encoding(language, encoding):
    report = read(encoded(sample(f"teams3_{language}.csv"), encoding))
    assert report.format == "teams-3"
    assert spoken(report, HELSINKI) == STAYS
    assert [attendee.email for attendee in report.attendees] == [
        "ada.lindqvist@ministry.example",
        "ivo.kovac@ured.example",
        "",
    ]
    assert f"{report.start.astimezone(HELSINKI):%F %T}" == "2026-11-24 08:55:10"
    assert f"{report.end.astimezone(HELSINKI):%F %T}" == "2026-11-24 11:02:33"
    assert report.notes == ()


@pytest.mark.parametrize(
    ("language", "title", "roles"),
    [
        ("en", "Round-table on equal access", ["Organizer", "Attendee", "Attendee"]),
        ("fi", "Pyöreä pöytä", ["Järjestäjä", "Osallistuja", "Osallistuja"]),
        ("hr", "Okrugli stol", ["Organizator", "Sudionik", "Sudionik"]),
        ("lv", "Apaļais galds", ["Organizators", "Dalībnieks", "Dalībnieks"]),
    ],
)
def test_the_title_and_roles_are_as_in_the_report(language, title, roles):
    report = read(sample(f"teams3_{language}.csv"))
    assert report.title == title
    assert [attendee.role for attendee in report.attendees] == roles


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("name", ["teams1_en.csv", "teams2_en.csv", "teams3_fr.csv", "teams3_fi.csv"])
def test_a_report_that_excel_saved_with_other_separators_reads_the_same(name, separator):
    lines = sample(name).decode().splitlines()
    saved = "\n".join(separator.join(f'"{cell}"' for cell in line.split("\t")) for line in lines)
    padded = saved.replace('""', "")
    assert read(padded) == read(sample(name))
    assert read("sep=" + separator + "\n" + padded) == read(sample(name))


def test_tabs_with_quotes_around_cells_read_the_same():
    lines = sample("teams3_en.csv").decode().splitlines()
    assert read("\n".join("\t".join(f'"{cell}"' for cell in line.split("\t")) for line in lines)) == read(
        sample("teams3_en.csv")
    )


def test_a_name_that_begins_with_a_quote_takes_no_other_line_with_it():
    report = read(sample("teams3_en.csv").decode().replace("Ivo Kovač", '"Ivo Kovač'))
    assert '"Ivo Kovač' in spoken(report, HELSINKI)
    assert len(report.attendees) == 3


def test_who_has_no_activity_is_counted_from_the_participants():
    report = read(sample("teams3_en.csv"))
    assert spoken(report, HELSINKI)["Aino Mäkelä (Guest)"] == ["09:10:00-10:10:00"]


def test_activities_alone_are_enough():
    text = sample("teams3_en.csv").decode()
    head, activities = text[: text.index("2. Part")], text[text.index("3. In") :]
    report = read(head + activities)
    assert list(spoken(report, HELSINKI)) == ["Ada Lindqvist", "Ivo Kovač"]


@pytest.mark.parametrize("language", ["fi", "sv", "mt"])
def test_the_first_generation_is_read_in_languages_known_and_unknown(language):
    report = read(encoded(sample(f"teams1_{language}.csv"), "utf-16-le"))
    assert report.format == "teams-1"
    assert spoken(report, HELSINKI) == {
        "Ada Lindqvist": ["09:00:05-10:30:05"],
        "Ivo Kovač": ["09:05:00-09:35:00"],
    }


def test_who_never_left_was_there_until_the_end():
    report = read(sample("teams1_en.csv"))
    assert spoken(report, HELSINKI) == {
        "Ada Lindqvist": ["09:00:05-10:30:05"],
        "Ivo Kovač": ["09:05:00-09:35:00", "09:40:00-10:30:00"],
        "Aino Mäkelä (Guest)": [],
    }
    assert len(report.notes) == 1
    assert "1 leaving is missing" in report.notes[0]
    longer = sample("teams1_en.csv").decode().replace("10:30:05 AM", "12:40:05 PM")
    assert spoken(read(longer), HELSINKI)["Aino Mäkelä (Guest)"] == ["12:10:00-12:40:05"]


def test_a_second_joining_before_the_last_leaving_is_a_second_device():
    lines = (
        "A\tJoined\t{} 09:00",
        "A\tJoined\t{} 09:10",
        "A\tLeft\t{} 09:50",
        "B\tJoined\t{} 09:00",
        "B\tLeft\t{} 10:00",
    )
    report = read("Full Name\tUser Action\tTimestamp\n" + "\n".join(line.format("2026-11-24") for line in lines))
    assert spoken(report, HELSINKI)["A"] == ["09:00:00-09:50:00"]
    assert report.notes == ()


def test_who_only_left_was_there_from_the_start_and_a_second_leaving_tells_nothing():
    lines = ("A\tJoined\t{} 09:00", "A\tLeft\t{} 09:30", "A\tLeft\t{} 09:50", "B\tLeft\t{} 09:40")
    report = read("Full Name\tUser Action\tTimestamp\n" + "\n".join(line.format("2026-11-24") for line in lines))
    assert spoken(report, HELSINKI) == {"A": ["09:00:00-09:30:00"], "B": ["09:00:00-09:40:00"]}
    assert "1 joining is missing" in report.notes[0]


def test_words_that_cannot_be_told_apart_are_named():
    lines = ("A\tNav\t{} 09:00", "B\tVan\t{} 09:50", "A\tVan\t{} 09:55")
    with pytest.raises(errors.ActionsUnknown, match="Nav, Van"):
        read("Isem\tAzzjoni\tMeta\n" + "\n".join(line.format("2026-11-24") for line in lines))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_second_generation_merges_overlapping_devices(encoding):
    report = read(encoded(sample("teams2_en.csv"), encoding))
    assert report.format == "teams-2"
    assert report.title == "Round-table on equal access"
    assert spoken(report, HELSINKI) == {
        "Ada Lindqvist": ["08:55:10-11:02:33"],
        "Ivo Kovač": ["09:01:00-10:20:00"],
        "Aino Mäkelä (Guest)": ["09:10:00-10:10:00"],
    }
    assert report.attendees[0].role == "Organizer"


def test_an_id_that_is_an_address_is_the_address_where_there_is_none():
    report = read(sample("teams2_de.csv"))
    assert report.title == "Runder Tisch"
    assert [attendee.email for attendee in report.attendees][1] == "ivo.kovac@ured.example"


def test_a_missing_column_is_named():
    text = sample("teams3_en.csv").decode().replace("\tLeave Time", "")
    without = "\n".join(
        "\t".join(line.split("\t")[:2] + line.split("\t")[3:]) if at > 14 else line
        for at, line in enumerate(text.splitlines())
    )
    with pytest.raises(errors.ColumnMissing) as caught:
        read(without)
    assert caught.value.columns == ("Leave Time",)
    assert "Microsoft Teams" in str(caught.value)


def test_renamed_columns_of_times_are_known_by_what_stands_in_them():
    text = sample("teams3_en.csv").decode().replace("Join Time\tLeave Time", "Came\tWent")
    assert read(text) == read(sample("teams3_en.csv"))


def test_columns_in_another_order_are_known_by_their_words():
    lines = [line.split("\t") for line in sample("teams3_en.csv").decode().splitlines()]
    turned = "\n".join("\t".join(reversed(line)) if len(line) > 5 else "\t".join(line) for line in lines)
    assert read(turned) == read(sample("teams3_en.csv"))


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("Ime i prezime", Column.NAME),
        ("Prezime", Column.LAST_NAME),
        ("Sähköpostiosoite", Column.EMAIL),
        ("Anslutningstid", Column.JOINED),
        ("Join Time", Column.JOINED),
        ("Last Leave", Column.LEFT),
        ("Participant ID (UPN)", Column.IDENTITY),
        ("Timbru tal-ħin", None),
    ],
)
def test_headings_are_told_by_their_words(heading, told):
    assert word_of(heading) is told


def test_croatian_columns_in_another_order_are_known_by_their_words():
    lines = [line.split("\t") for line in sample("teams3_hr.csv").decode().splitlines()]
    turned = "\n".join("\t".join(line[1:] + line[:1]) if len(line) > 5 else "\t".join(line) for line in lines)
    assert read(turned) == read(sample("teams3_hr.csv"))


def test_a_number_within_a_section_begins_no_other():
    text = sample("teams3_en.csv").decode()
    activities = text.index("Ivo Kovač", text.index("3. In-Meeting"))
    assert read(text[:activities] + "2. Virtanen\n" + text[activities:]).attendees[:2] == read(text).attendees[:2]


def test_a_meeting_that_ends_in_the_hour_that_exists_twice_ends_after_its_start():
    text = sample("teams3_fi.csv").decode().replace("24.11.2026 klo 8.55", "25.10.2026 klo 3.55")
    text = text.replace("24.11.2026 klo 11.02", "25.10.2026 klo 3.02").replace("2 t 7 min 23 s", "")
    text = text.replace("1 t 10 min 3 s", "")
    lines = [line for line in text.splitlines() if "24.11." not in line]
    report = read("\n".join(lines), dt.date(2026, 10, 24))
    assert (report.end - report.start).total_seconds() == 443
    assert report.attendees[0].seconds == 443
