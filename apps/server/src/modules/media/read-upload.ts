import type { FastifyRequest } from 'fastify';
import { Problem, problem } from '#platform/problem';

/** The bytes of the multipart part named `file`. */
export async function readUpload(request: FastifyRequest): Promise<Buffer> {
  if (!request.isMultipart()) throw problem('unreadable_body');
  try {
    const part = await request.file();
    if (part === undefined || part.fieldname !== 'file') throw problem('not_a_picture');
    return await part.toBuffer();
  } catch (error) {
    if ((error as { code?: unknown }).code === 'FST_REQ_FILE_TOO_LARGE') throw problem('picture_too_large');
    // What the reader of multipart bodies throws without a status is a body that is not one, or ends too soon.
    if (error instanceof Problem || (error as { statusCode?: unknown }).statusCode !== undefined) throw error;
    throw problem('unreadable_body');
  }
}
