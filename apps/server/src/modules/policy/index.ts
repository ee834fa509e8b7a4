/** Numbers of law and policy, each from a day on. */
export { policyModule } from './module.ts';
export { policyNumber, type PolicyName } from './policy-number.ts';
