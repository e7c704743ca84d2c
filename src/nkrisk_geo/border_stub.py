def band_of(low, high): return None
