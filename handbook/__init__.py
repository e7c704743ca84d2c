"""What makes pages and files from the code: `python3 dev.py handbook [MADE]` runs it.

    website            docs/, the notebooks and the other pages of the repository as one website (`mkdocs.yml`), in out/docs
    command-page       docs/command-line.md, from the parser
    columns            the tables of docs/columns.md, from the schema
    screenshots        docs/img/report-….png, pictures of the report in Chromium
    promised-names     tests/data/promised.json, from the public names and the columns
    recorded-answers   tests/data/answers.json, from the answers of this version; says which moved
    tested-versions    src/nkrisk_geo/tested_with.txt, from the environment
    vocabulary         src/engine/names.h and src/nkrisk_geo/engine/abi.py, from the names that C and Python share

Each is made by the module or folder of that name; the website takes a minute, the pictures half of one, the others a second.
`density` makes nothing: it counts how dense the code is. `browser` opens pages, here and in the tests.
"""
