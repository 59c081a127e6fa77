"""Our items in other sites' pages: as elements (`<cynnwys-item>`), as fragments of HTML, in frames, and by oEmbed.

All of it is made from the same editions, and by the same templates, as the reading pages.
"""
