"""The console: server-rendered pages for officers and parties. What they show and do is `api.http`'s."""
