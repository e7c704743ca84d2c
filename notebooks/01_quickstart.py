# %% [markdown]
# # Quickstart
#
# One address, a table, a map.
#
# **A zone is geography, never evidence about a person or a firm.**

# %%
import pandas as pd

import nkrisk_geo

nkrisk_geo.resolve("NO.9 JILIN ROAD, LANGTOU TOWN, ZHENXING DISTRICT, DANDONG 118000")

# %% [markdown]
# Jilin Road is a road, not the province, so its name does not count. If several places have the
# same name, the library does not guess:

# %%
nkrisk_geo.resolve("辽宁省铁西区样例路44号")

# %% [markdown]
# ## A table
#
# Sixty invented shipments. The postcodes are read as text; as numbers they would lose a zero at the beginning.

# %%
pd.set_option("display.max_colwidth", 80)
shipments = pd.read_csv("../examples/shipments.csv", dtype=str)
table = nkrisk_geo.enrich(
    shipments,
    address="shipper_address",
    city="shipper_city",
    postcode="shipper_postcode",
    country="shipper_country",
)
shown = table[
    [
        "shipper_address",
        "geo_status",
        "geo_county",
        "geo_zone",
        "geo_border_km",
        "geo_confidence",
    ]
]
shown.head(8).round(2).astype(object).fillna("")

# %% [markdown]
# How many rows are in which zone. Rows without a zone are addresses elsewhere, and addresses without an answer:

# %%
pd.crosstab(table["geo_zone"].fillna("none"), table["geo_status"])

# %% [markdown]
# ## A map
#
# A point is a place, not a house. The legend counts the rows without a point.

# %%
nkrisk_geo.plot(table, title="Sixty example shipments")

# %% [markdown]
# Next: [screening import records](02_screening_import_records.py), and [what a result does not mean](../docs/care.md).
