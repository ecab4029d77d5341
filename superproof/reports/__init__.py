"""The report of `superproof certify`: text, tables and pictures, as Markdown and as one self-contained page."""
