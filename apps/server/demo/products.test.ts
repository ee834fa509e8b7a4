import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { people } from './people.ts';
import { communities, lives } from './places.ts';
import { products } from './products.ts';

const sizeOf = (file: string) => statSync(new URL(`./pictures/${file}`, import.meta.url)).size;
const files = [
  ...products.flatMap((product) => product.pictures),
  ...people.map((person) => person.avatar),
  ...[...lives, ...communities].map((place) => place.cover),
];

test('every picture named is there, at most 90 kB, and all together at most 3 MB', () => {
  const sizes = files.map((file) => ({ file, size: sizeOf(file) }));
  expect(sizes.filter(({ size }) => size > 90_000)).toEqual([]);
  expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(3_000_000);
});

test('every SKU is one choice of each option, chosen once, with a price and a weight', () => {
  const skus = products.flatMap((product) => product.skus.map((sku) => ({ product, sku })));
  const strangers = skus.filter(
    ({ product, sku }) =>
      sku.choice.length !== product.options.length ||
      sku.choice.some((value, option) => value >= (product.options[option]?.values.length ?? 0)),
  );
  const unsellable = skus.filter(({ sku }) => sku.priceFen <= 0 || sku.weightGrams <= 0 || sku.stock < 0);
  const twice = products.filter(({ skus: own }) => new Set(own.map((sku) => sku.choice.join())).size !== own.length);
  expect([strangers, unsellable, twice]).toEqual([[], [], []]);
  const codes = products.flatMap((product) => product.skus.map((sku) => sku.code));
  expect(new Set(codes).size).toBe(codes.length);
});

test('no text of the demo uses a superlative that the advertising law forbids', () => {
  const texts = JSON.stringify([products, people, lives, communities]);
  expect(texts.match(/最|第一|国家级|顶级|极品|唯一|首选|特级|万能|\bbest\b|\bfinest\b|number one/gi)).toBeNull();
});

test('rooms and groups name people and products that exist', () => {
  const persons = new Set<string>(people.map((person) => person.handle));
  const goods = new Set(products.map((product) => product.handle));
  expect(
    [...lives.map((live) => live.host), ...communities.map((community) => community.leader)].filter((handle) => !persons.has(handle)),
  ).toEqual([]);
  expect(lives.flatMap((live) => [...live.shelf]).filter((handle) => !goods.has(handle))).toEqual([]);
});
