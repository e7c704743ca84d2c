# %% [markdown]
# # How good is it
#
# Read from the measurements that are committed with the code (`benchmarks/results/accuracy.json`). How they were made, and
# what they cannot show: [accuracy](../docs/accuracy.md).
#
# The labelled addresses were used in development. Expect somewhat less on others.

# %%
import json
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import nkrisk_geo

pd.set_option("display.max_colwidth", 100)
measured = json.loads(
    Path("../benchmarks/results/accuracy.json").read_text(encoding="utf-8")
)
print(measured["machine"])

# %% [markdown]
# ## Right, wrong, no answer
#
# Addresses in Liaoning and Jilin. A wrong answer is worse than none, so more addresses have no answer than a wrong one.


# %%
def shares(levels: dict[str, dict[str, int]], names: list[str]) -> pd.DataFrame:
    """Rows, and the shares of right and wrong answers and of none, in per cent."""
    table = pd.DataFrame({name: levels[name] for name in names}).T.reindex(
        columns=["right", "wrong", "none"]
    )
    rows = table.fillna(0).sum(axis=1)
    return (
        table.fillna(0)
        .div(rows, axis=0)
        .mul(100)
        .round(1)
        .assign(rows=rows.astype(int))
    )


levels = [
    f"{script} {level}"
    for script in ("zh", "latin")
    for level in ("province", "prefecture", "county")
]
shares(measured["dev"]["levels"], levels)

# %% [markdown]
# Addresses elsewhere, and how many of them were put into Liaoning or Jilin:

# %%
alarms = {
    name: measured["dev"]["false_alarms"][name] for name in ("CN_other", "foreign")
}
table = pd.DataFrame(alarms).T.fillna(0).astype(int)
table.loc["pool"] = {
    "ok": measured["elsewhere"]["rows"] - measured["elsewhere"]["false alarms"],
    "false alarm": measured["elsewhere"]["false alarms"],
}
table.rename(
    index={
        "CN_other": "elsewhere in China",
        "foreign": "abroad",
        "pool": "a larger pool of both",
    }
)

# %% [markdown]
# ## Compared with other programs
#
# They read the same rows and are judged in the same way. The others were made for complete Chinese addresses.

# %%
programs = {"nkrisk_geo": measured["ours"]} | {
    f"{name} {peer['version']}": peer
    for name, peer in measured["peers"].items()
    if "dev" in peer
}
rows = {}
for name, scores in programs.items():
    found = shares(scores["dev"]["levels"], ["zh county", "latin county"])
    rows[name] = {
        f"{kind}, {what} %": found.loc[level, what]
        for level, kind in (
            ("zh county", "Chinese county"),
            ("latin county", "romanized county"),
        )
        for what in ("right", "wrong")
    } | {"hard cases right": f"{scores['hard']['right']} of {scores['hard']['rows']}"}
pd.DataFrame(rows).T

# %% [markdown]
# ## What a probability is worth
#
# Of all answers that state 0.9, nine in ten should be right: then a point lies on the diagonal. The larger the point, the
# more rows. Nearly all rows lie at the two ends; the few between depend mostly on how the samples were made.

# %%
figure, panels = plt.subplots(1, 2, figsize=(9, 4.4), layout="constrained")
samples = {"dev": "open part", "register": "register, with the pool"}
for axes, statement in zip(panels, ("Liaoning or Jilin", "county"), strict=True):
    axes.plot([0, 1], [0, 1], color="#8c959f", linewidth=1)
    for sample, words in samples.items():
        bins = pd.DataFrame(measured["reliability"][sample][statement]["bins"])
        size = 18 + 26 * bins["rows"].clip(upper=100_000).transform("log10")
        axes.scatter(bins["stated"], bins["observed"], s=size, alpha=0.7, label=words)
    axes.set(
        title=statement,
        xlabel="stated probability",
        ylabel="share that was right",
        aspect="equal",
    )
    axes.spines[["top", "right"]].set_visible(False)
figure.legend(
    *axes.get_legend_handles_labels(),
    loc="outside lower center",
    ncols=2,
    frameon=False,
)
plt.close(figure)  # else a notebook shows it twice
figure

# %% [markdown]
# ## The threshold
#
# Right and wrong answers with each threshold, in per cent. From 0.7 up hardly any answer is wrong; a higher
# threshold only gives fewer answers.

# %%
pd.DataFrame(
    {
        threshold: {
            f"{level}, {what}": shares(scores["levels"], [level]).loc[level, what]
            for level in ("zh province", "zh county", "latin county")
            for what in ("right", "wrong")
        }
        for threshold, scores in measured["thresholds"].items()
    }
).T.rename_axis("threshold")

# %% [markdown]
# ## Errors
#
# The most frequent case is not an error but an open question: a name that several places have. The examples are made up; the
# answers are those of this version.

# %%
texts = {
    "朝阳区样例路7号": "Beijing and Changchun both have one",
    "头道镇样例村2组": "many counties have a town of the name",
    "四平市公主岭市样例路6号": "moved from Siping to Changchun in 2020",
    "盛京医院样例分院": "an old name of Shenyang; the branch need not be there",
    "12 YANGLI-RO, SEONGNAM-SI, GYEONGGI-DO, KP": "the code and the city contradict each other",
}
answers = {text: nkrisk_geo.resolve(text) for text in texts}
pd.DataFrame(
    {
        "status": {text: str(answer.status) for text, answer in answers.items()},
        "place": {text: str(answer.place or "") for text, answer in answers.items()},
        "candidates": {
            text: "; ".join(
                f"{each.unit} {each.probability:.2f}" for each in answer.candidates[:3]
            )
            for text, answer in answers.items()
        },
        "why": texts,
    }
)
