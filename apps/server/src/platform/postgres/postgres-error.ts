export type PostgresErrorCode =
  | 'postgres-no-binaries'
  | 'postgres-no-user'
  | 'postgres-version-mismatch'
  | 'postgres-will-not-stop'
  | 'postgres-failed'
  | 'data-folder-not-writable'
  | 'disk-full';

/** What a person starting Tuanzi reads when its own PostgreSQL cannot run: one sentence, and a code that stays the same. */
export class PostgresError extends Error {
  readonly code: PostgresErrorCode;

  constructor(code: PostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PostgresError';
    this.code = code;
  }
}

const fileProblems: Record<string, PostgresErrorCode> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'data-folder-not-writable',
  EPERM: 'data-folder-not-writable',
  EROFS: 'data-folder-not-writable',
  ENOTDIR: 'data-folder-not-writable',
  EEXIST: 'data-folder-not-writable',
};

/** Turns what the file system answered under `directory` into the sentence for the person; anything else passes unchanged. */
export function explainFileError(error: unknown, directory: string): unknown {
  if (!(error instanceof Error) || error instanceof PostgresError) return error;
  const code = fileProblems[(error as NodeJS.ErrnoException).code ?? ''];
  if (code === undefined) return error;
  const message =
    code === 'disk-full'
      ? `The disk that holds ${directory} is full. Free some space, or choose another folder with DATA_DIR.`
      : `The data folder ${directory} cannot be written (${error.message}). Fix its owner or mode, or choose another folder with DATA_DIR.`;
  return new PostgresError(code, message, { cause: error });
}

/** PostgreSQL speaks English here (lc_messages is C), so the reason of a failed start is read from the end of what it wrote. */
export function explainOutput(what: string, output: string, directory: string): PostgresError {
  if (/No space left on device|Disk quota exceeded/i.test(output)) {
    return new PostgresError(
      'disk-full',
      `The disk that holds ${directory} is full. Free some space, or choose another folder with DATA_DIR.`,
    );
  }
  if (/Permission denied|Read-only file system|has wrong ownership/i.test(output)) {
    return new PostgresError(
      'data-folder-not-writable',
      `PostgreSQL may not write its files in ${directory}. Fix their owner or mode, or choose another folder with DATA_DIR.\n${lastLines(output)}`,
    );
  }
  return new PostgresError('postgres-failed', `${what} failed.\n${lastLines(output)}`);
}

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-15).join('\n');
}
