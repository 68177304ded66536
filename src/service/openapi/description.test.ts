/** How the service describes itself and its models. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asked, FraudService, PREDICT, rows } from '../../../test/support/fraud-service.js';

let service: FraudService;

beforeAll(async () => {
  service = await FraudService.open();
});
afterAll(() => service.close());

it('has an example of each model that the model accepts, and is none of its rows', async () => {
  const document = (await service.app.inject('/openapi.json')).json();
  expect(document.openapi).toBe('3.1.0');
  expect(document.components.schemas.Row1.required).toEqual(Object.keys(asked[0]));
  const { example } = document.paths[PREDICT].post.requestBody.content['application/json'];
  expect((await service.post(PREDICT, example)).statusCode).toBe(200);
  expect(rows).not.toContainEqual(expect.objectContaining(example.rows[0]));
  const { reasonsAbout } = document.components.schemas.Predictions.properties.predictions.items.properties;
  expect(reasonsAbout.required).toEqual(['label', 'scale']);
  expect(reasonsAbout.properties.scale.enum).toEqual(['log-odds', 'logit', 'probability']);
  const references = JSON.stringify(document).match(/#\/components\/\w+\/\w+/g) ?? [];
  for (const reference of references) {
    const [, , kind, name] = reference.split('/');
    expect(document.components[kind]).toHaveProperty(name);
  }
});

it('tells what each model is', async () => {
  const { models } = (await service.app.inject('/v1/models')).json();
  expect(models).toMatchObject([
    {
      name: 'fraud',
      classifier: 'logistic-regression',
      classes: ['no', 'yes'],
      positive: 'yes',
      generation: 1,
    },
  ]);
  expect(models[0].expected.scores.map(({ metric }: { metric: string }) => metric)).toContain('macro-f1');
  const one = (await service.app.inject('/v1/models/fraud')).json();
  expect((await service.post(PREDICT, { rows: [one.example] })).statusCode).toBe(200);
  expect(one.columns.find(({ name }: { name: string }) => name === 'unused').used).toBe(false);
});
