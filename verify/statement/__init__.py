"""The statement that is proved: problems, encoded networks, verdicts, certificates (design.md section 2)."""
