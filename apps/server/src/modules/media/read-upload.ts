import type { FastifyRequest } from 'fastify';
import { problem } from '#platform/problem';

/** The bytes of the multipart part named `file`. */
export async function readUpload(request: FastifyRequest): Promise<Buffer> {
  if (!request.isMultipart()) throw problem('unreadable_body');
  try {
    const part = await request.file();
    if (part === undefined || part.fieldname !== 'file') throw problem('not_a_picture');
    return await part.toBuffer();
  } catch (error) {
    if ((error as { code?: unknown }).code === 'FST_REQ_FILE_TOO_LARGE') throw problem('picture_too_large');
    throw error;
  }
}
