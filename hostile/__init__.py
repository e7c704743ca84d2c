"""An attack on the library, made anew at each call: bad files, kills, tampered checkpoints, altered gazetteers, growing texts.

`python3 dev.py hostile` runs it. All of it is decided by a seed, bounded in time and memory, and done in a folder that is
removed; every child has a time after which it is ended.

The command, and what every attack is made of:

    run               the command line of `dev.py hostile`
    topics            which cases there are, and how those of one topic are tried
    cases, faults     one thing that is done to the library; what can go wrong
    children, zygote  commands as bounded processes; a process that forks them when the library is loaded
    audit             are all rows that went in accounted for, counted by other means than the library's

Files through `enrich`, `inspect` and `report`:

    files             all cases of files, from the modules below
    bad_file          a bad file as a case
    contents, damage  good files that bad ones are made of; ways of damaging bytes
    sheets, parquets  workbooks; Parquet
    strange_texts     texts that are strange, and too much of something
    places, zones     names and places of files; files of zones
    pages             the report, of files that others made

Runs, gazetteers and processes:

    kills             runs that are killed and gone on with
    small_chunks      the command with small chunks, so that a small file is long enough to be stopped in
    checkpoints       runs that are gone on with after something was changed
    bystanders        files that no run may write or remove
    gazetteers        altered gazetteers: packaged, and of somebody's own
    forgeries         files of a gazetteer with wrong values and right checksums
    gazetteer_load    a process that loads one
    growth            texts that grow
    durations         a process that says how long a text took
    forks             processes that are forked while threads work
    fork_trial        a process that does so

The engine alone, under the sanitizers of a compiler (`python3 dev.py fuzz`):

    fuzz, fuzzers     the command line; `engine_fuzzer.c`, with `fuzzer_driver.c` where there is no libFuzzer
    sanitizers        the engine compiled with them, with the memory of `apart.c`
    calls, threads    random records as Python hands them over; threads over one engine
"""
