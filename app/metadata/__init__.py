"""What photo files say besides the pixels: dates, places, cameras.

Reading metadata lives here; what becomes of it in the library does not.
"""
