"""Spreadsheets: the sign-in sheet and the attendance list going out, lists of people coming in."""
