"""Lists of people: which column is what, and each row as a person line with what is wrong in it."""
