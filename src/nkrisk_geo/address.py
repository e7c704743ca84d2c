def normalized_forms(engine,text): return (None,None)
