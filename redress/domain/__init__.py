"""The pure domain: cases, commands, events, clocks, calendars and profiles.

Standard library only, no time of its own.
"""
