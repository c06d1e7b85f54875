"""What the rooms say to each other: inputs, outputs, names and ids. No effects and no engine client."""
