// One card per chart: lines with their 95 % bands over a time axis, swaps as vertical lines.

/* What the page knows about a chart: the part of a series' name before the dot. */
const KNOWN = {
  reward: { title: 'Reward per session', sub: 'what the feed earns from one visit', wide: true },
  difference: { title: 'Agent against baseline', sub: 'difference in reward per session; above 0 the agent earns more', wide: true, zero: true },
  click_rate: { title: 'Click rate', sub: 'clicks per shown page' },
  order_rate: { title: 'Order rate', sub: 'orders per session' },
  depth: { title: 'Depth', sub: 'pages per session' },
  action: { title: 'Action', sub: 'the factor a on a log scale from −1 to 1; 0 is the team\'s own ranking' },
  value: { title: 'Mean V', sub: 'what the state alone promises' },
  advantage: { title: 'Mean A', sub: 'what the action adds to it', zero: true },
  loss: { title: 'Losses', sub: 'of the training batches' },
  model_age: { title: 'Model age', sub: 'from the making of the live version to now' },
  join: { title: 'Pipeline', sub: 'counts so far' },
  latency: { title: 'Latency of a page', sub: 'from the last byte of the request to the answer' },
};
const ORDER = Object.keys(KNOWN);
const SPARE = ['--third', '--fourth', '--fifth', '--agent', '--baseline'];

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/* A colour with the opacity of a band. */
function pale(colour) {
  const hex = colour.replace('#', '');
  const [r, g, b] = [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
  return `rgba(${r}, ${g}, ${b}, 0.16)`;
}

const MINUTE = 60_000;
const STEPS = [1 / 6, 1 / 2, 1, 2, 5, 10, 30, 60, 120, 360, 720, 1440].map((minutes) => minutes * MINUTE);
const minutes = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
const seconds = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

/* Ticks at round times, at most six of them. */
function roundTicks(axis) {
  if (!Number.isFinite(axis.max - axis.min)) return;
  const step = STEPS.find((s) => (axis.max - axis.min) / s <= 6) || 1440 * MINUTE;
  const ticks = [];
  for (let t = Math.ceil(axis.min / step) * step; t <= axis.max; t += step) ticks.push({ value: t });
  axis.ticks = ticks;
  axis.$clock = step < MINUTE ? seconds : minutes;
}

function short(value) {
  const size = Math.abs(value);
  if (size >= 1e6) return `${+(value / 1e6).toPrecision(3)} M`;
  if (size >= 1e4) return `${+(value / 1e3).toPrecision(3)} k`;
  return `${+value.toPrecision(3)}`;
}

const MANY_MARKS = 40;

/* Draws the marks of `chart.$marks` behind the lines: labelled where there is room, short when there are many. */
const marksPlugin = {
  id: 'marks',
  beforeDatasetsDraw(chart) {
    const { ctx, chartArea: area, scales } = chart;
    const marks = (chart.$marks || []).filter((m) => m.time >= scales.x.min && m.time <= scales.x.max);
    ctx.save();
    ctx.strokeStyle = css('--soft');
    ctx.fillStyle = css('--soft');
    ctx.globalAlpha = 0.4;
    const top = marks.length > MANY_MARKS ? area.bottom - 8 : area.top;
    ctx.setLineDash([2, 3]);
    ctx.font = '10px sans-serif';
    let labelledTo = chart.$wide && marks.length <= MANY_MARKS ? -Infinity : Infinity;
    for (const mark of marks) {
      const x = scales.x.getPixelForValue(mark.time);
      ctx.beginPath();
      ctx.moveTo(x, top);
      ctx.lineTo(x, area.bottom);
      ctx.stroke();
      const width = ctx.measureText(mark.label).width;
      if (x + 3 > labelledTo + 6 && x + 3 + width < area.right) {
        ctx.fillText(mark.label, x + 3, area.top + 9);
        labelledTo = x + 3 + width;
      }
    }
    ctx.restore();
  },
};

/* The y range that shows all values and a typical band; the wide bands of the first minutes are cut. */
function valueRange(lines) {
  const points = lines.flatMap((l) => l.series.points).filter((p) => p[1] !== null);
  const halves = points.filter((p) => p.length === 4).map((p) => (p[3] - p[2]) / 2).sort((a, b) => a - b);
  if (halves.length === 0) return {};
  const room = 1.5 * halves[halves.length >> 1];
  const values = points.map((p) => p[1]);
  return { min: Math.min(...values) - room, max: Math.max(...values) + room };
}

function colourOf(line, index) {
  if (line === 'baseline') return css('--baseline');
  if (line === 'agent') return css('--agent');
  return css(SPARE[index % SPARE.length]);
}

function datasets(lines) {
  const sets = [];
  let spare = 0;
  for (const { line, series } of lines) {
    const named = line === 'baseline' || line === 'agent';
    const colour = colourOf(line, named ? 0 : spare++);
    const banded = series.points.filter((p) => p.length === 4);
    if (banded.length > 0) {
      const edge = { borderWidth: 0, pointRadius: 0, pointHitRadius: 0, label: '', order: 1 };
      sets.push({ ...edge, data: banded.map((p) => ({ x: p[0], y: p[2] })), fill: false });
      sets.push({ ...edge, data: banded.map((p) => ({ x: p[0], y: p[3] })), fill: '-1', backgroundColor: pale(colour) });
    }
    sets.push({
      label: series.label,
      data: series.points.map((p) => ({ x: p[0], y: p[1] })),
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: 2,
      pointRadius: series.points.length === 1 ? 3 : 0,
      tension: 0.2,
      fill: false,
      order: 0,
    });
  }
  return sets;
}

function options(meta, unit) {
  const soft = css('--soft');
  const axis = { border: { display: false }, grid: { color: css('--grid') } };
  return {
    animation: false,
    maintainAspectRatio: false,
    interaction: { mode: 'nearest', axis: 'x', intersect: false },
    scales: {
      x: { ...axis, type: 'linear', grid: { display: false }, afterBuildTicks: roundTicks, ticks: { color: soft, autoSkip: false, maxRotation: 0, callback(t) { return this.$clock.format(t); } } },
      y: { ...axis, suggestedMin: meta.zero ? 0 : undefined, suggestedMax: meta.zero ? 0 : undefined, ticks: { color: soft, maxTicksLimit: 6, includeBounds: false, callback: (v) => short(v) },
        grid: { color: (c) => (meta.zero && c.tick && c.tick.value === 0 ? soft : css('--grid')) } },
    },
    plugins: {
      legend: { align: 'start', labels: { color: css('--ink'), boxWidth: 14, boxHeight: 2, padding: 10, filter: (item) => item.text !== '' } },
      tooltip: {
        filter: (item) => item.dataset.label !== '',
        callbacks: {
          title: (items) => (items.length ? seconds.format(items[0].parsed.x) : ''),
          label: (item) => `${item.dataset.label}: ${short(item.parsed.y)}${unit ? ` ${unit}` : ''}`,
        },
      },
    },
  };
}

function card(id, meta, unit) {
  const section = document.createElement('article');
  section.className = meta.wide ? 'card wide' : 'card';
  const title = document.createElement('h2');
  title.textContent = meta.title + (unit ? `, ${unit}` : '');
  const sub = document.createElement('p');
  sub.className = 'sub';
  sub.textContent = meta.sub;
  const plot = document.createElement('div');
  plot.className = 'plot';
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', meta.title);
  plot.append(canvas);
  section.append(title, sub, plot);
  section.dataset.chart = id;
  return { section, canvas };
}

/* `{chart: [{line, series}]}` of `{"<chart>.<line>": series}`, known charts first. */
function grouped(series) {
  const charts = new Map();
  for (const [name, value] of Object.entries(series)) {
    if (value.points.length === 0) continue; // An axis without a value has no end: its ticks would never stop.
    const dot = name.indexOf('.');
    const id = dot < 0 ? name : name.slice(0, dot);
    if (!charts.has(id)) charts.set(id, []);
    charts.get(id).push({ line: dot < 0 ? '' : name.slice(dot + 1), series: value });
  }
  const rank = (id) => (ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length);
  return [...charts].sort(([a], [b]) => rank(a) - rank(b));
}

export class Charts {
  /* Cards go into `container`, before the element `last`. */
  constructor(container, last) {
    this.container = container;
    this.last = last;
    this.charts = new Map();
    // Colours are read when drawn, so a change between light and dark draws anew.
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.clear());
  }

  clear() {
    for (const chart of this.charts.values()) chart.destroy();
    this.charts.clear();
    this.container.replaceChildren(this.last);
  }

  show(series, marks) {
    const wanted = grouped(series);
    if (wanted.some(([id]) => !this.charts.has(id))) this.clear();
    for (const [id, lines] of wanted) {
      const chart = this.charts.get(id) || this.create(id, lines);
      chart.data.datasets = datasets(lines);
      chart.$marks = marks;
      const times = lines.flatMap((l) => l.series.points.map((p) => p[0]));
      chart.options.scales.x.min = Math.min(...times);
      chart.options.scales.x.max = Math.max(...times);
      const { min, max } = valueRange(lines);
      chart.options.scales.y.min = min;
      chart.options.scales.y.max = max;
      chart.update('none');
    }
  }

  create(id, lines) {
    const meta = KNOWN[id] || { title: id, sub: '' };
    const unit = lines[0].series.unit;
    const { section, canvas } = card(id, meta, unit);
    this.container.insertBefore(section, this.last);
    const chart = new Chart(canvas, { type: 'line', data: { datasets: [] }, options: options(meta, unit), plugins: [marksPlugin] });
    chart.$wide = meta.wide;
    this.charts.set(id, chart);
    return chart;
  }
}
