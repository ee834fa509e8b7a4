import { z } from 'zod';

/** The last entry of a backup. Whoever finds it and every part it names, with the sum it names, has all of it. */
const manifestSchema = z.object({
  format: z.literal(1),
  /** Of the Tuanzi that made it. */
  version: z.string(),
  madeAt: z.iso.datetime(),
  /** The schema the rows are of. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  /** The same for the job queue, which numbers its own. */
  jobsSchema: z.number().int(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number().int() })),
  sequences: z.record(z.string(), z.string()),
  hasRecordings: z.boolean(),
  parts: z.array(z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string() })),
});

export type Manifest = z.output<typeof manifestSchema>;

export const manifestName = 'manifest.json';

export function parseManifest(text: string): Manifest | undefined {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    // Another program's file, or a format of a later Tuanzi: the caller says so with the file's name.
    return undefined;
  }
}
