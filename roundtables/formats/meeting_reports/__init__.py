"""Attendance reports of meeting tools, each format in a module of its own."""
