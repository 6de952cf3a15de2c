"""Whole journeys of a clerk, from outside: keys and mouse in, what the window tells and both databases out."""
