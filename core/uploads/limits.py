"""How much an uploaded table may be. The table reader's child process uses this too: no Django."""

FILE_BYTES = 10 * 1024 * 1024
UNPACKED_BYTES = 200 * 1024 * 1024
# Under the floor no ratio is suspicious: a sheet of empty formatted cells packs very tightly.
RATIO = 100
RATIO_FLOOR = 10 * 1024 * 1024
PARTS = 1_000
ROWS = 100_000
# 100,000 rows of 30 columns; a workbook full of them takes the guard about two seconds.
CELLS = 3_000_000
GUARD_SECONDS = 4
# One cell far outside makes the reader allocate the whole rectangle up to it.
FAR_ROW = 200_000
FAR_COLUMN = 200
CELL_LETTERS = 32_767
