"""What was measured, as lines, a table, JSON and a drawing."""

import json
from math import log10


def is_met(result):
    return result.ratio is not None and result.ratio <= result.target


def as_json(result):
    shown = result._asdict()
    return json.dumps(shown | {"met": is_met(result)})


def number(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.2f}"


def cells(result):
    spread = "" if result.low is None else f" ({result.low:.2f}..{result.high:.2f})"
    verdict = result.note or ("met" if is_met(result) else "missed")
    return [result.work, number(result.ours), number(result.peer), result.unit, result.peer_name,
            number(result.ratio) + spread, f"{result.target:.2f}", verdict]


def as_line(result):
    return "  ".join(cells(result))


def table(results):
    head = ["work", "ours", "peer", "unit", "peer is", "ratio", "target", ""]
    lines = [head, *[cells(result) for result in results]]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
                     for line in lines)


def drawing(results):
    """Bars of the ratios, with a mark at each target; 1 is the peer."""
    shown = [result for result in results if result.ratio is not None]
    most = max([1.2, *[result.ratio for result in shown]])
    left, width, height = 190, 460, 24

    def x(ratio):
        return left + width * min(ratio / most, 1)

    def beside(result):
        """Behind the bar, or behind the mark if that would stand in the figure."""
        bar, mark = x(result.ratio), x(result.target)
        return (mark if 0 <= mark - bar < 36 else bar) + 6

    bars = []
    for at, result in enumerate(shown):
        y = 30 + at * height
        colour = "#2a7" if is_met(result) else "#c53"
        bars.append(
            f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{result.work}</text>'
            f'<rect x="{left}" y="{y + 3}" width="{x(result.ratio) - left:.1f}" height="14" fill="{colour}"/>'
            f'<path d="M{x(result.target):.1f} {y}v20" stroke="#000" stroke-width="2"/>'
            f'<text x="{beside(result):.1f}" y="{y + 14}">{result.ratio:.2f}</text>')
    bottom = 40 + len(shown) * height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 70}" height="{bottom}" '
        'font-family="sans-serif" font-size="12">'
        f'<text x="{left}" y="18">ratio to the peer (line: the peer itself; mark: target)</text>'
        f'<path d="M{x(1):.1f} 24V{bottom - 6}" stroke="#888" stroke-dasharray="3"/>'
        + "".join(bars) + "</svg>\n")


def sweep_as_json(sweep):
    points = [{"x": point.x, **dict(zip(sweep.lines, point.values))} for point in sweep.points]
    return json.dumps({"sweep": sweep.name, "title": sweep.title, "x": sweep.x, "unit": sweep.unit,
                       "points": points})


def sweep_table(sweep):
    """A table as Markdown has it."""
    head = [sweep.x, *(f"{line}, {sweep.unit}" for line in sweep.lines)]
    lines = [head, ["---"] * len(head)]
    lines += [[f"{point.x:,}", *map(number, point.values)] for point in sweep.points]
    rows = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"\n{sweep.title} ({sweep.name})\n\n{rows}"


COLOURS = ["#27a", "#a62", "#888"]


def curves(sweep):
    """The lines of a sweep, both axes logarithmic."""
    left, top, width, height = 70, 34, 420, 240
    values = [value for point in sweep.points for value in point.values]
    xs = [point.x for point in sweep.points]

    def place(value, low, high, length):
        return length * (log10(value) - log10(low)) / ((log10(high) - log10(low)) or 1)

    low, high = 10 ** int(log10(min(values)) - (min(values) < 1)), 10 ** -int(-log10(max(values)) // 1)

    def at(x, value):
        return left + place(x, xs[0], xs[-1], width), top + height - place(value, low, high, height)

    parts = [f'<text x="{left}" y="18" font-weight="bold">{sweep.title}</text>',
             f'<path d="M{left} {top}v{height}h{width}" fill="none" stroke="#000"/>']
    for x in xs:
        parts.append(f'<text x="{at(x, low)[0]:.0f}" y="{top + height + 16}" text-anchor="middle">{x:,}</text>')
    parts.append(f'<text x="{left + width / 2}" y="{top + height + 34}" text-anchor="middle">{sweep.x}</text>')
    tick = low
    while tick <= high:
        y = at(xs[0], tick)[1]
        parts.append(f'<path d="M{left} {y:.0f}h{width}" stroke="#ddd"/>'
                     f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{tick:,g}</text>')
        tick *= 10
    parts.append(f'<text x="{left - 6}" y="18" text-anchor="end">{sweep.unit}</text>')
    for index, (line, colour) in enumerate(zip(sweep.lines, COLOURS)):
        places = [at(point.x, point.values[index]) for point in sweep.points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        dash = ' stroke-dasharray="4"' if line.startswith("limit") else ""
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        parts.append(f'<path d="M{left + width + 20} {top + 20 * index + 8}h20" stroke="{colour}" '
                     f'stroke-width="2"{dash}/>'
                     f'<text x="{left + width + 46}" y="{top + 20 * index + 12}">{line}</text>')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 220}" '
            f'height="{top + height + 44}" font-family="sans-serif" font-size="12">'
            '<rect width="100%" height="100%" fill="#fff"/>' + "".join(parts) + "</svg>\n")
