/** Shapes shared by several modules. */
import { z } from 'zod';

export const Id = z
  .string()
  .regex(/^[a-z]{2,4}_[0-9A-Za-z]{8,40}$/)
  .meta({ description: 'Prefixed, time-sortable identifier.' });
/** Integer fen; ¥1 is 100. The ceiling (¥100 million) keeps every sum inside a safe integer. */
export const Fen = z.int().min(0).max(10_000_000_000).meta({ description: 'Money in integer fen.' });
export const SignedFen = z.int().min(-1_000_000_000_000).max(1_000_000_000_000);
export const Instant = z.iso.datetime().meta({ description: 'UTC instant.' });
export const Quantity = z.int().min(1).max(999);
export const Cursor = z
  .string()
  .max(200)
  .regex(/^[\x20-\x7e]*$/);
export const Limit = z.coerce.number<string | number>().int().min(1).max(100).default(20);
/** A person's or shop's words: any language, emoji allowed, control and direction-override characters and halves of characters refused. */
export const words = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(
      /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\ud800-\udfff]*$/u,
      'control characters are not allowed',
    );
/** Text of the shop in Chinese and, where there is one, English. */
export const Text = z.object({ zh: words(2000), en: words(2000).optional() }).meta({ id: 'Text' });
export const Title = z.object({ zh: words(120), en: words(200).optional() }).meta({ id: 'Title' });
export const Nickname = words(32);
export const Phone = z
  .string()
  .regex(/^1[3-9]\d{9}$/)
  .meta({ description: 'Mainland mobile number.' });
/** Only pictures stored by this installation; `blur` is a tiny colour for the placeholder. */
export const Picture = z
  .object({ id: z.string(), url: z.string(), width: z.int(), height: z.int(), blur: z.string() })
  .meta({ id: 'Picture' });
export const Person = z.object({ id: Id, nickname: z.string(), avatarUrl: z.string().nullable() }).meta({ id: 'Person' });
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const PageQuery = z.object({ cursor: Cursor.optional(), limit: Limit });
export const Done = z.object({ ok: z.literal(true) });
export type Person = z.infer<typeof Person>;
export type Picture = z.infer<typeof Picture>;
export type Title = z.infer<typeof Title>;
export type Text = z.infer<typeof Text>;
