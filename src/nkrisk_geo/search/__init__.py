"""The other way round: from a zone to the words that records about it may hold.

`terms` has the public function; `spelling` writes a name in the ways
that it is met in, `specificity` says how much of what is found is of the
zone. In comes: what helps to find records, never what decides about one.
"""
