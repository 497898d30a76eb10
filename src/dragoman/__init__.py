"""dragoman: political event data from news text."""
