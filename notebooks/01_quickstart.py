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
# Jilin Road is a road and not the province: seen, and ignored. A name that several places share is not guessed at:

# %%
nkrisk_geo.resolve("辽宁省铁西区样例路44号")

# %% [markdown]
# ## A table
#
# Sixty invented shipments. The postcodes are read as text, or they lose their zeros.

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
    ["shipper_address", "geo_status", "geo_county", "geo_zone", "geo_border_km", "geo_confidence"]
]
shown.head(8).round(2).astype(object).fillna("")

# %% [markdown]
# How many rows are in which zone. Without a zone are the addresses elsewhere, and those that nobody could place:

# %%
pd.crosstab(table["geo_zone"].fillna("none"), table["geo_status"])

# %% [markdown]
# ## A map
#
# A point is a place and not a house. Rows without a point are counted in the legend.

# %%
nkrisk_geo.plot(table, title="Sixty example shipments")

# %% [markdown]
# Next: [screening import records](02_screening_import_records.py), and [what a result does not mean](../docs/care.md).
