// A page, a click on its first item, and the next page: node feed.mjs [http://127.0.0.1:8080]
// Node 18 or newer. Where keys are asked for, PAGETURNER_KEY holds one.
import { randomUUID } from 'node:crypto';

const server = process.argv[2] ?? 'http://127.0.0.1:8080';
const key = process.env.PAGETURNER_KEY;

async function call(path, body) {
  const answer = await fetch(server + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(key && { Authorization: `Bearer ${key}` }) },
    body: JSON.stringify(body),
  });
  const read = await answer.json();
  if (!answer.ok) throw new Error(`${answer.status} ${read.error.code}: ${read.error.message}`);
  return read;
}

const who = { user: `node-${randomUUID()}`, session: 's1' };
const page = {
  ...who,
  candidates: [
    { id: 'soup', scores: { click: 0.12, order: 0.04 } },
    { id: 'salad', scores: { click: 0.2, order: 0.01 } },
    { id: 'stew', scores: { click: 0.05, order: 0.03 } },
  ],
};

const first = await call('/v1/rank', page);
console.log(`page ${first.pageId} by ${first.policy}: ${first.items.map((item) => item.id).join(', ')}`);

// The client makes the id of an event: sending the same one again counts once.
const click = { id: randomUUID(), type: 'click', ...who, pageId: first.pageId, item: first.items[0].id };
const { results } = await call('/v1/events', { events: [click] });
console.log(`click: ${results[0].status}`);

const next = await call('/v1/rank', page);
console.log(`page ${next.pageIndex}: ${next.items.map((item) => item.id).join(', ')}`);
