"""A release, made and checked: the wheels of all targets, the source distribution and the gazetteer.

`python3 dev.py wheels` runs it. Everything is made twice, in two copies of the source, and has to be the same to the byte; each
wheel is looked at as a file, its library by its header; libraries of other machines are run where qemu or wine is here; and
what is built is installed into empty environments and asked without a network. What cannot be done here is said.

    __main__            the command line of `dev.py wheels`, and its tables
    targets             one target: built, looked at, run
    checkout            the source, and the two copies of it
    artefacts           what is built in a copy
    wheel_contents      a wheel as a file
    source_contents     the source distribution as a file
    index_page          the README as an index shows it; hatchling calls this
    symbols             what the library of a target has to be
    libraries, headers  what a library says of itself, whatever its format
    elf, macho, pe      one format each
    machines            a library on another machine, asked by `question.c`
    interpreters        the Pythons at hand
    installations       what is built, in empty environments

What a release stands on, each a command of `dev.py` that needs nothing but Python and its pip:

    environments        an environment of its own, made when it is first asked for
    requirements        what pyproject.toml requires
    floors              the tests with the oldest libraries that are allowed
    newest              the tests with the newest
    engines             the tests of Spark and of polygons
    demonstration       the demo, with only what it needs
    locks               the versions that the checks take, with their hashes
    sizes               what the library and each extra take on disk
    materials           the bill of materials
    tag                 whether a tag is the version of code, citation and changelog
    workflows           the files of .github, held to their schema and to a list of known weaknesses
"""
