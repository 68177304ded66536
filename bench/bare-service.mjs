// A bare Fastify route beside which bench/service.mjs measures: it parses the same body and answers as many bytes.
import fastify from 'fastify';

const app = fastify();
app.post('/predict', async (request) => {
  const { rows } = /** @type {{ rows: Record<string, unknown>[] }} */ (request.body);
  return {
    model: 'model',
    generation: 1,
    predictions: rows.map(() => ({
      prediction: 'usual',
      probabilities: { rare: 0.012345678, usual: 0.987654321 },
    })),
  };
});
console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
