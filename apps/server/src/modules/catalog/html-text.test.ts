import { expect, test } from 'vitest';
import { textOfHtml } from './html-text.ts';

test.each([
  ['<p>树上挂到<b>霜降</b></p><p>再摘&nbsp;&amp; 装箱</p>', '树上挂到霜降\n再摘 & 装箱'],
  ['a<br/>b<BR>c', 'a\nb\nc'],
  ['<script>alert(1)</script>x<style>p{}</style>y<!-- z -->', 'xy'],
  ['<script>never ends', ''],
  ['3 < 5 and 7 > 2', '3 < 5 and 7 > 2'],
  ['&#x1F34E;&#233;&#55296;&#0;&nope;', '🍎é&nope;'],
  ['İ<script>x</script>İ', 'İİ'],
  ['a\u202eb\u0007c', 'abc'],
])('%j reads %j', (html, text) => {
  expect(textOfHtml(html)).toBe(text);
});

test('a quarter of a million open brackets are read as quickly as words', () => {
  expect(textOfHtml('<'.repeat(250_000)).length).toBe(250_000);
  expect(textOfHtml('<!--'.repeat(60_000))).toBe('');
  expect(textOfHtml('<a '.repeat(80_000)).length).toBeGreaterThan(0);
});
