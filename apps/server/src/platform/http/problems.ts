import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemCode } from '@tuanzi/contract';
import { isOutage, isStatementTimeout } from '../outage.ts';
import { Problem, problem, problemTitle } from '../problem.ts';

/** Answers every error as RFC 9457 problem+json. Internal detail goes to the log with the request id, never to the body. */
export function answerProblems(http: FastifyInstance): void {
  http.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const found = error instanceof Problem ? error : fromFramework(error);
    // The database is away or stuck: nothing is wrong with the request, and sent again with its key it counts once.
    const isPassing = found === undefined && (isOutage(error) || isStatementTimeout(error));
    if (found === undefined) request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    else if (found.status >= 500) request.log.warn({ code: found.code }, 'request refused');
    return sendProblem(request, reply, found ?? (isPassing ? problem('busy', { retryAfterSeconds: 2 }) : problem('internal')));
  });
  // What no route answers may still be a page of the web apps.
  http.setNotFoundHandler((request, reply) => http.tuanzi.page?.(request, reply) ?? sendProblem(request, reply, problem('not_found')));
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, found: Problem): FastifyReply {
  const retryAfter = found.extra['retryAfterSeconds'];
  if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter);
  return reply
    .code(found.status)
    .type('application/problem+json; charset=utf-8')
    .serializer((payload) => JSON.stringify(payload))
    .send({
      ...found.extra,
      type: `/problems/${found.code}`,
      title: problemTitle(found.code, localeOf(request)),
      status: found.status,
      code: found.code,
      instance: request.id,
    });
}

/** Screens send their language in X-Locale; others ask in the usual way. Chinese unless English is wanted. */
export function localeOf(request: FastifyRequest): 'zh' | 'en' {
  const asked = request.headers['x-locale'] ?? request.headers['accept-language'];
  return typeof asked === 'string' && asked.toLowerCase().startsWith('en') ? 'en' : 'zh';
}

const frameworkCodes: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_JSON_BODY: 'unreadable_body',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'unreadable_body',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unreadable_body',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'unreadable_body',
  FST_REQ_FILE_TOO_LARGE: 'body_too_large',
  FST_FILES_LIMIT: 'unreadable_body',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unreadable_body',
};

function fromFramework(error: FastifyError): Problem | undefined {
  const code = frameworkCodes[error.code];
  if (code !== undefined) return problem(code);
  return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500 ? problem('unreadable_body') : undefined;
}
