"""What every room may say: numbers, periods, money, places, gaps, names. Standard library only."""
