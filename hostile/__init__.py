"""An attack on the library, made anew at each call: bad files, kills, tampered checkpoints, altered gazetteers, growing texts.

`python3 dev.py hostile` runs it. All of it is decided by a seed, bounded in time and memory, and done in a folder that is
removed; every child has a time after which it is ended.
"""
