"""`redress import`: survey a file, read its rows, map each to a filing, file it once, report on it."""
