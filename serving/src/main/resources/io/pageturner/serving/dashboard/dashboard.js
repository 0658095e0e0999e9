// Asks /v1/monitor once a second and shows what it says.
import { Charts } from './charts.js';

const PERIOD = 1000;
const LEARNED_PERIOD = 10_000;
const MOST_FEATURES = 8;
const byId = (id) => document.getElementById(id);
const charts = new Charts(byId('charts'), byId('buckets-card'));

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function showTiles(tiles) {
  byId('tiles').replaceChildren(...tiles.map((tile) => {
    const box = element('div', 'tile', '');
    box.append(
      element('div', 'label', tile.label),
      element('div', 'value', tile.value),
      element('div', 'hint', tile.hint));
    return box;
  }));
}

function row(cellName, cells) {
  const made = document.createElement('tr');
  made.append(...cells.map((cell) => element(cellName, '', cell)));
  return made;
}

function fill(table, columns, rows) {
  const head = document.createElement('thead');
  head.append(row('th', columns));
  const body = document.createElement('tbody');
  body.append(...rows.map((cells) => row('td', cells)));
  table.replaceChildren(head, body);
}

function showBuckets({ columns, rows }) {
  byId('buckets-card').hidden = rows.length === 0;
  fill(byId('buckets'), columns, rows);
}

function interval({ estimate, low, high }, digits) {
  if (estimate === null) return '–';
  const known = low !== null && high !== null;
  return estimate.toFixed(digits) + (known ? ` ± ${((high - low) / 2).toFixed(digits)}` : '');
}

function showDays({ buckets }) {
  const columns = ['day (UTC)', 'bucket', 'users', 'sessions', 'reward/session', 'clicks/page', 'orders/session', 'pages/session', 'dwell/session'];
  const rows = Object.entries(buckets).flatMap(([name, { days }]) => Object.entries(days).map(([day, figures]) => [
    day,
    name,
    figures.users.toLocaleString('en'),
    figures.sessions.toLocaleString('en'),
    interval(figures.rewardPerSession, 2),
    interval(figures.clickRate, 3),
    interval(figures.orderRate, 3),
    interval(figures.depth, 2),
    `${interval(figures.dwellSeconds, 0)} s`,
  ]));
  rows.sort((one, other) => other[0].localeCompare(one[0]) || one[1].localeCompare(other[1]));
  fill(byId('days'), columns, rows);
}

// Above 1 the objective weighs more than the team gave it, below it less; the bar is the logarithm, from a quarter to four times.
function level({ level: name, states, mean }) {
  const box = element('span', mean >= 1 ? 'level more' : 'level less', '');
  box.style.setProperty('--part', `${Math.min(100, Math.abs(Math.log(mean) / Math.log(4)) * 100)}%`);
  box.title = `${states.toLocaleString('en')} states`;
  box.append(`${name} `, element('b', '', `×${mean.toFixed(2)}`));
  return box;
}

function feature({ feature: name, share, levels }) {
  const line = element('div', 'feature', '');
  const chips = element('div', 'levels', '');
  chips.append(...levels.map(level));
  line.append(element('div', 'name', name), element('div', 'share', `${Math.round(100 * share)} %`), chips);
  return line;
}

function factor({ objective, mean, low, high, features }) {
  const box = element('div', 'factor', '');
  box.append(
    element('h3', '', `${objective} ×${mean.toFixed(2)} on average, ×${low.toFixed(2)} to ×${high.toFixed(2)} for eight in ten`),
    ...features.slice(0, MOST_FEATURES).map(feature));
  return box;
}

function showLearned({ version, states, factors }) {
  byId('learned-card').hidden = factors.length === 0;
  byId('learned-sub').textContent = `version ${version}, on the newest ${states.toLocaleString('en')} states: how much more or less than the team each objective weighs, by what is known of the user; `
    + 'the share is how much of the spread goes with a feature alone';
  byId('learned').replaceChildren(...factors.map(factor));
}

async function lookAtLearned() {
  try {
    const reply = await fetch('/v1/models/learned', { cache: 'no-store', headers: headers() });
    if (reply.ok) showLearned(await reply.json());
  } catch (problem) {
    console.warn(problem); // That the server is away is told by the other look.
  }
  setTimeout(lookAtLearned, LEARNED_PERIOD);
}

function showStatus(text, state) {
  byId('status').textContent = text;
  byId('status').className = `status ${state}`;
}

// Where the server asks for keys: kept for this tab, until it is closed.
function headers() {
  const key = sessionStorage.getItem('key');
  return key ? { Authorization: `Bearer ${key}` } : {};
}

function askForKey() {
  const key = window.prompt('This server asks for a key with the scope admin.');
  sessionStorage.setItem('key', key || '');
  return Boolean(key);
}

async function look() {
  try {
    const reply = await fetch('/v1/monitor', { cache: 'no-store', headers: headers() });
    if ((reply.status === 401 || reply.status === 403) && !askForKey()) {
      showStatus('no figures without a key; load the page again to be asked', 'lost');
      return;
    }
    if (!reply.ok) throw new Error(`the server answers ${reply.status}`);
    const monitor = await reply.json();
    byId('headline').textContent = monitor.headline;
    showTiles(monitor.tiles);
    showBuckets(monitor.buckets);
    charts.show(monitor.series, monitor.marks);
    if (byId('by-day').open) {
      const days = await fetch('/v1/experiment', { cache: 'no-store', headers: headers() });
      if (days.ok) showDays(await days.json());
    }
    showStatus('live', 'live');
  } catch (problem) {
    showStatus(`no figures: ${problem.message}; trying again`, 'lost');
  }
  setTimeout(look, PERIOD);
}

byId('by-day').open = location.hash === '#by-day';
look();
lookAtLearned();
