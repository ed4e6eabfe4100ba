"""Where things are: places that people name, and distances. `gazetteer` is the way in."""
