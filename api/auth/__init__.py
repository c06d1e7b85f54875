"""Who is asking: sessions and sign-in. What they may do is domain data."""
