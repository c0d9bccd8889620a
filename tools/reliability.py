"""A reliability plot as SVG: of the texts that were given a probability, how many were frauds."""

W, H, LEFT, TOP, SIDE, BAR = 640, 470, 60, 24, 330, 60
COLOUR = {'dev': '#1f6f8b', 'test': '#c05621'}


def draw(parts):
    """parts: name -> [(probability, 0 or 1)]."""
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" '
           'font-size="13" role="img" aria-label="Reliability plot">' % (W, H),
           '<title>Said probability against the share of frauds</title>',
           '<rect width="%d" height="%d" fill="#fff"/>' % (W, H)]

    def x(p):
        return LEFT + p * SIDE

    def y(p):
        return TOP + (1 - p) * SIDE

    for k in range(0, 11, 2):
        p = k / 10
        out.append('<path d="M%g %gH%g M%g %gV%g" stroke="#ddd"/>' % (
            x(0), y(p), x(1), x(p), y(0), y(1)))
        out.append('<text x="%g" y="%g" text-anchor="end">%.1f</text>' % (x(0) - 8, y(p) + 4, p))
        out.append('<text x="%g" y="%g" text-anchor="middle">%.1f</text>' % (
            x(p), y(0) + BAR + 24, p))
    out.append('<path d="M%g %gL%g %g" stroke="#888" stroke-dasharray="4 4"/>' % (
        x(0), y(0), x(1), y(1)))
    most = max(len(b) for pairs in parts.values() for b in bins(pairs))
    for side, (name, pairs) in enumerate(sorted(parts.items())):
        points = []
        for k, b in enumerate(bins(pairs)):
            if not b:
                continue
            said, true = sum(p for p, _ in b) / len(b), sum(t for _, t in b) / len(b)
            points.append('%.1f %.1f' % (x(said), y(true)))
            out.append('<circle cx="%.1f" cy="%.1f" r="4" fill="%s"><title>%s: said %.2f, true '
                       '%.2f, %d texts</title></circle>' % (x(said), y(true), COLOUR[name], name,
                                                            said, true, len(b)))
            tall = (BAR - 12) * (len(b) / most) ** 0.5
            out.append('<rect x="%.1f" y="%.1f" width="12" height="%.1f" fill="%s"/>' % (
                x(k / 10 + 0.05) - 13 + 13 * side, y(0) + BAR - tall, tall, COLOUR[name]))
        out.append('<path d="M%s" fill="none" stroke="%s" stroke-width="2"/>' % (
            'L'.join(points), COLOUR[name]))
        out.append('<text x="%g" y="%g" fill="%s">%s, %d texts</text>' % (
            x(1) + 24, TOP + 16 + 20 * side, COLOUR[name], name, len(pairs)))
    for i, line in enumerate(('Dots: of the texts with such a', 'probability, how many are frauds.',
                              'Dashed: said just as it is.', 'Bars: how many texts (square', 'roots).')):
        out.append('<text x="%g" y="%g" fill="#444">%s</text>' % (x(1) + 24, TOP + 76 + 18 * i, line))
    out.append('<text x="%g" y="%g" text-anchor="middle">said: probability of a fraud</text>' % (
        x(0.5), y(0) + BAR + 46))
    out.append('<text transform="translate(16 %g) rotate(-90)" text-anchor="middle">true: share of '
               'frauds</text>' % y(0.5))
    return '\n'.join(out) + '\n</svg>\n'


def bins(pairs):
    return [[q for q in pairs if k / 10 <= q[0] < (k + 1) / 10 + (k == 9)] for k in range(10)]
