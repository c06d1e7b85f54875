"""Files people hand in or receive: one port and its adapters. Bytes only; what they mean is elsewhere."""
