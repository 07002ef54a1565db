"""Pictures of an area through time as SVG: what happened when, and whether it is getting worse.

Text in, text out. What they show stands in a table too, which is the caller's: the series hold the numbers.
"""

from dateline.publish.timeline_plots import draw_timeline
from dateline.publish.trend_plots import draw_trend

__all__ = ["draw_timeline", "draw_trend"]
