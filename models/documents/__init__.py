"""What leaves or enters as a file: spreadsheets of submissions, the list of a city's areas."""
