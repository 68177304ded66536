"""The columns of a table as practitioners hand them to boosting: dates as parts, text as categories."""
import warnings

import pandas as pd

MOST_LEVELS = 254


def with_date_parts(table):
    """Columns of text of which 95 % of the values are dates become year, month, day, weekday and days since 1970."""
    parts = {}
    for name, column in table.items():
        if pd.api.types.is_numeric_dtype(column):
            parts[name] = column
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dates = pd.to_datetime(column, errors="coerce", format="mixed")
        if dates.notna().sum() < 0.95 * column.notna().sum():
            parts[name] = column
            continue
        for part in ("year", "month", "day", "weekday"):
            parts[f"{name} {part}"] = getattr(dates.dt, part).astype(float)
        parts[f"{name} days"] = (dates - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)
    return pd.DataFrame(parts)


def with_categories(table, train, most_levels=None):
    """Text as categories: the levels of the training rows, or the most frequent of them and one for all others."""
    table = table.copy()
    for name in table.columns:
        if pd.api.types.is_numeric_dtype(table[name]):
            continue
        levels = table[name].iloc[train].value_counts().index
        if most_levels is not None and len(levels) > most_levels:
            kept = table[name].isna() | table[name].isin(levels[:most_levels])
            table[name] = table[name].where(kept, "(other)")
            levels = [*levels[:most_levels], "(other)"]
        table[name] = pd.Categorical(table[name], categories=levels)
    return table


def with_text(table):
    """Text as strings without missing cells, as CatBoost takes its categories; also the names of these columns."""
    table = table.copy()
    names = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    for name in names:
        table[name] = table[name].astype(object).where(table[name].notna(), "(missing)").astype(str)
    return table, names


def with_codes(table, train):
    """Numbers only, for a forest: text as the rank of its level by frequency, missing cells as -1 or below all values."""
    table = with_categories(table, train)
    for name in table.columns:
        if isinstance(table[name].dtype, pd.CategoricalDtype):
            table[name] = table[name].cat.codes
        elif table[name].isna().any():
            table[name] = table[name].fillna(table[name].min() - 1)
    return table
