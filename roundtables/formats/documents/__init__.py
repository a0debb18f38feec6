"""Documents on paper and for the funder: PDF by Typst, .docx by docxtpl; what they say is complete."""
