"""What photo files and their companions say besides the pixels: dates, places, cameras, named faces.

Reading and writing of metadata lives here; what becomes of it in the library does not.
"""
