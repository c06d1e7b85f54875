"""What the rooms say to each other."""
