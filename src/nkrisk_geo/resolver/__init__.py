"""From a record, a text and the fields around it, to a `Resolution`.

`resolution` has the public functions, `resolver` decides, `signatures` say what a record comes
down to, `answers` turns numbers into what people see. In comes: what is true of one record,
whatever table it stood in.
"""
