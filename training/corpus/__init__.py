"""The project's own corpus: invented reports, annotated by the record contract, written as sheets."""
