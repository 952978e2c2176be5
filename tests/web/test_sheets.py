"""Sheets: no cell that a spreadsheet would run (W13)."""

import csv
import io

import pytest

from wm.web import sheets

LIVE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", '=cmd|"/c calc"!A1', "-2+3", "@x"]


def read(text):
    return list(csv.reader(io.StringIO(text.removeprefix(sheets.MARK), newline="")))


@pytest.mark.parametrize("text", LIVE)
def test_a_text_that_would_run_is_a_text(text):
    [[cell]] = read(sheets.text([[text]]))

    assert cell == f"'{text}"


def test_numbers_stay_numbers_and_quotes_stay_in_their_cells():
    assert read(sheets.text([[-12, None, 'a "b", c', "x\0y"]])) == [["-12", "", 'a "b", c', "xy"]]
