"""Many authorities straight into a load."""

from __future__ import annotations

import datetime as dt

import pyarrow.parquet as pq

from goldenthread.loads import open_load
from goldenthread.synthetic.run import populations, simulate
from goldenthread.synthetic.scale import write_load

ARGUMENTS = {"authorities": 3, "population": 3_000, "years": 1, "end": dt.date(2015, 3, 31), "seed": 4}


def test_a_simulated_load_opens_and_holds_every_authority(tmp_path):
    told = []
    made = write_load(tmp_path, **ARGUMENTS, progress=lambda code, rows: told.append((code, rows)))
    load = open_load(made.load.path)
    assert load.manifest["made_up"] is True
    assert load.authorities == ("997", "998", "999")
    assert [code for code, _ in told] == ["997", "998", "999"]
    assert made.populations == dict.fromkeys(load.authorities, 3_000)
    rows = 0
    for sources in load.files.values():
        rows += sum(pq.read_metadata(path).num_rows for path in sources.values())
    assert rows == sum(count for _, count in told) > 1000
    referrals = pq.read_table(load.files["referral"]["ssd"])
    assert set(referrals["authority"].to_pylist()) == {"997", "998", "999"}
    assert set(referrals["source"].to_pylist()) == {"ssd"}
    assert not list(tmp_path.glob(".*")), "nothing temporary is left"


def test_the_load_holds_what_the_simulation_gives(tmp_path):
    load = write_load(tmp_path, **ARGUMENTS).load
    ids = pq.read_table(load.files["cp_plan"]["ssd"])["cp_plan_id"].to_pylist()
    assert ids == [row for data in simulate(**ARGUMENTS) for row in data.tables["cp_plan"]["cp_plan_id"].to_pylist()]
    assert write_load(tmp_path, **ARGUMENTS).load.id == load.id
    assert write_load(tmp_path, **(ARGUMENTS | {"seed": 5})).load.id != load.id


def test_sizes_spread_like_englands():
    import numpy as np

    sizes = populations(150, np.random.default_rng(1))
    assert 10_500_000 < sum(sizes) < 12_500_000
    assert 28_000 < np.percentile(sizes, 10) < 42_000
    assert 52_000 < np.median(sizes) < 76_000
    assert max(sizes) <= 355_000
