/**
 * The server puts what a page asks for first into the page itself. Each of those answers is used once, in the first
 * moments; whatever is asked later, or again, is asked for over the network.
 */
const freshMs = 10_000;

const answers = readAnswers();

function readAnswers(): Map<string, unknown> {
  const text = document.getElementById('first-answers')?.textContent;
  return text ? new Map(Object.entries(JSON.parse(text) as Record<string, unknown>)) : new Map();
}

export const fetchOrRead: typeof fetch = (input, init) => {
  const answer = typeof input === 'string' && (init?.method ?? 'GET') === 'GET' && performance.now() < freshMs ? take(input) : undefined;
  return answer === undefined ? fetch(input, init) : Promise.resolve(Response.json(answer));
};

function take(url: string): unknown {
  const answer = answers.get(url);
  answers.delete(url);
  return answer;
}
