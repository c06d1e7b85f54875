"""The pure domain: rules, clocks, calendars and profiles, without a server."""
