import { contract } from '@tuanzi/contract';
import type { Api } from '@tuanzi/contract/api';
import { expect, test } from 'vitest';
import { sampleInput } from './sample-input.ts';

test('every part of every operation has a sample the contract accepts', () => {
  for (const [route, operation] of Object.entries(contract as Api)) {
    for (const part of ['params', 'query', 'body'] as const) {
      const schema = operation[part];
      if (schema === undefined) continue;
      const result = schema.safeParse(sampleInput(schema));
      expect(result.error?.issues ?? [], `${route} ${part}`).toEqual([]);
    }
  }
});
