"""What the command line does with text, sizes, names and outcomes, without a host."""

import pytest

from gigahost import AuthError, NotFound, OutcomeUnknown, Progress, SecretStr
from gigahost.cli import _exit, _text
from gigahost.cli._down import safe_name
from gigahost.cli._output import without_secrets
from gigahost.cli._screen import figures


@pytest.mark.parametrize(
    "text, shown",
    [
        ("plain name.txt", "plain name.txt"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("two\nlines\r\t", "two\\nlines\\r\\t"),
        ("\x9b2J", "\\x9b2J"),
        ("gnp.\u202eexe", "gnp.\\u202eexe"),
        ("half \udcff", "half \\udcff"),
        ("漢字 é", "漢字 é"),
    ],
)
def test_what_could_steer_a_terminal_is_escaped(text, shown):
    assert _text.printable(text) == shown


@pytest.mark.parametrize("text, columns", [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("ａ", 2), ("", 0)])
def test_width_is_what_a_terminal_takes(text, columns):
    assert _text.width(text) == columns


@pytest.mark.parametrize("columns", range(1, 30))
def test_a_shortened_text_fits_and_keeps_both_ends(columns):
    for text in ("a long name of a film.mkv", "漢字" * 9 + ".mkv", "e\u0301" * 40):
        short = _text.shortened(text, columns)
        assert _text.width(short) <= columns
        assert short == text or "…" in short
        assert _text.width(_text.padded(text, columns)) == columns
    assert _text.shortened("a long name of a film.mkv", 12) == "a long…m.mkv"


@pytest.mark.parametrize(
    "count, text",
    [
        (None, "-"), (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1 << 20, "1.0 MiB"),
        ((1 << 20) - 1, "1.0 MiB"), (85899345920, "80.0 GiB"), (1 << 70, "1024.0 EiB"),
    ],
)  # fmt: skip
def test_sizes_are_never_rounded_to_a_thousand(count, text):
    assert _text.size(count) == text


def test_a_table_lines_up_and_shortens_only_what_may_be():
    rows = [["1 B", "x" * 50], ["100 B", "漢字"]]
    lines = _text.table(rows, right=[0], flexible=1, columns=30)
    assert lines == ["  1 B  xxxxxxxxxxx…xxxxxxxxxxx", "100 B  漢字"]
    assert _text.table([]) == []


def test_progress_in_words_has_stage_rate_and_time_left():
    progress = Progress(stage="sending", done=12 << 20, total=64 << 20, rate=5e6, eta=11.0, attempt=2)
    assert figures(progress) == "12.0 MiB of 64.0 MiB, 4.8 MiB/s, 0:11 left, attempt 2"
    assert _text.duration(7384) == "2:03:04"
    bars = pytest.importorskip("gigahost.cli._bars", exc_type=ImportError)
    assert bars._told(progress) == "sending     18%    4.8 MiB/s    0:11"
    assert len(bars._told(progress)) == bars._FIGURES


@pytest.mark.parametrize(
    "name, safe",
    [
        ("film.mkv", "film.mkv"), ("..", "_"), (".", "_"), ("", "_"), ("a/b\\c", "a_b_c"),
        ("../../etc/passwd", ".._.._etc_passwd"), ("nul\0", "nul_"), ("dots...", "dots"),
    ],
)  # fmt: skip
def test_a_name_from_a_host_never_leads_out_of_its_folder(name, safe):
    assert safe_name(name) == safe


def test_each_outcome_has_its_code():
    assert _exit.of_error(AuthError("x")) == 4
    assert _exit.of_error(NotFound("x")) == 6
    assert _exit.of_error(OutcomeUnknown("x")) == 5
    assert _exit.of_error(_exit.Usage("x")) == 2
    assert _exit.of_error(OSError("x")) == 1


@pytest.mark.parametrize(
    "done, codes, code",
    [
        (0, [], 0), (3, [], 0), (0, [6], 6), (0, [6, 6], 6), (0, [6, 4], 1), (1, [6], 3),
        (1, [6, 5], 5), (2, [5, 130], 130),
    ],
)  # fmt: skip
def test_of_several_outcomes_the_worst_counts(done, codes, code):
    assert _exit.of_many(done, codes) == code


def test_secrets_are_left_out_at_any_depth():
    secret = SecretStr("hidden")
    value = {"a": secret, "b": [secret, {"c": secret, "d": 1}]}
    assert without_secrets(value) == {"b": [{"d": 1}]}
