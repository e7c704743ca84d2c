# %% [markdown]
# # Screening import records
#
# Two files: a registry of some 35,000 makers of network cards, whose addresses are real, and sixty invented shipments.
# The question is always the same: which addresses should a person look at first?
#
# **A zone is geography, never evidence about a person or a firm.** A row without a hit is not cleared: head
# offices and forwarders are elsewhere. Read [care](../docs/care.md) before any action.

# %%
import re
import tempfile
from importlib.resources import files
from pathlib import Path

import pandas as pd

import nkrisk_geo

pd.set_option("display.max_colwidth", 120)

# %% [markdown]
# ## The registry
#
# The package `netaddr` contains it as text: a line with the firm, lines of its address, the code of its country.

# %%
text = (files("netaddr") / "eui" / "oui.txt").read_text(encoding="utf-8")
records = []
for block in text.split("\n\n"):
    lines = [" ".join(line.split()) for line in block.splitlines()]
    head = next(
        (number for number, line in enumerate(lines) if "(base 16)" in line), None
    )
    if head is not None:
        address = [line for line in lines[head + 1 :] if line]
        country = (
            address.pop() if address and re.fullmatch("[A-Z]{2}", address[-1]) else None
        )
        company = lines[head].partition("(base 16)")[2].strip()
        records.append(
            {
                "company": company,
                "address": ", ".join(address) or None,
                "country": country,
            }
        )
makers = pd.DataFrame(records)
print(f"{len(makers):,} makers, {makers['address'].nunique():,} different addresses")

# %% [markdown]
# ### Enrich

# %%
makers = nkrisk_geo.enrich(
    makers, address="address", country="country", company="company"
)
makers["geo_status"].value_counts().rename("rows").to_frame()

# %% [markdown]
# ### What to look at first
#
# Most rows need not be read. The others are put in order: first those that are probably within 20 km of the border, then
# those that are or may be in a border county, then the rest of the two provinces.


# %%
def triage(table: pd.DataFrame) -> pd.Series:
    """For each row, how soon to look at it."""
    province = table["geo_p_liaoning"].fillna(0) + table["geo_p_jilin"].fillna(0)
    step = pd.Series("5 elsewhere", index=table.index)
    step[table["geo_status"] == "unknown"] = "4 not read"
    step[province >= 0.5] = "3 in Liaoning or Jilin"
    step[table["geo_p_dprk_border"].fillna(0) >= 0.01] = (
        "2 border county, surely or possibly"
    )
    step[table["geo_p_border_20km"].fillna(0) >= 0.5] = "1 likely within 20 km"
    return step


makers["look"] = triage(makers)
makers.groupby("look").agg(rows=("look", "size"), addresses=("address", "nunique"))

# %% [markdown]
# The first two steps, the most probable rows first. Distances are medians, with the interval that has a probability of 90 %.

# %%
columns = [
    "address",
    "geo_county",
    "geo_p_dprk_border",
    "geo_border_km",
    "geo_border_km_q05",
    "geo_border_km_q95",
]
first = makers[makers["look"] < "3"].drop_duplicates("address")
first.sort_values("geo_p_dprk_border", ascending=False)[columns].head(10).round(
    2
).astype(object).fillna("")

# %% [markdown]
# An address that says only "Liaoning" is in step 2: of such addresses one in twenty would be in a border county.
#
# ## The shipments
#
# These records have goods too. If the text has a code of the Harmonized System, its chapter is read from it.

# %%
shipments = pd.read_csv("../examples/shipments.csv", dtype=str)
shipments = nkrisk_geo.enrich(
    shipments,
    address="shipper_address",
    city="shipper_city",
    postcode="shipper_postcode",
    country="shipper_country",
    company="shipper_name",
    phone="phone",
)
shipments["look"] = triage(shipments)
chapters = {
    "03": "fish",
    "16": "fish",
    "61": "garments",
    "62": "garments",
    "85": "electronics",
}
shipments["chapter"] = shipments["goods"].str.extract(r"HS ?(\d\d)")[0]
shipments["group"] = shipments["chapter"].map(chapters).fillna("other or no code")
shipments.pivot_table(index="look", columns="group", aggfunc="size", fill_value=0)

# %% [markdown]
# Reports name seafood (chapters 03 and 16), garments (61 and 62) and electronics (85). Zone and chapter together say which rows
# to read first. They say nothing about any shipment.

# %%
columns = ["shipper_address", "goods", "geo_zone", "geo_border_km", "geo_confidence"]
nearest = shipments[(shipments["look"] < "2") & shipments["chapter"].isin(chapters)]
nearest.sort_values("geo_border_km")[columns].head(10).round(2).astype(object).fillna(
    ""
)

# %% [markdown]
# ## Why: the evidence
#
# Read the evidence of a row before you act on it.

# %%
shipments.loc[
    nearest.index[:5], ["shipper_address", "geo_evidence", "geo_conflicts"]
].fillna("")

# %% [markdown]
# ## Map
#
# Click on a point to see its place, probability, interval, and some of its rows.

# %%
nkrisk_geo.explore(
    shipments, text="shipper_address", title="Example shipments", frame="border"
)

# %% [markdown]
# ## Export
#
# Keep the evidence with the zone, and the version of the data with both.

# %%
kept = [
    "bl_no",
    "shipper_address",
    "goods",
    "look",
    "geo_status",
    "geo_zone",
    "geo_confidence",
    "geo_border_km_q05",
    "geo_border_km_q95",
    "geo_evidence",
    "geo_gazetteer_version",
]
folder = Path(tempfile.mkdtemp())
shipments.sort_values("look")[kept].to_csv(
    folder / "to-look-at.csv", index=False, encoding="utf-8-sig"
)
print(
    f"{len(shipments)} rows, {len(kept)} columns, {(folder / 'to-look-at.csv').stat().st_size:,} bytes"
)
