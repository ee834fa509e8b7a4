import type { ImportIssue } from '@tuanzi/contract/catalog';
import type { z } from 'zod';

export type Issue = z.infer<typeof ImportIssue>;
type IssueCode = keyof typeof texts;

/** What is wrong with a place in the file, in the words of the person who has to mend it. */
const texts = {
  not_utf8: [
    '文件不是 UTF-8 编码（可能是 GBK）。请在 Excel 或 WPS 里另存为“CSV UTF-8”再导入',
    'The file is not UTF-8 (perhaps GBK). Save it as “CSV UTF-8” and try again',
  ],
  broken_quotes: [
    '引号不成对或位置不对，从这一行起无法读取',
    'A quotation mark is missing or misplaced; nothing can be read from this row on',
  ],
  row_too_long: ['这一行太长，可能是引号不成对', 'This row is too long; perhaps a quotation mark is missing'],
  no_rows: ['文件里没有商品', 'There are no products in the file'],
  too_many_rows: ['最多导入 {} 行，请分几个文件', 'At most {} rows at once; please split the file'],
  missing_column: ['缺少必需的列“{}”', 'The column “{}” is missing'],
  repeated_column: ['列“{}”出现了两次', 'The column “{}” is there twice'],
  unknown_column: ['不认识的列“{}”，已忽略', 'The column “{}” is not known and was ignored'],
  too_many_cells: ['这一行的单元格比表头多', 'This row has more cells than the header'],
  required: ['“{}”不能为空', '“{}” must not be empty'],
  bad_handle: [
    '商品地址只能用小写字母、数字和连字符，最多 80 个字符：{}',
    'A handle has small letters, digits and hyphens only, 80 at most: {}',
  ],
  bad_price: ['价格是以元为单位的数字，最多两位小数，大于 0：{}', 'A price is a number of yuan above 0 with at most two decimals: {}'],
  bad_number: ['应为不小于 0 的整数：{}', 'A whole number of 0 or more is needed: {}'],
  too_large: ['数值太大，最大 {}', 'The number is too large; the most is {}'],
  bad_text: ['文字过长（最多 {} 个字）或含有控制字符', 'The text is too long ({} characters at most) or has control characters'],
  bad_status: ['不认识的状态：{}', 'Unknown status: {}'],
  conflicting_title: ['同一个 Handle 有两个不同的标题', 'One handle has two different titles'],
  options_mismatch: ['规格名和规格值必须一一对应', 'Every option name needs a value and every value a name'],
  repeated_options: ['同一商品里规格重复：{}', 'Two SKUs of one product have the same options: {}'],
  repeated_code: ['SKU 编码在文件里重复：{}', 'The SKU code is in the file twice: {}'],
  sku_code_taken: ['SKU 编码已被另一个商品使用：{}', 'Another product uses this SKU code: {}'],
  options_changed: [
    '已有商品的规格数量不同，不能用导入修改',
    'The product exists with another number of options; an import cannot change that',
  ],
  too_many_skus: ['一个商品最多 100 个 SKU', 'A product has 100 SKUs at most'],
  picture_not_fetched: ['不会下载外部图片，请在后台上传：{}', 'Pictures elsewhere are not fetched; please upload it: {}'],
  story_shortened: ['介绍太长，已截到 {} 个字', 'The description was cut to {} characters'],
  compare_not_higher: ['划线价没有高于售价，已忽略', 'The compared price is not above the price and was ignored'],
  compare_without_basis: [
    '划线价需要注明依据，文件里没有，已忽略；可在商品页补上',
    'A compared price needs its basis, which a file cannot say; it was ignored. Add it on the product page',
  ],
  stock_kept: [
    '已有 SKU 的库存没有改动（现有 {}），请用库存调整',
    'The stock of an existing SKU was left as it is ({}); use a stock adjustment',
  ],
  sku_not_in_file: ['文件里没有已有的 SKU {}，已保留', 'The existing SKU {} is not in the file and was kept'],
  too_many_categories: ['一个店铺最多 300 个分类', 'A shop has 300 categories at most'],
  nothing_in_row: ['这一行没有内容，已忽略', 'There is nothing in this row; it was ignored'],
  more_issues: ['还有 {} 处没有列出', 'There are {} more'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

/** More than anybody mends by hand; what is beyond is counted. */
const listedMax = 10_000;

type Note = (line: number, column: string, code: IssueCode, detail?: string | number) => void;
/** What was found in a file: mistakes, any of which refuses the whole file, and what is worth knowing. */
export interface Findings {
  readonly error: Note;
  readonly warn: Note;
  readonly hasErrors: () => boolean;
  /** In the order of the file. */
  readonly errors: () => Issue[];
  readonly warnings: () => Issue[];
}

export function createFindings(locale: 'zh' | 'en'): Findings {
  const errors = issueList(locale);
  const warnings = issueList(locale);
  return { error: errors.add, warn: warnings.add, hasErrors: () => errors.list().length > 0, errors: errors.list, warnings: warnings.list };
}

function issueList(locale: 'zh' | 'en'): { add: Note; list: () => Issue[] } {
  const issues: Issue[] = [];
  let unlisted = 0;
  const issue = (line: number, column: string, code: IssueCode, detail: string | number = ''): Issue => ({
    line,
    column,
    code,
    message: texts[code][locale === 'zh' ? 0 : 1].replace('{}', () => shorten(String(detail))),
  });
  return {
    add(...note) {
      if (issues.length < listedMax) issues.push(issue(...note));
      else unlisted += 1;
    },
    list() {
      const sorted = issues.toSorted((a, b) => a.line - b.line);
      return unlisted === 0 ? sorted : [...sorted, issue(sorted.at(-1)?.line ?? 1, '', 'more_issues', unlisted)];
    },
  };
}

/** A cell may hold anything; a message shows its beginning. */
function shorten(text: string): string {
  const characters = Array.from(text.slice(0, 400));
  return characters.length > 120 ? `${characters.slice(0, 120).join('')}…` : text;
}
