# %% [markdown]
# # The gazetteer
#
# What the library knows about places, from the tables that people review. Where they come from and under which licences:
# [the data card](../docs/data-card.md).
#
# **A zone is geography, never evidence about a person or a firm.**

# %%
from pathlib import Path

import pandas as pd

import nkrisk_geo

pd.set_option("display.max_colwidth", 100)
TABLES = Path("../gazetteer")


def read(name: str) -> pd.DataFrame:
    """A table of the gazetteer, all of it as text."""
    return pd.read_csv(TABLES / f"{name}.csv", dtype=str, keep_default_na=False)


gazetteer = nkrisk_geo.Gazetteer.default()
print("version", gazetteer.version)
pd.Series(gazetteer.counts(), name="entries").to_frame()

# %% [markdown]
# ## Coverage
#
# Liaoning (21) and Jilin (22): names besides the official ones, by script. Names that were made by a rule count little and never
# decide alone.

# %%
names = pd.concat([read("facts/names"), read("cc-by/names_geonames")])
ours = names[names["unit"].str[:2].isin(["21", "22"])]
scripts = {
    "Hani": "Chinese",
    "Hans": "Chinese",
    "Hant": "Chinese",
    "Latn": "Latin",
    "Hang": "Korean",
}
scripts |= {"Cyrl": "Russian", "Kana": "Japanese", "Jpan": "Japanese"}
ours = ours.assign(
    script=ours["script"].map(scripts).fillna("other"),
    made=ours["generated"].map({"0": "written by people", "1": "made by a rule"}),
)
ours.pivot_table(index="script", columns="made", aggfunc="size", fill_value=0)

# %% [markdown]
# How many places have a point of their own:

# %%
points = set(read("cc-by/points")["unit"])
divisions = read("cc-by/divisions")
townships = read("cc-by/townships").query("status == 'active'")
units = pd.concat(
    [
        divisions[["code", "level"]],
        townships[["code"]].assign(level="township"),
    ]
)
units = units[units["code"].str[:2].isin(["21", "22"])]
covered = (
    units.assign(located=units["code"].isin(points))
    .groupby("level")["located"]
    .agg(["size", "sum"])
)
covered.rename(columns={"size": "places", "sum": "with a point"}).loc[
    ["prefecture", "county", "township"]
]

# %% [markdown]
# ## Places with the same name
#
# Why an address needs more than a name. Counties and districts of China that are spelt alike without their tones:

# %%
counties = divisions[divisions["level"] == "county"]
alike = counties.groupby("name_en").agg(
    places=("code", "size"),
    provinces=("code", lambda codes: codes.str[:2].nunique()),
    of_ours=("code", lambda codes: int(codes.str[:2].isin(["21", "22"]).sum())),
    written=("short_zh", lambda words: " ".join(sorted(set(words)))),
)
alike[(alike["places"] > 1) & (alike["of_ours"] > 0)].sort_values(
    "places", ascending=False
).head(10)

# %% [markdown]
# Townships have this problem more often. So many in Liaoning and Jilin share their Chinese name with one elsewhere in China:

# %%
elsewhere = set(read("facts/foil_townships")["name_zh"])
shared = townships["name_zh"].isin(elsewhere)
print(f"{shared.sum():,} of {len(townships):,} ({shared.mean():.0%})")

# %% [markdown]
# So with the name alone the answer stays open; with the county it is decided:

# %%
texts = [
    "朝阳区",
    "朝阳区 130012",
    "长春市朝阳区",
    "TIEXI DISTRICT",
    "TIEXI DISTRICT, SIPING",
]
found = [nkrisk_geo.resolve(text) for text in texts]
pd.DataFrame(
    {
        "status": [str(answer.status) for answer in found],
        "candidates": [
            "; ".join(
                f"{each.unit.code} {each.probability:.2f}"
                for each in answer.candidates[:3]
            )
            for answer in found
        ],
    },
    index=texts,
)

# %% [markdown]
# ## A map of names
#
# Each circle is a prefecture or county, and its area grows with the number of names that it has: towns on the border have
# been written in many languages.

# %%
located = read("cc-by/points").set_index("unit")[["lat", "lng"]].astype(float)
written = located.join(ours.groupby("unit").size().rename("names"), how="inner")
figure = nkrisk_geo.plot(
    zones=False,
    crossings=False,
    belts=False,
    legend=False,
    title="How many further names a place has",
)
figure.axes[0].scatter(
    written["lng"],
    written["lat"],
    s=5 * written["names"],
    color="#0072b2",
    alpha=0.45,
    linewidth=0,
    zorder=6,
)
figure

# %% [markdown]
# ## Words to search for
#
# The same names the other way round: what to type into a database to find records of a zone, and what else these words
# would find.

# %%
terms = {
    (term.unit, term.kind): term
    for term in nkrisk_geo.search_terms("yanbian-border")
    if term.false_friends
}
pd.DataFrame(
    {
        "text": [term.text for term in list(terms.values())[:8]],
        "kind": [term.kind for term in list(terms.values())[:8]],
        "specificity": [
            round(term.specificity, 2) for term in list(terms.values())[:8]
        ],
        "also found": [
            ", ".join(term.false_friends[:3]) for term in list(terms.values())[:8]
        ],
    }
)
