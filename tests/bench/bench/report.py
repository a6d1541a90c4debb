"""What was measured, as lines, a table, JSON and a drawing."""

import json


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

    bars = []
    for at, result in enumerate(shown):
        y = 30 + at * height
        colour = "#2a7" if is_met(result) else "#c53"
        bars.append(
            f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{result.work}</text>'
            f'<rect x="{left}" y="{y + 3}" width="{x(result.ratio) - left:.1f}" height="14" fill="{colour}"/>'
            f'<path d="M{x(result.target):.1f} {y}v20" stroke="#000" stroke-width="2"/>'
            f'<text x="{x(result.ratio) + 6:.1f}" y="{y + 14}">{result.ratio:.2f}</text>')
    bottom = 40 + len(shown) * height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 70}" height="{bottom}" '
        'font-family="sans-serif" font-size="12">'
        f'<text x="{left}" y="18">ratio to the peer (line: the peer itself; mark: target)</text>'
        f'<path d="M{x(1):.1f} 24V{bottom - 6}" stroke="#888" stroke-dasharray="3"/>'
        + "".join(bars) + "</svg>\n")
