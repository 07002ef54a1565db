"""The assignment problem: who goes with whom so that the sum of the weights is highest."""

from __future__ import annotations

from collections.abc import Sequence

Weights = Sequence[Sequence[float]]


def assign_best(weights: Weights) -> list[tuple[int, int]]:
    """Pairs (row, column), each row and column once at most, of the highest total; by row.

    `weights` is rows by columns; a pair of weight 0 or less is as good as none and is left out. Exact, in cubic time
    (the Hungarian method with shortest augmenting paths).
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        turned = assign_best(list(zip(*weights, strict=True)))
        return sorted((row, column) for column, row in turned)
    matched = _match_rows(weights)
    return [(row, column) for row, column in enumerate(matched) if weights[row][column] > 0]


def _match_rows(weights: Weights) -> list[int]:
    """The column of every row, where there are columns enough. Negative weights count as 0: nobody must be paired."""
    width = len(weights[0])
    row_prices = [0.0] * len(weights)
    column_prices = [0.0] * width
    row_of: list[int | None] = [None] * width
    for row in range(len(weights)):
        _augment(weights, row, row_prices, column_prices, row_of)
    column_of = [0] * len(weights)
    for column, owner in enumerate(row_of):
        if owner is not None:
            column_of[owner] = column
    return column_of


def _augment(
    weights: Weights,
    start: int,
    row_prices: list[float],
    column_prices: list[float],
    row_of: list[int | None],
) -> None:
    """Finds a column for one more row by the cheapest path of moves, and keeps every reduced cost at 0 or more."""
    width = len(column_prices)
    cost = [float("inf")] * width  # of the cheapest path that ends in the column
    came_from: list[int | None] = [None] * width  # the column before it on that path
    done: list[int] = []
    open_columns = set(range(width))
    row, spent, last = start, 0.0, None
    while True:
        for column in open_columns:
            reduced = -max(weights[row][column], 0.0) - row_prices[row] - column_prices[column]
            if spent + reduced < cost[column]:
                cost[column], came_from[column] = spent + reduced, last
        last = min(open_columns, key=lambda column: (cost[column], column))
        open_columns.remove(last)
        spent = cost[last]
        owner = row_of[last]
        if owner is None:
            break
        done.append(last)
        row = owner
    row_prices[start] += spent
    for column in done:
        owner = row_of[column]
        if owner is not None:
            row_prices[owner] += spent - cost[column]
        column_prices[column] -= spent - cost[column]
    _flip_path(start, last, came_from, row_of)


def _flip_path(start: int, last: int, came_from: Sequence[int | None], row_of: list[int | None]) -> None:
    """Every row on the path moves on by one column; the row that started it gets the first."""
    column = last
    while (before := came_from[column]) is not None:
        row_of[column] = row_of[before]
        column = before
    row_of[column] = start
