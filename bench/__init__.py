"""Measurements: what the program is faster than, and by how much. Nothing here ships."""
