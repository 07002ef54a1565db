import pytest

from dateline.base.resources import load_yaml
from dateline.linkage.toll_rules import TollRuleError, load_toll_rule, make_toll_rule

ROWS = load_yaml("linking/toll_rules.yaml")


@pytest.mark.parametrize("name", list(ROWS["rules"]))
def test_every_packaged_rule_can_be_read(name: str) -> None:
    assert load_toll_rule(name).name == name
    assert load_toll_rule(name).says


def test_rules_that_mean_nothing_are_refused() -> None:
    with pytest.raises(TollRuleError, match="there are: ucdp"):
        load_toll_rule("mean")
    averaged = {**ROWS, "rules": {"mean": {**ROWS["rules"]["ucdp"], "best": "average"}}}
    with pytest.raises(TollRuleError, match="'average'"):
        make_toll_rule(averaged, "mean")
