/** Problems any operation may answer with. */
import { defineProblems } from './api.ts';

export const platformProblems = defineProblems({
  /** The request does not match the contract; `errors` lists every issue with its place. */
  invalid_input: [422, 'The request is not valid.', '请求内容不正确'],
  /** The body is not JSON, too large, or of a type we do not read. */
  unreadable_body: [400, 'The request body could not be read.', '无法读取请求内容'],
  body_too_large: [413, 'The request is too large.', '请求内容过大'],
  not_found: [404, 'There is nothing here.', '没有找到'],
  sign_in_required: [401, 'Please sign in first.', '请先登录'],
  account_required: [403, 'Please verify your phone number first.', '请先验证手机号'],
  not_allowed: [403, 'You are not allowed to do this.', '没有权限'],
  /** A cookie-authenticated write came from another site. */
  cross_site: [403, 'This request came from another site.', '跨站请求已拒绝'],
  too_many_requests: [429, 'Too many requests, please slow down.', '操作太频繁，请稍后再试'],
  idempotency_key_required: [400, 'This operation needs an Idempotency-Key header.', '缺少幂等键'],
  /** The key was used before with another body or on another route. */
  idempotency_key_reused: [409, 'This Idempotency-Key was used for another request.', '幂等键已用于其他请求'],
  /** The queue for this operation is full; try again after the seconds in Retry-After. */
  busy: [503, 'Very busy right now, please try again in a moment.', '现在人太多，请稍后再试'],
  internal: [500, 'Something went wrong on our side.', '服务器出了点问题'],
});
