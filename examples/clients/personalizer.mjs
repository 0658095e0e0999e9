// Rank and reward as with Azure Personalizer: node personalizer.mjs [http://127.0.0.1:8080]
const server = `${process.argv[2] ?? 'http://127.0.0.1:8080'}/personalizer/v1.0`;
const key = process.env.PAGETURNER_KEY;

async function call(path, body) {
  const answer = await fetch(server + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(key && { 'Ocp-Apim-Subscription-Key': key }) },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return text && JSON.parse(text);
}

const ranked = await call('/rank', {
  contextFeatures: [{ user: { profileType: 'AnonymousUser' } }, { device: { mobile: true } }],
  actions: [
    { id: 'NewsArticle', features: [{ type: 'News' }] },
    { id: 'SportsArticle', features: [{ type: 'Sports' }] },
  ],
});
console.log(`show ${ranked.rewardActionId}`);
await call(`/events/${encodeURIComponent(ranked.eventId)}/reward`, { value: 1 });
console.log('rewarded');
