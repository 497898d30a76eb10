"""Writers: events in the formats that other tools read."""
