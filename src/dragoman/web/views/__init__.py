"""What each page shows, as data: functions of an open archive and of what is asked."""
